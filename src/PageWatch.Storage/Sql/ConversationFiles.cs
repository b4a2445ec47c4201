using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

/// <summary>Reads everything that decisions about some conversations look at: a question for each table, however many conversations there are.</summary>
internal static class ConversationFiles
{
    /// <summary>Replies of a conversation that a decision looks at.</summary>
    private const int MostReplies = 50;

    /// <param name="asked">Posts that were asked for besides those of the nudge, by conversation.</param>
    /// <param name="wanted">The nudge of each conversation that is meant; null for the latest.</param>
    public static IReadOnlyList<ConversationFile> Read(
        DbConnection connection, SqlDialect dialect, IReadOnlyList<ConversationRow> rows, Func<ConversationRow, Watch> watchOf, ILookup<long, Post> asked, IReadOnlyDictionary<long, long>? wanted)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var nudges = NudgesOf(connection, ids, wanted);
        var later = wanted is null
            ? []
            : connection.Query<long>("SELECT DISTINCT conversation_id FROM nudges n WHERE id IN @ids AND EXISTS (SELECT 1 FROM nudges l WHERE l.conversation_id = n.conversation_id AND l.id > n.id)", new { ids = wanted.Values.ToList() }).ToHashSet();
        var nudgeIds = nudges.Values.Select(nudge => nudge.Id.Value).ToList();
        var posts = PostsOf(connection, rows, nudgeIds, asked);
        var readings = ReadingsOf(connection, posts.Values.SelectMany(own => own.Values).Select(post => post.Id.Value));
        var replies = connection.Query<(long Conversation, string Reply, string Text, string? Origin)>(
            """
            SELECT conversation_id, reply, text, origin FROM (
              SELECT conversation_id, reply, text, origin, row_number() OVER (PARTITION BY conversation_id ORDER BY id DESC) AS place FROM replies WHERE conversation_id IN @ids
            ) latest WHERE place <= @most ORDER BY place
            """,
            new { ids, most = MostReplies }).ToLookup(row => row.Conversation, row => StoredJson.Read<Reply>(row.Reply) with
            {
                Text = row.Text,
                From = row.Origin is { } origin ? StoredJson.Read<ReplyOrigin>(origin) : null,
            });
        var drafts = nudgeIds.Count == 0
            ? []
            : connection.Query<(long Nudge, string Draft)>("SELECT nudge_id, draft FROM drafts WHERE nudge_id IN @nudgeIds", new { nudgeIds }).ToDictionary(row => row.Nudge, row => StoredJson.Read<Draft>(row.Draft));
        var promises = SqlPromises.Of(connection, nudgeIds);
        var histories = HistoriesOf(connection, dialect, nudges.Values.Select(nudge => (nudge, posts[nudge.Conversation.Value].Values.FirstOrDefault(post => post.Id == nudge.Focus))));
        var canned = connection.Query<int>("SELECT DISTINCT team_id FROM canned_replies").ToHashSet();
        return [.. rows.Select(row =>
        {
            var own = posts[row.Id];
            var nudge = nudges.GetValueOrDefault(row.Id);
            return new ConversationFile
            {
                Id = new ConversationId(row.Id),
                Team = new Domain.Teams.TeamId(row.TeamId),
                Watch = watchOf(row),
                RootNativeId = row.RootNativeId,
                Fence = row.Fence,
                HasCanned = canned.Contains(row.TeamId),
                Nudge = nudge,
                IsLatest = !later.Contains(row.Id),
                Draft = nudge is null ? null : drafts.GetValueOrDefault(nudge.Id.Value),
                Promises = nudge is null ? [] : [.. promises[nudge.Id.Value]],
                Replies = [.. replies[row.Id]],
                Posts = own,
                Readings = own.Values.Where(post => readings.ContainsKey(post.Id)).ToDictionary(post => post.Id, post => readings[post.Id]),
                History = nudge is null ? new AuthorHistory(0, null) : histories.GetValueOrDefault(nudge.Id) ?? new AuthorHistory(0, null),
            };
        })];
    }

    private static Dictionary<long, Nudge> NudgesOf(DbConnection connection, List<long> conversations, IReadOnlyDictionary<long, long>? wanted) => (wanted is null
        ? connection.Query<string>(
            "SELECT nudge FROM nudges WHERE id IN (SELECT max(id) FROM nudges WHERE conversation_id IN @conversations GROUP BY conversation_id)", new { conversations })
        : connection.Query<string>("SELECT nudge FROM nudges WHERE id IN @ids", new { ids = wanted.Values.ToList() }))
        .Select(StoredJson.Read<Nudge>).ToDictionary(nudge => nudge.Conversation.Value);

    /// <summary>By conversation and native id: what was asked for, the posts of the nudge with what they answer, and our own.</summary>
    private static Dictionary<long, Dictionary<string, Post>> PostsOf(DbConnection connection, IReadOnlyList<ConversationRow> rows, List<long> nudges, ILookup<long, Post> asked)
    {
        var posts = rows.ToDictionary(row => row.Id, row => asked[row.Id].ToDictionary(post => post.NativeId, StringComparer.Ordinal));
        if (nudges.Count > 0)
        {
            Add(connection.Query<PostRow>(PostRow.Select + " WHERE p.id IN (SELECT post_id FROM nudge_posts WHERE nudge_id IN @nudges)", new { nudges }));
            foreach (var page in rows.GroupBy(row => row.PageId))
                AddParents(connection, page.Key, [.. page.Select(row => posts[row.Id])]);
        }

        Add(connection.Query<PostRow>(PostRow.Select + " WHERE p.conversation_id IN @ids AND p.is_ours", new { ids = rows.Select(row => row.Id).ToList() }));
        return posts;

        void Add(IEnumerable<PostRow> found)
        {
            foreach (var row in found)
                posts[row.ConversationId].TryAdd(row.NativeId, row.Read());
        }
    }

    /// <summary>What a post answers may lie in another conversation of its page.</summary>
    private static void AddParents(DbConnection connection, long page, IReadOnlyList<Dictionary<string, Post>> conversations)
    {
        var missing = conversations.SelectMany(own => MissingIn(own)).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
            return;
        var found = connection.Query<PostRow>(PostRow.Select + " WHERE p.page_id = @page AND p.native_id IN @missing", new { page, missing }).ToDictionary(row => row.NativeId, row => row.Read(), StringComparer.Ordinal);
        foreach (var own in conversations)
        {
            foreach (var parent in MissingIn(own).Where(found.ContainsKey))
                own[parent] = found[parent];
        }
    }

    private static List<string> MissingIn(Dictionary<string, Post> own) =>
        [.. own.Values.Where(post => post.ParentNativeId is not null && !own.ContainsKey(post.ParentNativeId)).Select(post => post.ParentNativeId!).Distinct(StringComparer.Ordinal)];

    private static Dictionary<PostId, Reading> ReadingsOf(DbConnection connection, IEnumerable<long> posts)
    {
        var read = new Dictionary<PostId, Reading>();
        foreach (var ids in posts.Distinct().Chunk(400))
        {
            foreach (var reading in connection.Query<string>("SELECT reading FROM readings WHERE post_id IN @ids", new { ids }).Select(StoredJson.Read<Reading>))
                read[reading.Post] = reading;
        }

        return read;
    }

    /// <summary>What the authors of the nudges' posts wrote before, by nudge; none where that is nothing. A name without an account may be anybody's: it is no history.</summary>
    private static Dictionary<NudgeId, AuthorHistory> HistoriesOf(DbConnection connection, SqlDialect dialect, IEnumerable<(Nudge Nudge, Post? Focus)> nudges)
    {
        var histories = new Dictionary<NudgeId, AuthorHistory>();
        foreach (var page in nudges.Where(each => each.Focus?.Author.NativeId is not null).GroupBy(each => each.Focus!.Page))
        {
            var asked = new JsonArray([.. page.Select(each => (JsonNode)new JsonArray(each.Nudge.Id.Value, each.Focus!.Author.NativeId, Columns.Ms(each.Nudge.Clock.PublishedAt)))]);
            foreach (var (nudge, count, since) in connection.Query<(long Nudge, int Count, long? Since)>(
                $"""
                SELECT a.nudge, count(p.id), min(p.published_at) FROM {dialect.AskedAuthors} a
                JOIN posts p ON p.page_id = @page AND p.author_native_id = a.author AND p.standing <> 'Deleted' AND p.published_at < a.before
                  AND NOT EXISTS (SELECT 1 FROM nudge_posts own WHERE own.nudge_id = a.nudge AND own.post_id = p.id)
                GROUP BY a.nudge
                """,
                new { page = page.Key.Value, asked = asked.ToJsonString() }))
                histories[new NudgeId(nudge)] = new AuthorHistory(count, Columns.Time(since));
        }

        return histories;
    }
}
