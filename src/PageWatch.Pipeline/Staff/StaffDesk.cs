using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>What members do to a nudge, by button or by command: load, decide, save; everybody else sees the card change.</summary>
public sealed partial class StaffDesk(
    IJourneyStore store,
    IMembers members,
    ITeamRecords teams,
    INotes notes,
    ConfirmKey confirmKey,
    PlaybookShelf playbooks,
    IDrafter drafter,
    PastShelf past,
    IEnumerable<IDraftAdviser> advisers,
    DraftsBeingWritten writing,
    IReadingExplainer explainer,
    ICannedReplies canned,
    ITeamHours hours,
    IEnumerable<ITranslator> translators,
    IDoorbell doorbell,
    TimeProvider time,
    ILogger<StaffDesk> logger)
{
    /// <summary>A stale view is decided again this often when another hand was faster.</summary>
    private const int MostAttempts = 10;

    /// <summary>Characters of what a colleague is told with a nudge.</summary>
    private const int LongestRecap = 1_000;

    private readonly StaffRefusals refusals = new(members);
    private readonly ReplyGate gate = new(playbooks);
    private readonly AdvisedDrafts advised = new(advisers, drafter, playbooks, past, writing);
    private readonly PublishDesk publishing = new(store, teams, confirmKey, new ReplyGate(playbooks), new StaffRefusals(members));
    private readonly UndoDesk undoing = new(teams, confirmKey, new StaffRefusals(members));
    private readonly OfflineDesk offline = new(members, playbooks, new ContactDrafts(playbooks, drafter), new StaffRefusals(members), hours);
    private readonly StaffSave saving = new(store, teams, new ReplyGate(playbooks), new NudgeCalls(members), doorbell);
    private readonly CannedDesk cannedReplies = new(canned, playbooks);
    private readonly TranslationDesk translations = new(translators);
    private readonly WhyDesk wholeStory = new(store, teams, members, notes, hours, explainer);
    private readonly VerdictDesk verdicts = new(teams, members, hours, playbooks, drafter, past);

    /// <summary>Carries out a click.</summary>
    /// <param name="member">Whom the channel proved; nothing in the click says who it is.</param>
    /// <param name="click">Everything in it may be forged or stale.</param>
    public async Task<ClickAnswer> ClickAsync(Member member, Click click, CancellationToken cancellationToken)
    {
        if (click.Nudge is not { } number)
            return new ClickAnswer.Refused(Wording.RefusedUnknownVerb, null);
        var asked = new AskedAdvice();
        for (var attempt = 1; ; attempt++)
        {
            var file = await store.OpenNudgeAsync(number, member.Team, cancellationToken);
            if (file?.Nudge is null)
                return new ClickAnswer.Refused(Say.It(Wording.NoNudge, number), null);
            var work = new StaffWork(file, file.Nudge, member, click, time.GetUtcNow()) { Asked = asked };
            var outcome = await DoAsync(work, cancellationToken);
            if (outcome.Answer is { } answer)
                return answer;
            if (outcome.Refused is { } refusal)
                return new ClickAnswer.Refused(refusal, await CardOfAsync(file, cancellationToken));

            if (await saving.SaveAsync(work, outcome, cancellationToken))
            {
                Log.Did(logger, member.Id.Value, click.Verb, number.Value);
                var now = await store.OpenNudgeAsync(number, member.Team, cancellationToken);
                return new ClickAnswer.Done(await CardOfAsync(now!, cancellationToken));
            }

            if (attempt == MostAttempts)
                return new ClickAnswer.Refused(Wording.RefusedStale, await CardOfAsync(file, cancellationToken));
        }
    }

    /// <summary>The card as everybody sees it now.</summary>
    public async ValueTask<Card> CardOfAsync(ConversationFile file, CancellationToken cancellationToken) =>
        await CardOfAsync(file, await teams.PublishingPauseAsync(file.Team, cancellationToken), file.Nudge is { } nudge ? writing.SoFar(nudge) : null, cancellationToken);

    /// <param name="pause">As it stands for the team of the nudge.</param>
    /// <param name="soFar">A reply that is being written, in the place of the stored draft; null to show that one.</param>
    public async ValueTask<Card> CardOfAsync(ConversationFile file, PublishingPause? pause, DraftSoFar? soFar, CancellationToken cancellationToken)
    {
        var owner = file.Nudge?.Owner is { } id ? await members.FindAsync(id, cancellationToken) : null;
        return NudgeCard.Of(file, owner?.Name, pause, (await hours.OfAsync(file.Team, cancellationToken)).Hours, time.GetUtcNow(), translations.ReadIn, soFar);
    }

    private async ValueTask<StaffOutcome> DoAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (NeededRole(work.Click.Verb) is not { } needed)
            return StaffOutcome.No(Wording.RefusedUnknownVerb);
        // Asked anew at every press: a role may have been taken away since the card was drawn.
        if (await members.RoleOnAsync(work.Member.Id, work.File.Watch.Id, cancellationToken) is not { } role || role < needed)
            return StaffOutcome.No(await refusals.WhoCanAsync(work.Member.Team, work.File.Watch.Id, needed, cancellationToken));
        work = work with { Role = role };

        // A look changes nothing, so it may come from an old card.
        if (work.Click.Verb == StaffVerbs.Why)
            return StaffOutcome.Show(await wholeStory.TellAsync(work, cancellationToken));
        // Whoever opens what waits in a digest has it shown to all.
        if (work.Click.Verb == StaffVerbs.Show && work.Nudge.IsQuiet)
            return StaffOutcome.Yes(await SurfaceAsync(work, cancellationToken));
        if (work.Click.Verb == StaffVerbs.Show)
            return new StaffOutcome(new ClickAnswer.Done(await CardOfAsync(work.File, cancellationToken)), null, null);
        if (work.Click.Verb == StaffVerbs.Translate)
            return await translations.TranslateAsync(work.File, cancellationToken);
        if (work.Click is { Verb: StaffVerbs.Canned, Argument: null })
            return StaffOutcome.Show(await cannedReplies.OfferAsync(work, cancellationToken));
        if (work.Click.Verb is StaffVerbs.Editing or StaffVerbs.EditingEnded)
            return Presence(work);
        // Words that only stand beside a colleague's overwrite nothing, however old the card they were written on.
        if (work.Click.Version != work.Nudge.Version && !(work.Click.Verb == StaffVerbs.Save && work.IsBeside))
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));

        return work.Click.Verb switch
        {
            StaffVerbs.Claim => await DecideAsync(work, new NudgeEvent.Claimed(work.Member.Id), cancellationToken),
            StaffVerbs.Release => await DecideAsync(work, new NudgeEvent.Released(work.Member.Id), cancellationToken),
            StaffVerbs.Snooze => await SnoozeAsync(work, cancellationToken),
            StaffVerbs.Dismiss => await DismissAsync(work, cancellationToken),
            StaffVerbs.Verdict => await VerdictAsync(work, work.Click.Argument, cancellationToken),
            StaffVerbs.NotAComplaint => await VerdictAsync(work, StaffVerbs.NotAComplaint, cancellationToken),
            StaffVerbs.Answered => await DecideAsync(work, new NudgeEvent.AnsweredByHand(work.Member.Id, work.Member.Name), cancellationToken),
            StaffVerbs.Hand => await HandAsync(work, cancellationToken),
            StaffVerbs.Accept => await DecideAsync(work, new NudgeEvent.HandoverAccepted(work.Member.Id), cancellationToken),
            StaffVerbs.Decline => await DecideAsync(work, new NudgeEvent.HandoverDeclined(work.Member.Id), cancellationToken),
            StaffVerbs.Edit => await EditAsync(work, cancellationToken),
            StaffVerbs.Save => await SaveTextAsync(work, cancellationToken),
            StaffVerbs.Canned => await UseCannedAsync(work, cancellationToken),
            StaffVerbs.Keep => await KeepAsync(work, cancellationToken),
            StaffVerbs.Another => await AnotherAsync(work, cancellationToken),
            StaffVerbs.Mend => await MendAsync(work, cancellationToken),
            StaffVerbs.PromiseYes or StaffVerbs.PromiseNo or StaffVerbs.PromiseKept or StaffVerbs.PromiseMove or StaffVerbs.PromiseAdd => PromiseDesk.Do(work),
            StaffVerbs.Publish => await publishing.PreviewAsync(work, cancellationToken),
            StaffVerbs.Confirm => await ConfirmAsync(work, cancellationToken),
            StaffVerbs.Reject => await RejectAsync(work, cancellationToken),
            StaffVerbs.Use => await UseAsync(work, cancellationToken),
            StaffVerbs.Offline => await offline.TakeAsync(work, cancellationToken),
            StaffVerbs.Outcome => await offline.EndAsync(work, cancellationToken),
            StaffVerbs.Undo => await undoing.PreviewAsync(work, cancellationToken),
            StaffVerbs.UndoConfirm => await undoing.ConfirmAsync(work, cancellationToken),
            _ => StaffOutcome.No(Wording.RefusedUnknownVerb),
        };
    }

    private static Role? NeededRole(string verb) => verb switch
    {
        StaffVerbs.Why or StaffVerbs.Show or StaffVerbs.Translate => Role.Viewer,
        StaffVerbs.Undo or StaffVerbs.UndoConfirm => Role.Approver,
        StaffVerbs.Canned => Role.Responder,
        // Whose yes counts is a matter of the rules; whoever may write may ask for it.
        StaffVerbs.Publish or StaffVerbs.Confirm => Role.Responder,
        StaffVerbs.Claim or StaffVerbs.Release or StaffVerbs.Snooze or StaffVerbs.Dismiss or StaffVerbs.Verdict or StaffVerbs.NotAComplaint or StaffVerbs.Answered
            or StaffVerbs.Edit or StaffVerbs.Editing or StaffVerbs.EditingEnded or StaffVerbs.Save or StaffVerbs.Keep or StaffVerbs.Another or StaffVerbs.Mend
            or StaffVerbs.Hand or StaffVerbs.Accept or StaffVerbs.Decline or StaffVerbs.Reject or StaffVerbs.Use or StaffVerbs.Offline or StaffVerbs.Outcome
            or StaffVerbs.PromiseYes or StaffVerbs.PromiseNo or StaffVerbs.PromiseKept or StaffVerbs.PromiseMove or StaffVerbs.PromiseAdd => Role.Responder,
        _ => null,
    };

    private async ValueTask<NudgeDecision> SurfaceAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var chain = await ChainDesk.OfAsync(teams, work.Nudge, cancellationToken);
        return NudgeLifecycle.Decide(work.Nudge, new NudgeEvent.Surfaced((await hours.OfAsync(work.Nudge.Team, cancellationToken)).Hours, chain), work.Now);
    }

    private static StaffOutcome Presence(StaffWork work)
    {
        NudgeEvent.ByMember happened = work.Click.Verb == StaffVerbs.Editing
            ? new NudgeEvent.EditingSeen(work.Member.Id, work.Member.Name)
            : new NudgeEvent.EditingEnded(work.Member.Id);
        var decision = NudgeLifecycle.Decide(work.Nudge, happened, work.Now);
        return decision.Refusal is null ? StaffOutcome.Yes(decision) : StaffOutcome.No(Wording.RefusedStale);
    }

    private async ValueTask<StaffOutcome> HandAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var name = work.Click.Argument ?? "";
        if (await members.FindByNameAsync(work.Member.Team, name, cancellationToken) is not { IsRemoved: false } to)
            return StaffOutcome.No(Say.It(Wording.RefusedNoSuchMember, CleanText.Line(name, 40)));
        // Whoever could do nothing with it would be a dead end.
        if (await members.RoleOnAsync(to.Id, work.File.Watch.Id, cancellationToken) is not { } role || role < Role.Responder)
            return StaffOutcome.No(Say.It(Wording.RefusedReceiverRole, to.Name, await refusals.AbleAsync(work.Member.Team, work.File.Watch.Id, Role.Responder, cancellationToken)));
        var recap = CleanText.Of(work.Click.Input, LongestRecap).Trim();
        var outcome = await DecideAsync(work, new NudgeEvent.HandedOn(work.Member.Id, work.Member.Name, to.Id, to.Name, recap), cancellationToken);
        return outcome.Decision is null ? outcome : outcome with { After = $"{to.Name}: {recap}" };
    }

    private async ValueTask<StaffOutcome> SnoozeAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var until = StaffTimes.Until(work.Click.Argument ?? "1h", work.Now, (await hours.OfAsync(work.Member.Team, cancellationToken)).Hours);
        return until is null
            ? StaffOutcome.No(Wording.RefusedTimeIsPast)
            : await DecideAsync(work, new NudgeEvent.SnoozedFor(work.Member.Id, until.Value), cancellationToken);
    }

    private async ValueTask<StaffOutcome> DismissAsync(StaffWork work, CancellationToken cancellationToken)
    {
        NudgeReason? reason = work.Click.Argument switch
        {
            "duplicate" => NudgeReason.Duplicate,
            "no-answer-needed" or null => NudgeReason.NoAnswerNeeded,
            "not-for-us" => NudgeReason.NotForUs,
            "spam" => NudgeReason.Spam,
            "abuse" => NudgeReason.Abuse,
            _ => null,
        };
        if (reason is not { } known)
            return StaffOutcome.No(Wording.RefusedUnknownVerb);
        // A dismissal that says something about the post itself is a label.
        return known is NudgeReason.Spam or NudgeReason.Abuse && VerdictDesk.CanJudge(work)
            ? await VerdictAsync(work, work.Click.Argument, cancellationToken)
            : await DecideAsync(work, new NudgeEvent.Dismissed(work.Member.Id, known), cancellationToken);
    }

    private async ValueTask<StaffOutcome> VerdictAsync(StaffWork work, string? words, CancellationToken cancellationToken)
    {
        var (verdict, refused) = VerdictDesk.Read(words);
        if (verdict is null)
            return StaffOutcome.No(refused!);
        if (await verdicts.JudgeAsync(work, verdict, cancellationToken) is not { } judged)
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
        var outcome = await DecideAsync(work, VerdictDesk.HappenedTo(work, judged), cancellationToken);
        return outcome.Decision is not { } decision ? outcome : outcome with
        {
            Judged = judged,
            Draft = decision.Next.IsAtEnd ? null : await verdicts.RedraftAsync(work, judged, cancellationToken),
            Before = $"{VerdictWords.Name(judged.Before.Intent)} {VerdictWords.Name(judged.Before.Sentiment)} {VerdictWords.Name(judged.Before.Urgency)}, {judged.Before.ReadBy}",
            After = verdict.Words,
        };
    }

    private async ValueTask<StaffOutcome> EditAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Focus is not { } focus || focus.Standing == PostStanding.Deleted)
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
        var seen = NudgeLifecycle.Decide(work.Nudge, new NudgeEvent.EditingSeen(work.Member.Id, work.Member.Name, Begins: true), work.Now);
        // A colleague has it: what is written here stands beside that one's draft, and nobody's work is lost.
        if (seen.Refusal == NudgeRefusal.SomebodyElseHasIt)
            return StaffOutcome.Show(StaffCards.EditBox(work.File, work.Nudge, work.File.Draft?.Text ?? "", await OwnerNameAsync(work, cancellationToken)));
        if (seen.Refusal is { } refusal)
            return StaffOutcome.No(await refusals.SayAsync(refusal, work, cancellationToken));
        // Presence is told to the others on the way; whether that is saved or not, the box opens.
        await saving.SaveAsync(work, StaffOutcome.Yes(seen), cancellationToken);
        return StaffOutcome.Show(StaffCards.EditBox(work.File, work.Nudge, work.File.Draft?.Text ?? "", owner: null));
    }

    private async ValueTask<StaffOutcome> SaveTextAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Draft is not { } draft || work.File.Focus is not { } focus)
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
        var text = ReplyText.Tidy(work.Click.Input ?? "");
        if (ReplyGate.ProblemWith(text, work.File) is { } problem)
            return StaffOutcome.No(problem);
        if (work.IsBeside)
        {
            var beside = await DecideAsync(work, new NudgeEvent.DraftSuggested(work.Member.Id), cancellationToken);
            return beside.Decision is null ? beside : beside with { Draft = DraftDesk.Suggest(draft, text, work.Member, focus, work.Click.Version == work.Nudge.Version, work.Now), After = text };
        }

        var outcome = await DecideAsync(work, DraftChangedBy(work), cancellationToken);
        if (outcome.Decision is null)
            return outcome;
        // Words that nobody changed are not the member's own: who saves them says that they still fit.
        return text == ReplyText.Tidy(draft.Text)
            ? outcome with { Draft = DraftDesk.Kept(draft, focus) }
            : outcome with { Draft = DraftDesk.Edit(draft, text, work.Member, focus), Before = draft.Text, After = text };
    }

    /// <summary>A canned reply goes on the card as an edit of whoever took it.</summary>
    private async ValueTask<StaffOutcome> UseCannedAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (text, refused) = await cannedReplies.FillAsync(work, cancellationToken);
        return text is null ? StaffOutcome.No(refused!) : await SaveTextAsync(work with { Click = work.Click with { Input = text } }, cancellationToken);
    }

    private async ValueTask<StaffOutcome> KeepAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Draft is not { } draft || work.File.Focus is not { } focus)
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
        var outcome = await DecideAsync(work, DraftChangedBy(work), cancellationToken);
        return outcome.Decision is null ? outcome : outcome with { Draft = DraftDesk.Kept(draft, focus) };
    }

    private async ValueTask<StaffOutcome> AnotherAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Draft is not { Proposals.Count: > 0 } draft)
            return StaffOutcome.No(Wording.RefusedNoDraft);
        if (writing.IsWriting(work.Nudge.Id))
            return StaffOutcome.No(Wording.RefusedBeingWritten);
        var outcome = await DecideAsync(work, DraftChangedBy(work), cancellationToken);
        return outcome.Decision is null ? outcome : outcome with { Draft = await advised.AskAsync(work.File, draft, work.Asked, cancellationToken) ?? DraftDesk.Another(draft) };
    }

    /// <summary>One click for everything that can be mended without choosing words; what comes out is the words of whoever clicked.</summary>
    private async ValueTask<StaffOutcome> MendAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Draft is not { } draft || work.File.Focus is not { } focus)
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
        var mended = ReplyText.Tidy(await gate.MendAsync(work.File, draft, cancellationToken));
        if (mended == draft.Text)
            return StaffOutcome.No(Wording.RefusedNothingToMend);
        var outcome = await DecideAsync(work, DraftChangedBy(work), cancellationToken);
        return outcome.Decision is null ? outcome : outcome with { Draft = DraftDesk.Edit(draft, mended, work.Member, focus), Before = draft.Text, After = mended };
    }

    private async ValueTask<StaffOutcome> ConfirmAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (reply, refused) = await publishing.ReplyAsync(work, cancellationToken);
        if (reply is null)
            return StaffOutcome.No(refused!);
        var outcome = await DecideAsync(work, new NudgeEvent.Approved(work.Member.Id, work.Member.Name, reply.Id.Value, work.IsEntitled), cancellationToken);
        // Where another yes is needed nothing goes out yet.
        return outcome.Decision is not { } decision ? outcome : outcome with { Reply = decision.Next.State == NudgeState.Publishing ? reply : null, After = reply.Text };
    }

    private async ValueTask<StaffOutcome> RejectAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var why = CleanText.Of(work.Click.Input, LongestRecap).Trim();
        var outcome = await DecideAsync(work, new NudgeEvent.GivenBack(work.Member.Id, work.Member.Name, why, work.IsEntitled), cancellationToken);
        return outcome.Decision is null ? outcome : work.Click.Input is null ? StaffOutcome.Show(StaffCards.RejectBox(work.Nudge)) : outcome with { Before = work.File.Draft?.Text, After = why };
    }

    private async ValueTask<StaffOutcome> UseAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (work.File.Draft is not { } draft || work.File.Focus is not { } focus)
            return StaffOutcome.No(await refusals.StaleAsync(work, cancellationToken));
        if (draft.Suggestions.FirstOrDefault(each => string.Equals(each.ByName, (work.Click.Argument ?? "").TrimStart('@'), StringComparison.OrdinalIgnoreCase)) is not { } suggestion)
            return StaffOutcome.No(Say.It(Wording.RefusedNoSuggestion, CleanText.Line(work.Click.Argument ?? "", 40)));
        var outcome = await DecideAsync(work, DraftChangedBy(work), cancellationToken);
        return outcome.Decision is null ? outcome : outcome with { Draft = DraftDesk.Use(draft, suggestion, focus), Before = draft.Text, After = suggestion.Text };
    }

    private static NudgeEvent.DraftChanged DraftChangedBy(StaffWork work) => new(work.Member.Id, work.Member.Name, work.IsEntitled);

    private async ValueTask<string> OwnerNameAsync(StaffWork work, CancellationToken cancellationToken) =>
        (work.Nudge.Owner is { } id ? await members.FindAsync(id, cancellationToken) : null)?.Name ?? Author.Nobody.Name;

    private async ValueTask<StaffOutcome> DecideAsync(StaffWork work, NudgeEvent happened, CancellationToken cancellationToken)
    {
        var decision = NudgeLifecycle.Decide(work.Nudge, happened, work.Now);
        if (decision.Refusal is { } refusal)
            return StaffOutcome.No(await refusals.SayAsync(refusal, work, cancellationToken));
        return decision.Saves ? StaffOutcome.Yes(decision) : StaffOutcome.No(Say.It(Wording.RefusedUnchanged, Say.State(work.Nudge.State)));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Member {Member} did {Verb} on nudge {Nudge}.")]
        public static partial void Did(ILogger logger, long member, string verb, long nudge);
    }
}
