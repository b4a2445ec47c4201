using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>What everybody should see first on a nudge's card: what hinders it, what is owed besides.</summary>
internal static class NudgeBanners
{
    public static IEnumerable<CardPart> Of(ConversationFile file, Nudge nudge)
    {
        if (nudge.IsAtEnd)
            yield break;
        var note = file.Reply?.Note ?? "";
        var needs = nudge.State != NudgeState.NeedsPerson ? null : nudge.Reason switch
        {
            NudgeReason.Refused => Say.It(Wording.NeedsRefused, note),
            NudgeReason.PostChanged => Say.It(Wording.NeedsPostChanged, note),
            NudgeReason.AnsweredMeanwhile => Wording.NeedsAnsweredMeanwhile,
            NudgeReason.HeldByThePage => Wording.NeedsHeld,
            NudgeReason.NobodyCanTell => Say.It(Wording.NeedsNobodyCanTell, note),
            _ => Wording.NeedsNeverArrived,
        };
        if (needs is not null)
            yield return new CardPart.Banner(needs.Trim(), Tone.Now);
        if (nudge is { State: NudgeState.AwaitingApproval, Awaited: { } awaited })
        {
            yield return new CardPart.Banner(
                awaited.Given.Count > 0 ? Say.It(Wording.AwaitsSecond, awaited.AskedByName, Say.Role(nudge.Approval.By)) : Say.It(Wording.AwaitsYes, awaited.AskedByName, Say.Role(nudge.Approval.By)), awaited.Reminders > 0 ? Tone.Now : Tone.Soon);
        }

        if (nudge.SentBack is { } back)
            yield return new CardPart.Banner(back.Why.Length == 0 ? Say.It(Wording.GivenBackBare, back.ByName) : Say.It(Wording.GivenBack, back.ByName, back.Why), Tone.Soon);
        if (nudge.State != NudgeState.Offline && nudge.Contact is { OwesClosingLine: true } talked)
            yield return new CardPart.Banner(talked.Outcome == ContactOutcome.Solved ? Say.It(Wording.ClosingOwedSolved, talked.ByName) : Say.It(Wording.ClosingOwedReached, talked.ByName), Tone.Soon);
        else if (nudge.State != NudgeState.Offline && nudge.Contact is { Outcome: ContactOutcome.NotReached } missed)
            yield return new CardPart.Banner(Say.It(Wording.ContactMissed, missed.ByName, missed.TriedBefore + 1), Tone.Soon);
        if (nudge.Clock.AnsweredAt is null && file.Reply is { State: ReplyState.TakenBack, TakenBackBy: { } by })
            yield return new CardPart.Banner(Say.It(Wording.TakenBack, by.ByName), Tone.Soon);
        if (nudge.State == NudgeState.Publishing && file.Reply is { State: ReplyState.Unknown })
            yield return new CardPart.Banner(Wording.ReplyLooking, Tone.Soon);
        else if (nudge.State == NudgeState.Publishing && file.Reply is { State: ReplyState.Approved, Note: { Length: > 0 } waits })
            yield return new CardPart.Banner(Say.It(Wording.ReplyDelayed, waits), Tone.Soon);

        if (nudge.State != NudgeState.Publishing && file.Draft is { Stale: { } stale } draft)
        {
            yield return NudgeCard.IsStale(nudge, draft)
                ? new CardPart.Banner(stale == DraftStaleness.PostEdited ? Wording.StalePostEdited : Wording.StaleAuthorWroteAgain, Tone.Now)
                : new CardPart.Banner(stale == DraftStaleness.PostEdited ? Wording.RenewedPostEdited : Wording.RenewedAuthorWroteAgain, Tone.Soon);
        }

        if (file.Watch.Can.IsReadOnly)
            yield return new CardPart.Banner(Wording.ReadOnlyPage, Tone.Calm);
    }

    /// <summary>Where a published reply is on its way off the page, or could not be taken off.</summary>
    public static CardPart.Banner? Undo(ConversationFile file) => file.Reply switch
    {
        { State: ReplyState.TakingBack, TakenBackBy: { } by, Note: { Length: > 0 } waits } => new CardPart.Banner(Say.It(Wording.UndoDelayed, by.ByName, waits), Tone.Soon),
        { State: ReplyState.TakingBack, TakenBackBy: { } by } => new CardPart.Banner(Say.It(Wording.UndoOnItsWay, by.ByName), Tone.Soon),
        { State: ReplyState.Published, TakenBackBy: not null, Note: { Length: > 0 } why } => new CardPart.Banner(Say.It(Wording.UndoFailed, why), Tone.Now),
        _ => null,
    };
}
