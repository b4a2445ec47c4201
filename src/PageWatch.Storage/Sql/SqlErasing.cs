using System.Data.Common;
using Dapper;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;

namespace PageWatch.Storage.Sql;

/// <summary>Erases what a post said, and what was said of it (promise 10).</summary>
internal static class SqlErasing
{
    /// <summary>Takes the content of a post out of every place that holds some: its bytes, its words, what was made of it, what was said about it.</summary>
    public static void Erase(DbConnection connection, SqlBatch batch, SqlDialect dialect, PostId post)
    {
        var id = new { id = post.Value };
        connection.Execute("UPDATE inbox SET body = @none WHERE id IN (SELECT inbox_id FROM post_sources WHERE post_id = @id) AND state <> 'Waiting'", new { id.id, none = Array.Empty<byte>() });
        connection.Execute("DELETE FROM readings WHERE post_id = @id", id);
        connection.Execute("DELETE FROM verdicts WHERE post_id = @id", id);
        connection.Execute("DELETE FROM matches WHERE post_id = @id", id);
        connection.Execute($"DELETE FROM post_words WHERE {dialect.WordsKey} = @id", id);

        // Our own answers speak to the person by name and of what they wrote. They may stand on the page for ever, and no version of them is taken in again.
        var own = connection.Query<long>(
            """
            SELECT o.id FROM posts o JOIN posts p ON p.page_id = o.page_id AND o.parent_native_id = p.native_id
            WHERE p.id = @id AND o.is_ours
            UNION
            SELECT o.id FROM posts o JOIN replies r ON r.page_id = o.page_id AND r.native_id = o.native_id JOIN nudge_posts n ON n.nudge_id = r.nudge_id
            WHERE n.post_id = @id
            """,
            id).AsList();
        if (own.Count > 0)
        {
            connection.Execute(
                "UPDATE posts SET text = '', title = NULL, under = NULL, standing = 'Deleted', revision_mark = @last WHERE id IN @own", new { own, last = long.MaxValue });
            connection.Execute($"DELETE FROM post_words WHERE {dialect.WordsKey} IN @own", new { own });
            connection.Execute("DELETE FROM readings WHERE post_id IN @own", new { own });
            connection.Execute("UPDATE inbox SET body = @none WHERE id IN (SELECT inbox_id FROM post_sources WHERE post_id IN @own) AND state <> 'Waiting'", new { own, none = Array.Empty<byte>() });
        }

        foreach (var nudge in connection.Query<long>("SELECT nudge_id FROM nudge_posts WHERE post_id = @id", id).AsList())
        {
            var of = new { nudge };
            connection.Execute("UPDATE replies SET text = '', origin = NULL WHERE nudge_id = @nudge", of);
            connection.Execute(SqlDraftOutcomes.Empty("SELECT id FROM replies WHERE nudge_id = @nudge"), of);
            foreach (var statement in SqlPastReplies.Forget("SELECT id FROM replies WHERE nudge_id = @nudge"))
                connection.Execute(statement, of);
            connection.Execute("DELETE FROM audit_content WHERE nudge_id = @nudge", of);
            connection.Execute("DELETE FROM nudge_notes WHERE nudge_id = @nudge", of);
            SqlOutbox.EmptyAbout(connection, new NudgeId(nudge));
            SqlPromises.Erase(connection, nudge);
            var live = connection.QueryFirstOrDefault<string?>("SELECT draft FROM drafts WHERE nudge_id = @nudge", of);
            if (live is not null && StoredJson.Read<Draft>(live) is var draft && (draft.For == post || !HasOtherPosts(connection, nudge, post)))
                connection.Execute("DELETE FROM drafts WHERE nudge_id = @nudge", of);
        }

        // Every card of the conversation may quote it ("answers …"); each is drawn again from what is left, and shows nothing until then.
        foreach (var nudge in connection.Query<long>("SELECT n.id FROM nudges n JOIN posts p ON p.conversation_id = n.conversation_id WHERE p.id = @id", id).AsList())
        {
            connection.Execute("UPDATE console_messages SET card = @card WHERE nudge_id = @nudge", new { nudge, card = SqlConsoleBoard.Blank });
            SqlOutbox.DrawAgain(batch, new NudgeId(nudge));
        }
    }

    private static bool HasOtherPosts(DbConnection connection, long nudge, PostId post) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM nudge_posts n JOIN posts p ON p.id = n.post_id WHERE n.nudge_id = @nudge AND n.post_id <> @post AND p.standing <> 'Deleted')",
        new { nudge, post = post.Value });
}
