using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>
/// Reads a list on from where the last poll ended, upwards: <c>min_id</c> gives the page directly above an id, so that nothing between can be skipped. The first look
/// walks down from the newest. https://docs.joinmastodon.org/api/guidelines/#pagination
/// </summary>
/// <param name="Path">Below the server, with its query, which does not name a place in the list.</param>
/// <param name="Size">Rows of one answer at most.</param>
internal sealed record CatchingUp(string Path, int Size, bool OfNotifications, string Doing)
{
    /// <summary>Answers of the list in one poll; what lies behind them waits for the next, at once.</summary>
    private const int MostAnswers = 5;

    /// <summary>How many rows each poll reads again: what a server commits late, or learns late from another, has an id among those that were seen.</summary>
    private const int Overlap = 20;

    public async Task<Caught> RunAsync(MastodonApi api, MastodonPage page, MastodonCursor start, int firstLook, CancellationToken cancellationToken)
    {
        var met = new List<(StatusRow Row, bool IsNew)>();
        var seen = start.Recent.ToHashSet(StringComparer.Ordinal);
        var at = start.IsFirst ? null : start.At ?? start.Recent[^1];
        Quota? quota = null;
        var isEnd = false;
        for (var answers = 0; answers < MostAnswers && !isEnd; answers++)
        {
            var place = at is null ? "" : start.IsFirst ? $"&max_id={at}" : $"&min_id={at}";
            var list = StatusPage.Read(await api.DemandAsync(page, Path + place, Doing, cancellationToken), OfNotifications, Doing);
            quota = list.Quota ?? quota;
            var fresh = Take(list, seen, met);
            var ids = list.Rows.Select(row => row.Id).OfType<string>().ToList();
            var next = start.IsFirst ? list.Older ?? ids.Min(MastodonId.Order) : list.Newer ?? ids.Max(MastodonId.Order);
            // A short page is no end: servers leave rows out. Only one that holds nothing new is, and one that leads nowhere.
            isEnd = list.Rows.Count == 0 || fresh == 0 || next is null || next == at
                || (start.IsFirst && (met.Count >= firstLook || list.Rows.Count < Size));
            at = next ?? at;
        }

        var recent = seen.OrderDescending(MastodonId.Order).Take(Overlap + 1).ToList();
        return new Caught(met, start with { Recent = recent, At = isEnd || start.IsFirst ? null : at }, quota);
    }

    /// <returns>How many of the rows were not seen before.</returns>
    private static int Take(StatusPage list, HashSet<string> seen, List<(StatusRow Row, bool IsNew)> met)
    {
        var fresh = 0;
        var isAbove = true;
        foreach (var row in list.Rows)
        {
            // A row without an id cannot be remembered: it counts as new where it stands above all that was seen.
            var isNew = row.Id is null ? isAbove : seen.Add(row.Id);
            isAbove &= isNew;
            fresh += isNew ? 1 : 0;
            met.Add((row, isNew));
        }

        return fresh;
    }
}

/// <param name="Rows">All that was met, and whether it was for the first time.</param>
internal sealed record Caught(IReadOnlyList<(StatusRow Row, bool IsNew)> Rows, MastodonCursor Next, Quota? Quota)
{
    /// <summary>There may be more above.</summary>
    public bool MoreNow => Next.At is not null;
}
