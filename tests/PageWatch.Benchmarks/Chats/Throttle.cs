namespace PageWatch.Benchmarks.Chats;

/// <summary>What a chat takes of one sender in one place, as windows that slide: so many calls within so long.</summary>
internal sealed class Throttle(params (int Most, TimeSpan Within)[] limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> places = new(StringComparer.Ordinal);

    public int Refused { get; private set; }

    /// <summary>Counts a call.</summary>
    /// <returns>How long the sender has to wait; null when the call is taken.</returns>
    public TimeSpan? Take(string place, DateTimeOffset now)
    {
        lock (gate)
        {
            var taken = places.TryGetValue(place, out var known) ? known : places[place] = [];
            foreach (var (most, within) in limits)
            {
                if (taken.Count < most || taken[^most] + within <= now)
                    continue;
                Refused++;
                return taken[^most] + within - now;
            }

            taken.Add(now);
            return null;
        }
    }
}
