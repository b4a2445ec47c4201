namespace PageWatch.Channels.Slack;

/// <summary>
/// Keeps us within what Slack documents, so that its own refusals are the exception: https://docs.slack.dev/apis/web-api/rate-limits/
/// Whoever is too fast is told how long to wait; nothing waits here.
/// </summary>
internal sealed class SlackPace(TimeProvider time)
{
    private const int MostPails = 10_000;

    private readonly Lock door = new();
    private readonly Dictionary<string, Pail> pails = [];

    /// <summary>About one a second in a channel; short bursts pass.</summary>
    /// <returns>How long to wait; null to go on.</returns>
    public TimeSpan? Post(string channel) => Take("post " + channel, perSecond: 1, burst: 3);

    /// <summary>Tier 3: some fifty a minute for the workspace.</summary>
    public TimeSpan? Update() => Take("update", perSecond: 50.0 / 60, burst: 10);

    public void HoldPosts(string channel, TimeSpan? wait) => Hold("post " + channel, wait);

    public void HoldUpdates(TimeSpan? wait) => Hold("update", wait);

    private TimeSpan? Take(string name, double perSecond, double burst)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            if (!pails.TryGetValue(name, out var pail))
            {
                if (pails.Count >= MostPails)
                    Forget(now);
                pails[name] = pail = new Pail { Left = burst, At = now, HeldUntil = now };
            }

            if (pail.HeldUntil > now)
                return pail.HeldUntil - now;
            pail.Left = Math.Min(burst, pail.Left + Math.Max((now - pail.At).TotalSeconds, 0) * perSecond);
            pail.At = now;
            if (pail.Left < 1)
                return TimeSpan.FromMilliseconds(Math.Ceiling((1 - pail.Left) / perSecond * 1_000));
            pail.Left -= 1;
            return null;
        }
    }

    private void Hold(string name, TimeSpan? wait)
    {
        var now = time.GetUtcNow();
        lock (door)
        {
            if (!pails.TryGetValue(name, out var pail))
                pails[name] = pail = new Pail { Left = 0, At = now };
            // Slack gives whole seconds; a minute is what a rate is counted in.
            pail.HeldUntil = now + (wait is { } asked && asked > TimeSpan.Zero ? asked : TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>A pail that nobody took from for a minute is full.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var name in pails.Where(pail => pail.Value.HeldUntil <= now && now - pail.Value.At > TimeSpan.FromMinutes(1)).Select(pail => pail.Key).ToList())
            pails.Remove(name);
    }

    private sealed class Pail
    {
        public double Left { get; set; }

        public DateTimeOffset At { get; set; }

        public DateTimeOffset HeldUntil { get; set; }
    }
}
