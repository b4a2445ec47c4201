using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Takes a published reply off its page again: an outward act like any other, seen and confirmed by a named person (promise 3).</summary>
internal sealed class UndoDesk(ITeamRecords teams, ConfirmKey confirmKey, StaffRefusals refusals)
{
    /// <summary>What exactly would be taken away, for the member alone.</summary>
    public async ValueTask<StaffOutcome> PreviewAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (reply, refused) = await AgainstAsync(work, cancellationToken);
        return reply is null ? StaffOutcome.No(refused!) : StaffOutcome.Show(StaffCards.UndoPreview(work.File, work.Nudge, reply, PublishDesk.AccountOf(work.File), CodeFor(work, reply)));
    }

    public async ValueTask<StaffOutcome> ConfirmAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (reply, refused) = await AgainstAsync(work, cancellationToken);
        if (reply is null)
            return StaffOutcome.No(refused!);
        if (!ConfirmCode.Fits(CodeFor(work, reply), work.Click.Argument ?? ""))
            return StaffOutcome.No(Say.It(Wording.RefusedUndoCode, work.Nudge.Id));
        var decision = ReplyLedger.Decide(reply, new ReplyEvent.TakeBackAsked(new Approval(work.Member.Id, work.Member.Name, work.Now)), work.File.Watch.Can, work.Now);
        return decision.Saves
            ? StaffOutcome.Yes(NudgeDecision.Changed(work.Nudge with { Version = work.Nudge.Version + 1 })) with { Reply = decision.Next, Before = reply.Text }
            : StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
    }

    private async ValueTask<(Reply? Reply, string? Refused)> AgainstAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Reply is not { State: ReplyState.Published or ReplyState.TakingBack, NativeId: not null } reply)
            return (null, Wording.RefusedNothingToUndo);
        if (reply.State == ReplyState.TakingBack)
            return (null, Say.It(Wording.RefusedBeingUndone, reply.TakenBackBy?.ByName));
        if (!work.File.Watch.Can.CanDeleteOwnReply)
            return (null, Wording.RefusedCannotUndo);
        return await teams.PublishingPauseAsync(work.File.Team, cancellationToken) is { } pause ? (null, Say.It(Wording.RefusedPaused, pause.ByName)) : (reply, null);
    }

    // The page's id of the reply in place of its words: a code for publishing these words takes nothing away.
    private string CodeFor(StaffWork work, Reply reply) => ConfirmCode.For(
        confirmKey.Bytes, work.Member.Id, work.Nudge.Id, work.Nudge.Version, $"{StaffVerbs.Undo} {reply.NativeId}", $"{work.File.Watch.Id} {PublishDesk.AccountOf(work.File)}");
}
