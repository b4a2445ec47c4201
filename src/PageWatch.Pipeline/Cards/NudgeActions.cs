using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>What can be pressed on a nudge's card, by the state it is in.</summary>
internal static class NudgeActions
{
    /// <param name="isBeingWritten">What stands on the card is half a text: nothing that sends, changes or takes one is offered.</param>
    /// <returns>The main action first among equals, then what stands behind "more".</returns>
    public static IEnumerable<CardAction> Of(ConversationFile file, Nudge nudge, Post? focus, bool isBeingWritten = false)
    {
        if (nudge.State is NudgeState.Answered or NudgeState.Offline && file.Watch.Can.CanDeleteOwnReply && file.Reply is { State: ReplyState.Published, NativeId: not null })
            yield return new CardAction(StaffVerbs.Undo, Wording.ActionUndo, nudge.Id, nudge.Version) { Style = ActionStyle.More, Opens = true };
        if (nudge.IsAtEnd || nudge.State == NudgeState.Publishing)
            yield break;
        var isOffline = nudge.State == NudgeState.Offline;
        if (isOffline)
        {
            yield return new CardAction(StaffVerbs.Outcome, Wording.ActionSolved, nudge.Id, nudge.Version) { Style = ActionStyle.Main, Argument = ContactWords.Solved };
            yield return new CardAction(StaffVerbs.Outcome, Wording.ActionReached, nudge.Id, nudge.Version) { Argument = ContactWords.Reached };
            yield return new CardAction(StaffVerbs.Outcome, Wording.ActionNotReached, nudge.Id, nudge.Version) { Argument = ContactWords.NotReached };
        }

        if (nudge.Handover is { IsAccepted: false })
        {
            yield return Action(nudge, StaffVerbs.Accept, Wording.ActionAccept);
            yield return Action(nudge, StaffVerbs.Decline, Wording.ActionDecline);
        }

        var canPublish = !file.Watch.Can.IsReadOnly && focus is { IsPublic: true };
        if (canPublish && !isBeingWritten)
        {
            var label = nudge.State switch { NudgeState.NeedsPerson => Wording.ActionPublishAgain, NudgeState.AwaitingApproval => Wording.ActionApprove, _ => Wording.ActionPublish };
            yield return Action(nudge, StaffVerbs.Publish, label, isOffline ? ActionStyle.Normal : ActionStyle.Main);
            yield return Action(nudge, StaffVerbs.Edit, Wording.ActionEdit);
            if (nudge.State == NudgeState.AwaitingApproval)
                yield return Action(nudge, StaffVerbs.Reject, Wording.ActionReject);
            foreach (var suggestion in file.Draft?.Suggestions ?? [])
                yield return new CardAction(StaffVerbs.Use, Say.It(Wording.ActionUse, suggestion.ByName), nudge.Id, nudge.Version) { Argument = suggestion.ByName };
            if (file.Draft is { } draft && NudgeCard.IsStale(nudge, draft) && draft.EditedBy is not null)
                yield return Action(nudge, StaffVerbs.Keep, Wording.ActionKeep);
            if (NudgeCard.FindingsOf(file, nudge).Any(finding => finding.CanMend))
                yield return Action(nudge, StaffVerbs.Mend, Wording.ActionMend);
            if (file.Draft is { Proposals.Count: > 1 } or { EditedBy: not null })
                yield return Action(nudge, StaffVerbs.Another, Wording.ActionAnother);
        }
        else if (!canPublish)
        {
            yield return Action(nudge, StaffVerbs.Answered, Wording.ActionAnswered, isOffline ? ActionStyle.Normal : ActionStyle.Main);
            if (file.Draft is { Proposals.Count: > 1 } && !isBeingWritten)
                yield return Action(nudge, StaffVerbs.Another, Wording.ActionAnother);
        }

        if (nudge is { State: NudgeState.NeedsPerson, Reason: NudgeReason.NobodyCanTell or NudgeReason.HeldByThePage or NudgeReason.AnsweredMeanwhile } && canPublish)
            yield return Action(nudge, StaffVerbs.Answered, Wording.ActionItIsThere);
        yield return nudge.Owner is null || nudge.State == NudgeState.Snoozed
            ? Action(nudge, StaffVerbs.Claim, Wording.ActionClaim)
            : Action(nudge, StaffVerbs.Release, Wording.ActionRelease);

        if (!isOffline)
        {
            foreach (var way in Enum.GetValues<ContactWay>())
                yield return new CardAction(StaffVerbs.Offline, Say.TakeOffline(way), nudge.Id, nudge.Version) { Style = ActionStyle.More, Argument = ContactWords.NameOf(way), Opens = true };
        }

        foreach (var verdict in VerdictActions.Of(nudge, focus is null ? null : file.Readings.GetValueOrDefault(focus.Id)))
            yield return verdict;
        yield return More(nudge, StaffVerbs.Snooze, "1h", Wording.ActionSnoozeHour);
        yield return More(nudge, StaffVerbs.Snooze, "tomorrow", Wording.ActionSnoozeMorning);
        yield return More(nudge, StaffVerbs.Dismiss, "duplicate", Wording.ActionDismissDuplicate);
        yield return More(nudge, StaffVerbs.Dismiss, "no-answer-needed", Wording.ActionDismissNoAnswer);
        yield return More(nudge, StaffVerbs.Dismiss, "not-for-us", Wording.ActionDismissNotForUs);
        yield return More(nudge, StaffVerbs.Dismiss, "spam", Wording.ActionDismissSpam);
        yield return More(nudge, StaffVerbs.Dismiss, "abuse", Wording.ActionDismissAbuse);
        if (nudge.Kind == NudgeKind.Complaint)
            yield return More(nudge, StaffVerbs.NotAComplaint, null, Wording.ActionNotAComplaint);
        if (canPublish && nudge.State != NudgeState.NeedsPerson)
            yield return More(nudge, StaffVerbs.Answered, null, Wording.ActionAnswered);
        yield return More(nudge, StaffVerbs.Why, null, Wording.ActionWhy);
    }

    /// <summary>What helps to write and to read, behind the rest.</summary>
    public static IEnumerable<CardAction> Asides(ConversationFile file, Nudge nudge, Post? focus, Reading? reading, string? readIn, bool isBeingWritten = false)
    {
        if (nudge.IsAtEnd || nudge.State == NudgeState.Publishing || focus is not { IsPublic: true })
            yield break;
        if (file.HasCanned && !isBeingWritten && !file.Watch.Can.IsReadOnly)
            yield return More(nudge, StaffVerbs.Canned, null, Wording.ActionCanned);
        // Of a language that nobody knows it would stand on every short post; the command translates these too.
        if (readIn is not null && reading is not null && reading.Language != LanguageTag.Unknown && !LanguageTag.AreAlike(reading.Language, readIn))
            yield return More(nudge, StaffVerbs.Translate, null, Wording.ActionTranslate);
    }

    private static CardAction Action(Nudge nudge, string verb, string label, ActionStyle style = ActionStyle.Normal) =>
        new(verb, label, nudge.Id, nudge.Version) { Style = style, Opens = verb is StaffVerbs.Publish or StaffVerbs.Edit or StaffVerbs.Reject };

    public static CardAction More(Nudge nudge, string verb, string? argument, string label) =>
        new(verb, label, nudge.Id, nudge.Version) { Style = ActionStyle.More, Argument = argument, Opens = verb is StaffVerbs.Why or StaffVerbs.Canned or StaffVerbs.Translate };
}
