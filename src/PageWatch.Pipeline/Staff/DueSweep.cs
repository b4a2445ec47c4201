using Microsoft.Extensions.Logging;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Lets time pass for the nudges that it changes: leases end, snoozes wake, warnings fall due. Late or twice does no harm.</summary>
public sealed partial class DueSweep(
    IJourneyStore store, ITeamRecords teams, ITeamHours hours, IOnCall rotas, IMembers members, PlaybookShelf playbooks, IDrafter drafter, IDoorbell doorbell, TimeProvider time, ILogger<DueSweep> logger)
{
    private const int BatchSize = 200;

    /// <summary>Of one nudge in a sweep; what is due still is due at the next.</summary>
    private const int MostSteps = 4;

    private readonly NudgeCalls calls = new(members);
    private readonly ChainDesk chains = new(members, rotas);
    private readonly ContactDrafts drafts = new(playbooks, drafter);

    /// <returns>How many nudges changed.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => SweepRounds.RunAsync(
        BatchSize,
        () => store.DueNudgesAsync(time.GetUtcNow(), BatchSize, cancellationToken),
        async number => await PassAllAsync(number, cancellationToken) ? 1 : 0,
        (number, problem) => Log.Failed(logger, number.Value, problem),
        () => doorbell.Ring(Door.Outbox));

    /// <summary>Sets the time anew at which something is to come for a nudge.</summary>
    public async Task PutBackAsync(NudgeId number, CancellationToken cancellationToken)
    {
        if (await PassAllAsync(number, cancellationToken))
            doorbell.Ring(Door.Outbox);
    }

    /// <summary>Lets all happen that is due: what wakes may find a step of its chain long due. Two calls never come at once.</summary>
    private async ValueTask<bool> PassAllAsync(NudgeId number, CancellationToken cancellationToken)
    {
        var step = await PassAsync(number, cancellationToken);
        var changed = step == Step.Nothing ? 0 : 1;
        for (; step == Step.MoreDue && changed < MostSteps; changed++)
            step = await PassAsync(number, cancellationToken);
        return changed > 0;
    }

    private async ValueTask<Step> PassAsync(NudgeId number, CancellationToken cancellationToken)
    {
        if (await store.OpenNudgeAsync(number, null, cancellationToken) is not { Nudge: { } nudge } file)
            return Step.Nothing;
        var now = time.GetUtcNow();
        var counted = (await hours.OfAsync(file.Team, cancellationToken)).Hours;
        var chain = await ChainDesk.OfAsync(teams, nudge, cancellationToken);
        var decision = NudgeLifecycle.Decide(nudge, new NudgeEvent.TimePassed(counted, chain), now);
        // Due by what is stored and not by what it is: the time that is stored is out of date, and saving it sets it.
        if (!decision.Saves && NudgeLifecycle.NextWake(nudge) <= now)
            return Step.Nothing;
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
        var next = decision.Climbs is { } move
            ? await chains.AddToAsync(change, file, decision.Next, move, chain, counted, now, cancellationToken)
            : decision.Next;
        change.Nudges.Add(next);
        if (decision.RefreshesCard)
            change.AddCards(next, await teams.ChannelsAsync(file.Team, cancellationToken));
        // Nobody said how the talk went: what is owed is an answer to the post again.
        if (decision.Calls == NudgeCall.ContactLapsed && await drafts.OfAsync(file, next, cancellationToken) is { } draft)
            change.Drafts.Add(draft);
        await calls.AddToAsync(change, file, nudge, decision, now, cancellationToken);
        if (RecordedActs.OfTime(nudge, decision, now) is { } passed)
            change.Audit.Add(passed);
        if (!await store.SaveAsync(change, SavePriority.Bulk, cancellationToken))
            return Step.Nothing;
        return decision.Calls == NudgeCall.None && NudgeLifecycle.NextWake(next) <= now ? Step.MoreDue : Step.Taken;
    }

    private enum Step
    {
        Nothing,
        Taken,
        MoreDue,
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Time could not pass for nudge {Nudge}; it is tried again.")]
        public static partial void Failed(ILogger logger, long nudge, Exception problem);
    }
}
