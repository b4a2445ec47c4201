using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>
/// Looks again at known posts, a hundred at a time: X tells nobody of others' edits and deletions, and asks that what is not there any more is not kept
/// (https://developer.x.com/en/developer-terms/policy).
/// </summary>
internal sealed class ReadingAgain(XApi api, XPage page, Telling telling)
{
    /// <summary>As many as X reads at once: https://docs.x.com/x-api/posts/get-posts-by-ids.</summary>
    private const int AtOnce = 100;

    public Quota? Quota { get; private set; }

    /// <param name="next">What the cursor is without this.</param>
    /// <param name="room">Posts that may still be read for this purpose today.</param>
    public async Task<XCursor> RunAsync(IReadOnlyList<KnownPost> known, XCursor next, int room, CancellationToken cancellationToken)
    {
        var ordered = known.Select(post => post.NativeId).Where(XId.IsGood).Distinct(StringComparer.Ordinal).OrderDescending(XId.Order).ToList();
        var rest = next.AgainDown is { } down ? ordered.Where(id => XId.Order.Compare(id, down) < 0).ToList() : ordered;
        var turn = (rest.Count == 0 ? ordered : rest).Take(Math.Min(AtOnce, room)).ToList();
        if (turn.Count == 0)
            return next with { AgainAt = api.Now };
        var spent = 0;
        var newer = await ReadAsync(turn, isLast: false, read => spent += read, cancellationToken);
        if (newer.Count > 0)
            await ReadAsync(newer, isLast: true, read => spent += read, cancellationToken);
        return next with { AgainAt = api.Now, AgainDown = turn[^1], Spent = next.Spent + spent };
    }

    /// <returns>Versions that stand now in place of those that were read.</returns>
    private async Task<List<string>> ReadAsync(List<string> ids, bool isLast, Action<int> spend, CancellationToken cancellationToken)
    {
        const string Doing = "read known posts on X again";
        var answer = await api.DemandAsync(page.Keys, $"tweets?ids={string.Join(',', ids)}&{XApi.Fields}", Doing, cancellationToken);
        Quota = XApi.QuotaOf(answer);
        var rows = PostRows.Read(answer, Doing);
        spend(rows.Cost);
        var newer = new List<string>();
        foreach (var post in rows.Posts.Where(post => ids.Contains(post.Id!)))
        {
            if (!isLast && post.LastId != post.Id)
                newer.Add(post.LastId);
            else
                telling.Take(post, rows.Includes);
        }

        // One that is neither told nor said to be missing stands as we know it.
        foreach (var missing in rows.Missing.Where(each => each.ResourceType is null or "tweet" or "post"))
        {
            if (isLast || missing.About is not { } id || !ids.Contains(id))
                continue;
            if (missing.IsGone)
                telling.Tell(new SourceEvent.PostDeleted(id));
            else if (missing.IsHidden)
                telling.Tell(new SourceEvent.PostGone(id));
        }

        return newer.Take(AtOnce).ToList();
    }
}
