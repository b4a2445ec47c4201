using Microsoft.Extensions.Logging;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Promises;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Lets time pass for promises: reminders fall due, what nobody kept is broken, proposals that nobody answered go away. Late or twice does no harm.</summary>
public sealed partial class PromiseSweep(IPromises promises, IJourneyStore store, ITeamRecords teams, IDoorbell doorbell, TimeProvider time, ILogger<PromiseSweep> logger)
{
    private const int BatchSize = 100;

    /// <returns>How many promises changed.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => SweepRounds.RunAsync(
        BatchSize,
        () => promises.DueAsync(time.GetUtcNow(), BatchSize, cancellationToken),
        nudge => PassAsync(nudge, cancellationToken),
        (nudge, problem) => Log.Failed(logger, nudge.Value, problem),
        () => doorbell.Ring(Door.Outbox));

    private async ValueTask<int> PassAsync(NudgeId number, CancellationToken cancellationToken)
    {
        if (await store.OpenNudgeAsync(number, null, cancellationToken) is not { Nudge: { } nudge } file)
            return 0;
        var now = time.GetUtcNow();
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
        foreach (var promise in file.Promises)
        {
            var decision = PromiseLifecycle.Decide(promise, new PromiseEvent.TimePassed(), now);
            if (!decision.Saves)
                continue;
            PromiseCalls.AddTo(change, promise, decision, now);
            if (decision.Next.State != promise.State)
            {
                change.Audit.Add(new AuditEntry(file.Team, now, null, "PageWatch", $"promise {decision.Next.State.ToString().ToLowerInvariant()}", $"promise {promise.Id}") { Nudge = number.Value });
            }
        }

        if (change.Promises.Count == 0)
            return 0;
        change.AddCards(nudge, await teams.ChannelsAsync(file.Team, cancellationToken));
        return await store.SaveAsync(change, SavePriority.Bulk, cancellationToken) ? change.Promises.Count : 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Time could not pass for the promises of nudge {Nudge}; it is tried again.")]
        public static partial void Failed(ILogger logger, long nudge, Exception problem);
    }
}
