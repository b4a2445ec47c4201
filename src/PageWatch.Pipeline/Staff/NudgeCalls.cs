using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Calls by name whoever a step of a nudge is a matter for. The card says it too, but a card that changes in its place rings for nobody.</summary>
internal sealed class NudgeCalls(IMembers members)
{
    /// <summary>More at once and nobody feels meant.</summary>
    private const int MostCalled = 5;

    private const int LongestText = 200;

    /// <summary>Adds the notice of a step, and closes those that it ends.</summary>
    public async ValueTask AddToAsync(StateChange change, ConversationFile file, Nudge before, NudgeDecision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = decision.Next;
        HandoverCall.AddTo(change, file.Team, before, next, now);
        var said = decision.Calls switch
        {
            NudgeCall.Approval or NudgeCall.ApprovalLate => await ApprovalAsync(file, next, now, cancellationToken),
            NudgeCall.GivenBack when next is { SentBack: { } back, Owner: { } owner } => new Notice(
                file.Team,
                OpenCalls.GivenBack(next.Id),
                Say.It(Wording.GivenBackTitle, Say.Kind(next.Kind), next.Id),
                back.Why.Length == 0 ? Say.It(Wording.GivenBackBare, back.ByName) : Say.It(Wording.GivenBack, back.ByName, CleanText.Line(back.Why, LongestText)),
                Tone.Soon,
                now)
            {
                Calls = [owner],
                Asks = [Ask(next, Wording.ActionOpenCard, StaffVerbs.Show), Ask(next, Wording.Why, StaffVerbs.Why)],
            },
            NudgeCall.Contact when next.Contact is { } contact => new Notice(
                file.Team,
                OpenCalls.Contact(next.Id),
                Say.It(Wording.ContactDueTitle, Say.Kind(next.Kind), next.Id, CleanText.Line(file.Watch.Page.Name, 60)),
                Say.ContactIsDue(contact.Way, CleanText.Line(file.Focus?.Author.Name ?? Author.Nobody.Name, 60)),
                Tone.Now,
                now)
            {
                Calls = [contact.By],
                Asks =
                [
                    Ask(next, Wording.ActionSolved, StaffVerbs.Outcome, "solved"), Ask(next, Wording.ActionReached, StaffVerbs.Outcome, "reached"),
                    Ask(next, Wording.ActionNotReached, StaffVerbs.Outcome, "not-reached"), Ask(next, Wording.Why, StaffVerbs.Why),
                ],
            },
            NudgeCall.ContactOvertaken when next.Contact is { } contact => new Notice(
                file.Team,
                OpenCalls.ContactOvertaken(next.Id),
                Say.It(Wording.ContactOvertakenTitle, Say.Kind(next.Kind), next.Id, CleanText.Line(file.Watch.Page.Name, 60)),
                Wording.ContactOvertaken,
                Tone.Soon,
                now)
            {
                Calls = [contact.By],
                Asks = [Ask(next, Wording.ActionOpenCard, StaffVerbs.Show), Ask(next, Wording.Why, StaffVerbs.Why)],
            },
            NudgeCall.ContactLapsed when next.Contact is { } contact => new Notice(
                file.Team,
                OpenCalls.ContactLapsed(next.Id),
                Say.It(Wording.ContactLapsedTitle, Say.Kind(next.Kind), next.Id, CleanText.Line(file.Watch.Page.Name, 60)),
                Say.It(Wording.ContactLapsed, contact.ByName),
                Tone.Now,
                now)
            {
                Calls = [contact.By],
                Asks = [Ask(next, Wording.ActionClaim, StaffVerbs.Claim), Ask(next, Wording.Why, StaffVerbs.Why)],
            },
            NudgeCall.HandedOnAgain => new Notice(
                file.Team,
                OpenCalls.HandedOn(next.Id, next.HandedOn),
                Say.It(Wording.HandedOnTitle, Say.Kind(next.Kind), next.Id, next.HandedOn),
                Say.It(Wording.HandedOnText, next.Handover?.ByName, next.Handover?.ToName, Say.Duration(now - next.Clock.PublishedAt)),
                Tone.Soon,
                now)
            {
                Calls = [.. (await members.AbleAsync(file.Team, file.Watch.Id, Role.Admin, cancellationToken)).Where(member => member.Id != next.Owner).Take(MostCalled).Select(member => member.Id)],
                Asks = [Ask(next, Wording.ActionOpenCard, StaffVerbs.Show), Ask(next, Wording.Why, StaffVerbs.Why)],
            },
            _ => null,
        };
        if (said is not null)
            change.Notices.Add(said with { Nudge = next.Id });
    }

    private async ValueTask<Notice?> ApprovalAsync(ConversationFile file, Nudge nudge, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (nudge.Awaited is not { } awaited)
            return null;
        // Twice those who may say yes; then whoever is above them too.
        var needed = awaited.Reminders > 1 ? Role.Admin : nudge.Approval.By;
        var able = (await members.AbleAsync(file.Team, file.Watch.Id, nudge.Approval.By, cancellationToken))
            .Where(member => member.Id != awaited.AskedBy && awaited.Given.All(yes => yes.By != member.Id))
            .OrderByDescending(member => member.Role >= needed).ToList();
        return new Notice(
            file.Team,
            OpenCalls.Approval(nudge.Id, awaited, awaited.Reminders),
            Say.It(Wording.ApprovalTitle, Say.Kind(nudge.Kind), nudge.Id, CleanText.Line(file.Watch.Page.Name, 60)),
            (awaited.Reminders, able.Count) switch
            {
                (_, 0) => Say.It(Wording.ApprovalNobody, awaited.AskedByName, Say.Role(nudge.Approval.By)),
                (0, _) => Say.It(Wording.ApprovalAsked, awaited.AskedByName),
                _ => Say.It(Wording.ApprovalLate, awaited.AskedByName, Say.Duration(now - awaited.AskedAt)),
            },
            awaited.Reminders == 0 ? Tone.Soon : Tone.Now,
            now)
        {
            Calls = [.. able.Take(MostCalled).Select(member => member.Id)],
            Asks = [Ask(nudge, Wording.ActionApprove, StaffVerbs.Publish), Ask(nudge, Wording.ActionReject, StaffVerbs.Reject), Ask(nudge, Wording.Why, StaffVerbs.Why)],
        };
    }

    private static NoticeAsk Ask(Nudge nudge, string label, string verb, string? argument = null) => new(label, $"{verb} {nudge.Id} {argument}".TrimEnd());
}
