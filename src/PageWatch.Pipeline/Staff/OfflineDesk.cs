using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Takes a nudge to the phone, a visit or a private message, and back: who talks, by when, and how it went.</summary>
internal sealed class OfflineDesk(IMembers members, PlaybookShelf playbooks, ContactDrafts drafts, StaffRefusals refusals, ITeamHours hours)
{
    /// <summary>Characters of what is to be remembered for the talk.</summary>
    private const int LongestNote = 500;

    private const int MostOffers = 3;

    /// <summary>The argument names the way, then by when, then who: "phone", "phone 2h", "phone 2h Ben".</summary>
    /// <returns>With the way alone, a card that asks by when; else what happens.</returns>
    public async ValueTask<StaffOutcome> TakeAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var words = (work.Click.Argument ?? "").Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || ContactWords.WayOf(words[0]) is not { } way)
            return StaffOutcome.No(Say.It(Wording.RefusedNoWay, CleanText.Line(words.FirstOrDefault() ?? "", 20)));
        var mayOffer = OfferOf(await playbooks.OfAsync(work.File.Team, cancellationToken));
        if (words.Length == 1)
            return Refusal(work, work.Member, way, work.Now + NudgeLifecycle.OutcomeWait, mayOffer) is { } no ? StaffOutcome.No(await refusals.SayAsync(no, work, cancellationToken)) : StaffOutcome.Show(OfflineCards.Ask(work.File, work.Nudge, way, mayOffer));
        if (StaffTimes.Until(words[1], work.Now, (await hours.OfAsync(work.Member.Team, cancellationToken)).Hours) is not { } dueAt)
            return StaffOutcome.No(Wording.RefusedTimeIsPast);

        var to = work.Member;
        if (words.Length == 3)
        {
            if (await members.FindByNameAsync(work.Member.Team, words[2].TrimStart('@'), cancellationToken) is not { IsRemoved: false } other)
                return StaffOutcome.No(Say.It(Wording.RefusedNoSuchMember, CleanText.Line(words[2], 40)));
            if (await members.RoleOnAsync(other.Id, work.File.Watch.Id, cancellationToken) is not { } role || role < Role.Responder)
                return StaffOutcome.No(Say.It(Wording.RefusedReceiverRole, other.Name, await refusals.AbleAsync(work.Member.Team, work.File.Watch.Id, Role.Responder, cancellationToken)));
            to = other;
        }

        var note = CleanText.Of(work.Click.Input, LongestNote).Trim();
        var decision = NudgeLifecycle.Decide(work.Nudge, EventOf(work, to, way, dueAt, mayOffer, note), work.Now);
        return decision.Refusal is { } refusal
            ? StaffOutcome.No(await refusals.SayAsync(refusal, work, cancellationToken))
            : StaffOutcome.Yes(decision) with { After = $"{words[0]} {words[1]} {to.Name} {note}".TrimEnd() };
    }

    public async ValueTask<StaffOutcome> EndAsync(StaffWork work, CancellationToken cancellationToken)
    {
        if (ContactWords.OutcomeOf(work.Click.Argument) is not { } outcome)
            return StaffOutcome.No(Say.It(Wording.RefusedNoOutcome, CleanText.Line(work.Click.Argument ?? "", 20)));
        var decision = NudgeLifecycle.Decide(work.Nudge, new NudgeEvent.ContactEnded(work.Member.Id, outcome), work.Now);
        return decision.Refusal is { } refusal
            ? StaffOutcome.No(await refusals.SayAsync(refusal, work, cancellationToken))
            : StaffOutcome.Yes(decision) with { Draft = await drafts.OfAsync(work.File, decision.Next, cancellationToken), Before = work.File.Draft?.Text, After = work.Click.Argument };
    }

    private static NudgeRefusal? Refusal(StaffWork work, Member to, ContactWay way, DateTimeOffset dueAt, string mayOffer) =>
        NudgeLifecycle.Decide(work.Nudge, EventOf(work, to, way, dueAt, mayOffer, ""), work.Now).Refusal;

    private static NudgeEvent.TakenOffline EventOf(StaffWork work, Member to, ContactWay way, DateTimeOffset dueAt, string mayOffer, string note) =>
        new(work.Member.Id, to.Id, to.Name, way, dueAt, mayOffer, note.Length == 0 ? null : note);

    /// <summary>What the playbook lets us promise is what we may offer.</summary>
    private static string OfferOf(Domain.Drafts.Playbook playbook) => string.Join(", ", playbook.Promises.Take(MostOffers).Select(promise => CleanText.Line(promise, 80)));
}
