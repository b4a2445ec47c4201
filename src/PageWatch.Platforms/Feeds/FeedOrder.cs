namespace PageWatch.Platforms.Feeds;

/// <summary>Puts entries in the order in which people wrote them.</summary>
internal static class FeedOrder
{
    /// <summary>Older before newer, parents before answers. What has no date keeps its place between its neighbours.</summary>
    public static IReadOnlyList<FeedEntry> OldestFirst(IReadOnlyList<FeedEntry> written)
    {
        var dated = written.Where(entry => entry.Published is not null).ToList();
        var runsForward = dated.Count > 1 && dated[0].Published!.Value.At < dated[^1].Published!.Value.At;
        var earliest = DateTimeOffset.MinValue;
        var placed = new List<(FeedEntry Entry, DateTimeOffset At)>();
        foreach (var entry in runsForward ? written : written.Reverse())
        {
            if (entry.Published is { } published)
                earliest = published.At;
            placed.Add((entry, earliest));
        }

        return ParentsFirst([.. placed.OrderBy(each => each.At).Select(each => each.Entry)]);
    }

    private static List<FeedEntry> ParentsFirst(IReadOnlyList<FeedEntry> entries)
    {
        var byId = entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<FeedEntry>(entries.Count);
        var line = new Stack<FeedEntry>();
        foreach (var entry in entries)
        {
            // Up the line of parents as far as they are here and not yet placed; a circle ends where it closes.
            var climbed = new HashSet<string>(StringComparer.Ordinal);
            for (var at = entry; at is not null && !done.Contains(at.Id) && climbed.Add(at.Id); at = at.ParentId is { } parent ? byId.GetValueOrDefault(parent) : null)
                line.Push(at);
            while (line.TryPop(out var next))
            {
                done.Add(next.Id);
                ordered.Add(next);
            }
        }

        return ordered;
    }
}
