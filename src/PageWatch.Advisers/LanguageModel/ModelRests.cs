namespace PageWatch.Advisers.LanguageModel;

/// <summary>When not to ask: a server that is away must not cost every post its deadline, nor one that a person has to mend a thousand calls.</summary>
internal sealed class ModelRests(TimeProvider time)
{
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(10);

    /// <summary>Also the longest that it may ask us to wait: somebody may have paid meanwhile.</summary>
    private static readonly TimeSpan Closed = TimeSpan.FromMinutes(10);

    private readonly Lock door = new();
    private DateTimeOffset until;
    private string why = "";

    /// <returns>Why nobody is asked for now; null to go on.</returns>
    public string? WhyNot()
    {
        lock (door)
            return until > time.GetUtcNow() ? why : null;
    }

    /// <returns>How long nobody asks; null when that was so already, or nothing follows.</returns>
    public TimeSpan? Refused(ModelRefusal refusal)
    {
        TimeSpan? least = refusal.Kind switch
        {
            RefusalKind.Closed or RefusalKind.Field => Closed,
            RefusalKind.Throttled => refusal.Wait ?? Throttled,
            RefusalKind.Trouble => Trouble,
            _ => null,
        };
        if (least is null)
            return null;
        var asked = refusal.Wait is { } wait && wait > least ? wait : least.Value;
        var rest = asked > Closed ? Closed : asked;
        var now = time.GetUtcNow();
        lock (door)
        {
            // Calls that were under way together end together: their trouble is one.
            if (until > now)
                return null;
            (until, why) = (now + rest, refusal.Why);
            return rest;
        }
    }
}
