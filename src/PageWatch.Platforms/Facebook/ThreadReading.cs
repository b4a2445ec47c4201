using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>Reads a post with its comments, newest first, as far down as something may be new, and asks after known ones that are missing there.</summary>
internal sealed class ThreadReading(GraphSession graph, Telling telling, IReadOnlyList<KnownPost> known)
{
    /// <summary>Answers of one post in one poll; what lies behind them waits for the next, at once.</summary>
    private const int MostAnswers = 10;

    /// <summary>Missing ones asked after in one go; more show when the post is read the next time.</summary>
    private const int MostSingles = 10;

    private readonly HashSet<string> knownIds = known.Select(post => post.NativeId).ToHashSet(StringComparer.Ordinal);

    /// <returns>What of it is left to read; null when nothing is.</returns>
    public async Task<DuePost?> ReadAsync(DuePost due, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPartAsync(due, cancellationToken);
        }
        catch (PlatformException problem) when (problem.Failure == PlatformFailure.NotUnderstood)
        {
            // One odd post must not stand in the way of all others: told once, and tried again when something happens on it.
            telling.Unreadable(due.Id, problem.Message);
            return null;
        }
    }

    private async Task<DuePost?> ReadPartAsync(DuePost due, CancellationToken cancellationToken)
    {
        if (due.After is null && !await ReadPostAsync(due.Id, cancellationToken))
            return null;
        var doing = $"read the comments of {due.Id}";
        var met = new HashSet<string>(StringComparer.Ordinal);
        var oldest = due.Below;
        var after = due.After;
        var isEnd = false;
        for (var answers = 0; answers < MostAnswers && !isEnd; answers++)
        {
            var answer = await graph.GetAsync(
                due.Id + "/comments", $"filter=stream&order=reverse_chronological&limit=100&fields={GraphPostWire.CommentFields}{GraphList.Place(after)}", doing, cancellationToken);
            if (IsShut(answer, due.Id))
                return null;
            var list = GraphList.Read(graph.Demand(answer, doing), doing);
            var isNews = false;
            foreach (var row in list.Rows)
            {
                if (row.Post is not { } comment)
                {
                    telling.Unreadable(row.Raw, row.Problem);
                    continue;
                }

                telling.Take(comment, due.Id);
                met.Add(comment.Id!);
                var at = comment.WrittenAt()?.ToUnixTimeSeconds();
                oldest = Math.Min(oldest, at ?? oldest);
                isNews |= !knownIds.Contains(comment.Id!) && (at is null || at >= due.Since);
            }

            isEnd = list.After is null || list.After == after || (due.Since > 0 && list.Rows.Count > 0 && (!isNews || oldest < due.Since));
            if (list.After is null)
                oldest = long.MinValue;
            after = list.After;
        }

        await AskAfterAsync(due, met, oldest, cancellationToken);
        return isEnd ? null : due with { After = after, Below = oldest };
    }

    /// <returns>Whether its comments are to be read.</returns>
    private async Task<bool> ReadPostAsync(string id, CancellationToken cancellationToken)
    {
        var doing = $"read post {id}";
        var answer = await graph.GetAsync(id, "fields=" + GraphPostWire.PostFields, doing, cancellationToken);
        if (IsShut(answer, id))
            return false;
        var post = GraphSession.Read(graph.Demand(answer, doing), FacebookJson.Default.GraphPostWire, doing);
        if (post.Id != id)
            throw PageAnswer.NotUnderstood(doing, "the answer is about something else");
        // A draft is nothing yet, and was not told before.
        if (post.IsPublished == false)
            return false;
        telling.Take(post, null);
        return post.IsPublic();
    }

    /// <summary>The post is gone, with all that stood under it; or is not for the Page to see, which stops no other.</summary>
    private bool IsShut(GraphAnswer answer, string id)
    {
        if (answer.IsGone)
        {
            telling.Gone(id);
            foreach (var below in Below(id))
                telling.Gone(below.NativeId);
            return true;
        }

        // 3 and 10 are of the token as a whole; these may be of one post.
        if (answer.Error is not { Code: >= 200 and <= 299 })
            return false;
        telling.Unreadable(id, GraphFailure.Of(answer, graph.Page.Id, $"read post {id}", graph.Now).Message);
        return true;
    }

    private async Task AskAfterAsync(DuePost due, HashSet<string> met, long oldest, CancellationToken cancellationToken)
    {
        var missing = Below(due.Id).Where(post => !met.Contains(post.NativeId) && post.PublishedAt.ToUnixTimeSeconds() is var at && at > oldest && at < due.Below).Take(MostSingles).ToList();
        foreach (var post in missing)
        {
            var answer = FacebookId.IsGood(post.NativeId) ? await graph.GetAsync(post.NativeId, "fields=" + GraphPostWire.CommentFields, $"look at {post.NativeId}", cancellationToken) : null;
            // Of one comment, not of the token: it is not for the Page to see any more.
            if (answer is null || answer.IsGone || answer.Error is { Code: >= 200 and <= 299 })
            {
                telling.Gone(post.NativeId);
                continue;
            }

            var comment = GraphSession.Read(graph.Demand(answer, $"look at {post.NativeId}"), FacebookJson.Default.GraphPostWire, $"look at {post.NativeId}");
            if (comment.Id != post.NativeId)
                throw PageAnswer.NotUnderstood($"look at {post.NativeId}", "the answer is about something else");
            telling.Take(comment, due.Id);
        }
    }

    /// <summary>What we know to stand under a post, at any depth.</summary>
    private List<KnownPost> Below(string id)
    {
        var parents = known.GroupBy(post => post.NativeId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().ParentNativeId, StringComparer.Ordinal);
        return [.. known.Where(post => IsBelow(post.NativeId))];

        bool IsBelow(string child)
        {
            // Facebook nests two deep; a chain that goes on longer is none.
            for (var steps = 0; steps < 5; steps++)
            {
                if (!parents.TryGetValue(child, out var parent) || parent is null)
                    return false;
                if (parent == id)
                    return true;
                child = parent;
            }

            return false;
        }
    }
}
