using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Search;

/// <summary>A replay on its way: it goes on for as long as it is told to, and says how far it came.</summary>
/// <param name="history">What was written.</param>
/// <param name="team">By whose customers.</param>
/// <param name="replay">Decides on each post.</param>
/// <param name="since">Where it begins.</param>
/// <param name="now">Where it ends.</param>
internal sealed class RuleTrial(IPostHistory history, TeamId team, RuleReplay replay, DateTimeOffset since, DateTimeOffset now)
{
    /// <summary>Posts that are read at once: some fifty milliseconds.</summary>
    private const int Together = 2_000;

    private PastPost? at;

    public bool IsWhole { get; private set; }

    /// <summary>Up to when everything was looked at.</summary>
    public DateTimeOffset Until => IsWhole ? now : at?.Post.PublishedAt ?? since;

    /// <summary>How much of the time was looked at, 0 to 100.</summary>
    public int Percent => (int)(100 * ((Until - since) / (now - since)));

    public ReplayResult Told => replay.Told();

    /// <summary>Goes on until it is at the end, this long has passed, or it is called off; it ends between two reads, and loses nothing.</summary>
    public async ValueTask GoOnAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (!IsWhole && !cancellationToken.IsCancellationRequested && clock.GetElapsedTime(began) < time)
        {
            // What is being read is read to its end.
            var next = await history.PastAsync(team, since, at, Together, CancellationToken.None);
            foreach (var past in next)
                replay.Take(past);
            at = next.Count > 0 ? next[^1] : at;
            IsWhole = next.Count < Together;
        }
    }
}
