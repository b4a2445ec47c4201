namespace PageWatch.Advisers.AzureLanguage;

/// <summary>When not to ask: a service that is away must not cost every batch its deadline, nor one that is mended by a person a thousand calls.</summary>
internal sealed class AzureRests(TimeProvider time)
{
    /// <summary>Doubled with each trouble in a row.</summary>
    private static readonly TimeSpan FirstTrouble = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestTrouble = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Closed = TimeSpan.FromMinutes(10);

    /// <summary>Azure may say days; somebody may have paid meanwhile.</summary>
    private static readonly TimeSpan LongestClosed = TimeSpan.FromHours(1);

    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(10);

    private readonly Lock door = new();
    private readonly Dictionary<AzureKind, Rest> ofKinds = [];
    private Rest? ofAll;
    private int troubles;

    /// <returns>Why this kind of analysis is not asked for now; null to go on.</returns>
    public string? WhyNot(AzureKind kind)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            if (ofAll is { } all && all.Until > now)
                return all.Why;
            return ofKinds.TryGetValue(kind, out var rest) && rest.Until > now ? rest.Why : null;
        }
    }

    public void Answered()
    {
        lock (door)
            troubles = 0;
    }

    /// <returns>How long nobody asks; null when that was so already, or nothing follows.</returns>
    public TimeSpan? Refused(AzureKind kind, AzureRefusal refusal)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            // Calls that were under way together end together: their trouble is one.
            if (refusal.Kind == RefusalKind.Splits || ofAll?.Until > now)
                return null;
            if (refusal.Kind == RefusalKind.Throttled)
            {
                if (ofKinds.TryGetValue(kind, out var known) && known.Until > now)
                    return null;
                var pause = Within(refusal.Wait ?? Throttled, TimeSpan.FromSeconds(1), LongestTrouble);
                ofKinds[kind] = new Rest(now + pause, refusal.Why);
                return pause;
            }

            var rest = refusal.Kind == RefusalKind.Closed
                ? Within(refusal.Wait ?? Closed, Closed, LongestClosed)
                : Within(refusal.Wait ?? TimeSpan.Zero, Doubled(), LongestTrouble);
            ofAll = new Rest(now + rest, refusal.Why);
            return rest;
        }
    }

    private TimeSpan Doubled()
    {
        troubles = Math.Min(troubles + 1, 10);
        var rest = FirstTrouble * Math.Pow(2, troubles - 1);
        return rest < LongestTrouble ? rest : LongestTrouble;
    }

    private static TimeSpan Within(TimeSpan wait, TimeSpan least, TimeSpan most) => wait < least ? least : wait > most ? most : wait;

    private sealed record Rest(DateTimeOffset Until, string Why);
}
