using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Ingest;

/// <summary>
/// Who is asked next. Pages wait in line by when they were due; few are asked at once and fewer of one host, so that a page that is slow to answer takes no other's place;
/// and no host is asked more often than its budget allows. Knows no clock and no thread.
/// </summary>
public sealed class PollLine
{
    /// <summary>Pages that are asked at once.</summary>
    public const int AtOnce = 16;

    /// <summary>Pages of one host that are asked at once.</summary>
    public const int OfOneHost = 4;

    /// <summary>Answers of one host in a minute, in the long run.</summary>
    public const int PerMinute = 120;

    /// <summary>Answers that a host that was left alone gives at once.</summary>
    public const int Burst = 30;

    private readonly SortedSet<Place> waiting = new(Comparer<Place>.Create((one, other) => one.DueAt != other.DueAt ? one.DueAt.CompareTo(other.DueAt) : one.Number.CompareTo(other.Number)));
    private readonly HashSet<PageId> asked = [];
    private readonly Dictionary<string, HostBudget> hosts = new(StringComparer.OrdinalIgnoreCase);
    private long numbers;

    public int Waiting => waiting.Count;

    /// <summary>Takes a place; earlier due means further ahead, whenever one comes.</summary>
    public Place Join(PageId page, string host, DateTimeOffset dueAt)
    {
        var place = new Place(page, host, dueAt, ++numbers);
        waiting.Add(place);
        return place;
    }

    /// <summary>The next that may ask now. It holds its page and a part of its host until <see cref="Done"/>.</summary>
    /// <param name="lookAgainAt">When nobody may only because a host's budget is spent: when there is more. Null otherwise.</param>
    public Place? Next(DateTimeOffset now, out DateTimeOffset? lookAgainAt)
    {
        lookAgainAt = null;
        if (asked.Count >= AtOnce)
            return null;
        foreach (var place in waiting)
        {
            var host = HostOf(place.Host, now);
            if (asked.Contains(place.Page) || host.Running >= OfOneHost)
                continue;
            if (host.Left(now) < 1)
            {
                var more = host.MoreAt();
                lookAgainAt = lookAgainAt < more ? lookAgainAt : more;
                continue;
            }

            waiting.Remove(place);
            asked.Add(place.Page);
            host.Running++;
            host.Take(1, now);
            lookAgainAt = null;
            return place;
        }

        return null;
    }

    /// <summary>Gives up a place that was not called yet.</summary>
    /// <returns>False when it was called: then it is <see cref="Done"/>.</returns>
    public bool Leave(Place place) => waiting.Remove(place);

    /// <param name="answers">How often the platform was asked; what goes beyond one is taken from the host's time to come.</param>
    public void Done(Place place, int answers, DateTimeOffset now)
    {
        asked.Remove(place.Page);
        var host = HostOf(place.Host, now);
        host.Running--;
        host.Take(Math.Max(answers - 1, 0), now);
        // A host that is rested is as good as one never seen.
        foreach (var rested in hosts.Where(each => each.Value.Running == 0 && each.Value.Left(now) >= Burst).Select(each => each.Key).ToList())
            hosts.Remove(rested);
    }

    private HostBudget HostOf(string name, DateTimeOffset now)
    {
        if (!hosts.TryGetValue(name, out var host))
            hosts[name] = host = new HostBudget(now);
        return host;
    }

    /// <summary>A place in the line.</summary>
    public sealed record Place(PageId Page, string Host, DateTimeOffset DueAt, long Number);

    /// <summary>A bucket that fills by the minute.</summary>
    private sealed class HostBudget(DateTimeOffset now)
    {
        private static readonly TimeSpan One = TimeSpan.FromMinutes(1) / PerMinute;

        private DateTimeOffset since = now;
        private double left = Burst;

        public int Running { get; set; }

        public double Left(DateTimeOffset now)
        {
            left = Math.Min(Burst, left + ((now - since) / One));
            since = now;
            return left;
        }

        public DateTimeOffset MoreAt() => since + (One * (1 - left)) + TimeSpan.FromMilliseconds(1);

        public void Take(int answers, DateTimeOffset now) => left = Left(now) - answers;
    }
}
