using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Saves what a click came to: nudge, draft, reply, verdict, cards wanted and the record, in one transaction.</summary>
internal sealed class StaffSave(IJourneyStore store, ITeamRecords teams, ReplyGate gate, NudgeCalls calls, IDoorbell doorbell)
{
    /// <returns>False when somebody was faster: nothing was saved.</returns>
    public async ValueTask<bool> SaveAsync(StaffWork work, StaffOutcome outcome, CancellationToken cancellationToken)
    {
        var file = work.File;
        var decision = outcome.Decision!;
        if (!decision.Saves)
            return true;
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
        change.Nudges.Add(decision.Next);
        if (outcome.Draft is { } draft)
            change.Drafts.Add(await gate.LookAsync(file, draft, cancellationToken));
        if (outcome.Reply is { } reply)
            change.Replies.Add(reply);
        if (outcome.Judged is { } judged)
        {
            change.Verdicts.Add(new StateChange.GivenVerdict(file.Team, judged.Post.Id, judged.Post.Revision, work.Member.Id, judged.Verdict.Words, judged.Verdict.MeantOf(judged.Before), judged.After.Before, work.Now));
            change.Readings.Add(judged.After);
            change.Matches.Add((judged.Post.Id, judged.Post.Revision, judged.Matches));
        }

        if (decision.RefreshesCard)
            change.AddCards(decision.Next, await teams.ChannelsAsync(file.Team, cancellationToken));
        await calls.AddToAsync(change, file, work.Nudge, decision, work.Now, cancellationToken);
        if (outcome.Promised is var (before, promised))
            PromiseCalls.AddTo(change, before, promised, work.Now);
        if (decision.Next.Version != work.Nudge.Version || outcome.Judged is not null || outcome.Promised is not null || outcome.After is not null)
        {
            change.Audit.Add(new AuditEntry(file.Team, work.Now, work.Member.Id, work.Member.Name, work.Click.Verb, $"nudge {decision.Next.Id}", outcome.Before, outcome.After)
            {
                Nudge = decision.Next.Id.Value,
            });
        }

        if (!await store.SaveAsync(change, SavePriority.Click, cancellationToken))
            return false;
        if (change.Cards.Count > 0 || change.Notices.Count > 0)
            doorbell.Ring(Door.Outbox);
        if (change.Replies.Count > 0)
            doorbell.Ring(Door.Ledger);
        return true;
    }
}
