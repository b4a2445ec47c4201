using System.Data.Common;
using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlRetention(ISqlDatabase database) : IRetention
{
    /// <summary>Rows of one write: a purge of years must not hold up a click.</summary>
    private const int Together = 500;

    public async ValueTask<IReadOnlyDictionary<string, int>> PurgeAsync(RetentionPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["raw bytes"] = await RepeatAsync("DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 'Done' AND received_at < @before LIMIT @most)", now - plan.RawBytes, cancellationToken),
            ["parked rows"] = await RepeatAsync("DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 'Parked' AND received_at < @before LIMIT @most)", now - plan.Parked, cancellationToken),
            ["sources of posts"] = await RepeatAsync(
                "DELETE FROM post_sources WHERE (post_id, inbox_id) IN (SELECT s.post_id, s.inbox_id FROM post_sources s LEFT JOIN inbox i ON i.id = s.inbox_id WHERE i.id IS NULL LIMIT @most)", now, cancellationToken),
            ["record content"] = await RepeatAsync("DELETE FROM audit_content WHERE number IN (SELECT number FROM audit_content WHERE at < @before LIMIT @most)", now - plan.RecordContent, cancellationToken),
            ["replaced rotas"] = await RepeatAsync(SqlOnCall.PurgeReplaced, now - plan.RecordContent, cancellationToken),
            ["done cards"] = await RepeatAsync(
                "DELETE FROM console_messages WHERE (channel_id, key) IN (SELECT channel_id, key FROM console_messages WHERE is_done AND changed_at < @before LIMIT @most)", now - plan.DoneCards, cancellationToken),
            ["hours"] = await RepeatAsync("DELETE FROM coverage WHERE (page_id, hour) IN (SELECT page_id, hour FROM coverage WHERE hour < @before LIMIT @most)", now - plan.Hours, cancellationToken),
            ["sessions"] = await RepeatAsync("DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM sessions WHERE expires_at < @before LIMIT @most)", now, cancellationToken),
            ["calls of chats"] = await RepeatAsync(
                "DELETE FROM chat_intake WHERE id IN (SELECT id FROM chat_intake WHERE state <> 'Waiting' AND kept_at < @before LIMIT @most)", now - plan.ChatCalls, cancellationToken),
            ["link codes"] = await RepeatAsync("DELETE FROM chat_codes WHERE code_hash IN (SELECT code_hash FROM chat_codes WHERE expires_at < @before LIMIT @most)", now, cancellationToken),
            ["sign-in links"] = await RepeatAsync("DELETE FROM sign_in_links WHERE token_hash IN (SELECT token_hash FROM sign_in_links WHERE expires_at < @before LIMIT @most)", now, cancellationToken),
            ["posts"] = await PurgePostsAsync(now - plan.Posts, cancellationToken),
        };
        if (done.Values.Sum() > 0)
            await database.ForgetAsync(cancellationToken);
        return done;
    }

    public async ValueTask WipePageAsync(PageId page, DateTimeOffset nudgesSince, AuditEntry audit, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            connection =>
            {
                var of = new { page = page.Value, since = Columns.Ms(nudgesSince) };
                foreach (var statement in (string[])
                    [
                        "DELETE FROM console_messages WHERE nudge_id IN (SELECT id FROM nudges WHERE page_id = @page)",
                        "DELETE FROM outbox WHERE nudge_id IN (SELECT id FROM nudges WHERE page_id = @page)",
                        "DELETE FROM drafts WHERE nudge_id IN (SELECT id FROM nudges WHERE page_id = @page)",
                        "DELETE FROM audit_content WHERE nudge_id IN (SELECT id FROM nudges WHERE page_id = @page)",
                        "DELETE FROM nudge_notes WHERE nudge_id IN (SELECT id FROM nudges WHERE page_id = @page)",
                        .. SqlPromises.Forget("SELECT id FROM nudges WHERE page_id = @page"),
                        "DELETE FROM nudge_posts WHERE nudge_id IN (SELECT id FROM nudges WHERE page_id = @page)",
                        "DELETE FROM nudges WHERE page_id = @page",
                        .. SqlPastReplies.Forget("SELECT id FROM replies WHERE page_id = @page"),
                        SqlDraftOutcomes.Forget("SELECT id FROM replies WHERE page_id = @page"),
                        "DELETE FROM replies WHERE page_id = @page",
                        "DELETE FROM verdicts WHERE post_id IN (SELECT id FROM posts WHERE page_id = @page)",
                        "DELETE FROM readings WHERE post_id IN (SELECT id FROM posts WHERE page_id = @page)",
                        "DELETE FROM matches WHERE post_id IN (SELECT id FROM posts WHERE page_id = @page)",
                        $"DELETE FROM post_words WHERE {database.Dialect.WordsKey} IN (SELECT id FROM posts WHERE page_id = @page)",
                        "DELETE FROM post_sources WHERE post_id IN (SELECT id FROM posts WHERE page_id = @page)",
                        "DELETE FROM posts WHERE page_id = @page",
                        "DELETE FROM conversations WHERE page_id = @page",
                        "DELETE FROM inbox WHERE page_id = @page",
                        "DELETE FROM cursors WHERE page_id = @page",
                        "DELETE FROM coverage WHERE page_id = @page",
                        "UPDATE watches SET first_look_done = FALSE, nudges_since = @since, last_post_at = NULL, next_poll_at = NULL, not_called_for = 0, not_called_since = NULL, repaired = 0 WHERE page_id = @page",
                    ])
                {
                    connection.Execute(statement, of);
                }

                AuditWriter.Add(connection, audit);
                return 0;
            },
            SavePriority.Click,
            cancellationToken);
        await database.ForgetAsync(cancellationToken);
    }

    private async ValueTask<int> RepeatAsync(string statement, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var all = 0;
        while (true)
        {
            var some = await database.WriteAsync(connection => connection.Execute(statement, new { before = Columns.Ms(before), most = Together }), SavePriority.Bulk, cancellationToken);
            all += some;
            if (some < Together)
                return all;
        }
    }

    /// <summary>Whole conversations whose last post is old enough, whose nudges are at their end and in which nothing promised is still open.</summary>
    private async ValueTask<int> PurgePostsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var all = 0;
        while (true)
        {
            var some = await database.WriteAsync(connection => PurgeSome(connection, before), SavePriority.Bulk, cancellationToken);
            all += some;
            if (some == 0)
                return all;
        }
    }

    private int PurgeSome(DbConnection connection, DateTimeOffset before)
    {
        var old = connection.Query<long>(
            """
            SELECT c.id FROM conversations c
            WHERE EXISTS (SELECT 1 FROM posts p WHERE p.conversation_id = c.id AND p.published_at < @before)
              AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.conversation_id = c.id AND p.published_at >= @before)
              AND NOT EXISTS (SELECT 1 FROM nudges n WHERE n.conversation_id = c.id AND n.is_live)
              AND NOT EXISTS (SELECT 1 FROM nudges n JOIN promises p ON p.nudge_id = n.id WHERE n.conversation_id = c.id AND p.state IN ('Proposed', 'Open'))
            LIMIT 50
            """,
            new { before = Columns.Ms(before) }).AsList();
        if (old.Count == 0)
            return 0;
        var of = new { old };
        foreach (var statement in (string[])
            [
                "DELETE FROM console_messages WHERE nudge_id IN (SELECT id FROM nudges WHERE conversation_id IN @old)",
                "DELETE FROM outbox WHERE nudge_id IN (SELECT id FROM nudges WHERE conversation_id IN @old)",
                "DELETE FROM drafts WHERE nudge_id IN (SELECT id FROM nudges WHERE conversation_id IN @old)",
                "DELETE FROM nudge_notes WHERE nudge_id IN (SELECT id FROM nudges WHERE conversation_id IN @old)",
                .. SqlPromises.Forget("SELECT id FROM nudges WHERE conversation_id IN @old"),
                "DELETE FROM nudge_posts WHERE nudge_id IN (SELECT id FROM nudges WHERE conversation_id IN @old)",
                "DELETE FROM nudges WHERE conversation_id IN @old",
                .. SqlPastReplies.Forget("SELECT id FROM replies WHERE conversation_id IN @old"),
                SqlDraftOutcomes.Forget("SELECT id FROM replies WHERE conversation_id IN @old"),
                "DELETE FROM replies WHERE conversation_id IN @old",
                "DELETE FROM verdicts WHERE post_id IN (SELECT id FROM posts WHERE conversation_id IN @old)",
                "DELETE FROM readings WHERE post_id IN (SELECT id FROM posts WHERE conversation_id IN @old)",
                "DELETE FROM matches WHERE post_id IN (SELECT id FROM posts WHERE conversation_id IN @old)",
                $"DELETE FROM post_words WHERE {database.Dialect.WordsKey} IN (SELECT id FROM posts WHERE conversation_id IN @old)",
                "DELETE FROM post_sources WHERE post_id IN (SELECT id FROM posts WHERE conversation_id IN @old)",
            ])
        {
            connection.Execute(statement, of);
        }

        var posts = connection.Execute("DELETE FROM posts WHERE conversation_id IN @old", of);
        connection.Execute("DELETE FROM conversations WHERE id IN @old", of);
        return posts;
    }
}
