using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Staff;

/// <summary>Proves every night that each duty that is open has a next step to come, and says so loudly where one has not. What it finds is put back in line.</summary>
public sealed partial class NudgeAuditor(IJourneyStore store, INotices notices, DueSweep sweep, TimeProvider time, ILogger<NudgeAuditor> logger)
{
    private const int BatchSize = 500;

    /// <summary>A step that was due so long ago and was not taken is none: nothing takes it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <returns>The nudges that had no next step.</returns>
    public async Task<IReadOnlyList<NudgeId>> RunAsync(CancellationToken cancellationToken)
    {
        var lost = new List<NudgeId>();
        var after = new NudgeId(0);
        while (true)
        {
            var found = await store.WithoutNextStepAsync(time.GetUtcNow() - Grace, after, BatchSize, cancellationToken);
            foreach (var (nudge, team) in found)
            {
                Log.Lost(logger, nudge.Value);
                await sweep.PutBackAsync(nudge, cancellationToken);
                await notices.NotifyAsync(
                    new Notice(team, $"audit {nudge}", Say.It(Wording.AuditTitle, nudge), Wording.AuditText, Tone.Now, time.GetUtcNow()) { Nudge = nudge, Asks = [new NoticeAsk(Wording.ActionOpenCard, $"{StaffVerbs.Show} {nudge}")] },
                    cancellationToken);
                lost.Add(nudge);
                after = nudge;
            }

            if (found.Count < BatchSize)
                return lost;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Nudge {Nudge} was open and nothing was to come; it is put back in line.")]
        public static partial void Lost(ILogger logger, long nudge);
    }
}
