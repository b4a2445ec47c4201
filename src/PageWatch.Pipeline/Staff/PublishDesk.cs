using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>From a draft to an approved reply: what stands against it, what exactly would go out, and the code that only fits that (promise 3).</summary>
internal sealed class PublishDesk(IJourneyStore store, ITeamRecords teams, ConfirmKey confirmKey, ReplyGate gate, StaffRefusals refusals)
{
    /// <summary>The exact effect, for the member alone.</summary>
    public async ValueTask<StaffOutcome> PreviewAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (draft, refused) = await ReadyAsync(work, cancellationToken);
        return draft is null
            ? StaffOutcome.No(refused!)
            : StaffOutcome.Show(StaffCards.Preview(work.File, work.Nudge, draft, ReplyGate.WarningsOf(draft), AccountOf(work.File), CodeFor(work, draft.Text), StepOf(work)));
    }

    /// <returns>The reply that the member approves, with the words that were shown; or why there is none.</returns>
    public async ValueTask<(Reply? Reply, string? Refused)> ReplyAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (draft, refused) = await ReadyAsync(work, cancellationToken);
        if (draft is null)
            return (null, refused);
        if (!ConfirmCode.Fits(CodeFor(work, draft.Text), work.Click.Argument ?? ""))
            return (null, Say.It(Wording.RefusedCode, work.Nudge.Id));
        var focus = work.File.Focus!;
        return (new Reply
        {
            Id = new ReplyId(store.Next(Numbered.Reply)),
            Team = work.File.Team,
            Nudge = work.Nudge.Id,
            Conversation = work.File.Id,
            Page = work.File.Watch.Id,
            Target = focus.Id,
            TargetNativeId = focus.NativeId,
            TargetRevision = focus.Revision,
            Text = draft.Text,
            From = ReplyOrigin.Of(draft),
            ApprovedBy = work.Member.Id,
            ApprovedByName = work.Member.Name,
            ApprovedAt = work.Now,
            Approvals = [.. work.Nudge.Awaited?.Given ?? [], new Approval(work.Member.Id, work.Member.Name, work.Now)],
            Replaces = OneSlot.StandingIn(work.File)?.Id,
            IsClosing = work.Nudge.Contact is { OwesClosingLine: true },
            State = ReplyState.Approved,
            DueAt = work.Now,
        }, null);
    }

    /// <returns>The draft, looked over as the playbook stands now; or what stands against publishing it.</returns>
    private async ValueTask<(Draft? Draft, string? Refused)> ReadyAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (await AgainstPublishingAsync(work, cancellationToken) is { } against)
            return (null, against);
        var draft = await gate.LookAsync(work.File, work.File.Draft!, cancellationToken);
        return ReplyGate.RefusalOf(draft) is { } refused ? (null, refused) : (draft, null);
    }

    /// <summary>Everything but its words that stands against publishing now, in the order in which a person would mend it.</summary>
    private async ValueTask<string?> AgainstPublishingAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var nudge = work.Nudge;
        if (work.File.Watch.Can.IsReadOnly)
            return Wording.RefusedReadOnly;
        // The same words as the decision itself would give.
        if (NudgeLifecycle.Decide(nudge, new NudgeEvent.Approved(work.Member.Id, work.Member.Name, 0, work.IsEntitled), work.Now).Refusal is { } refusal)
            return await refusals.SayAsync(refusal, work, cancellationToken);

        if (work.File.Focus is not { IsPublic: true })
            return await refusals.StaleAsync(work, cancellationToken);
        if (await teams.PublishingPauseAsync(work.File.Team, cancellationToken) is { } pause)
            return Say.It(Wording.RefusedPaused, pause.ByName);
        if (work.File.Draft is not { } draft || string.IsNullOrWhiteSpace(draft.Text))
            return Wording.RefusedEmpty;
        return NudgeCard.IsStale(nudge, draft) ? Wording.RefusedStaleDraft : ReplyGate.ProblemWith(draft.Text, work.File);
    }

    /// <summary>What the member's yes would come to.</summary>
    private static ApprovalStep StepOf(StaffWork work) => !work.IsEntitled
        ? ApprovalStep.Asks
        : (work.Nudge.Awaited?.Given.Count ?? 0) + 1 < work.Nudge.Approval.People ? ApprovalStep.First : ApprovalStep.Last;

    internal static string AccountOf(ConversationFile file) => file.Watch.Page.AccountName ?? file.Watch.Page.Name;

    private string CodeFor(StaffWork work, string text) => ConfirmCode.For(confirmKey.Bytes, work.Member.Id, work.Nudge.Id, work.Nudge.Version, text, $"{work.File.Watch.Id} {AccountOf(work.File)}");
}
