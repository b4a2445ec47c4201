using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Says why something was not done, and who could: in words for the one who tried.</summary>
internal sealed class StaffRefusals(IMembers members)
{
    public async ValueTask<string> StaleAsync(StaffWork work, CancellationToken cancellationToken)
    {
        // Where the state itself says why the click came too late, that is the better answer.
        var decision = NudgeLifecycle.Decide(work.Nudge, new NudgeEvent.Claimed(work.Member.Id), work.Now);
        return decision.Refusal is { } refusal ? await SayAsync(refusal, work, cancellationToken) : Wording.RefusedStale;
    }

    public async ValueTask<string> SayAsync(NudgeRefusal refusal, StaffWork work, CancellationToken cancellationToken)
    {
        switch (refusal)
        {
            case NudgeRefusal.AtEnd:
                return Say.It(Wording.RefusedAtEnd, work.Nudge.State == NudgeState.Answered
                    ? Say.It(Wording.TitleAnswered, work.Nudge.AnsweredBy, Say.Duration((work.Nudge.Clock.AnsweredAt ?? work.Now) - work.Nudge.Clock.PublishedAt))
                    : Sentence(Say.State(work.Nudge.State)));
            case NudgeRefusal.BeingPublished:
                return Wording.RefusedBeingPublished;
            case NudgeRefusal.TimeIsPast:
                return Wording.RefusedTimeIsPast;
            case NudgeRefusal.NothingOffered:
                return Wording.RefusedNothingOffered;
            case NudgeRefusal.SaidYesAlready:
                var others = await members.AbleAsync(work.Member.Team, work.File.Watch.Id, work.Nudge.Approval.By, cancellationToken);
                var able = string.Join(", ", others.Where(member => member.Id != work.Member.Id).Select(member => member.Name).Take(5));
                return able.Length == 0 ? Say.It(Wording.RefusedSaidYesNobody, Say.Role(work.Nudge.Approval.By)) : Say.It(Wording.RefusedSaidYes, able);
            case NudgeRefusal.AskedAlready:
                return Say.It(Wording.RefusedAskedAlready, work.Nudge.Awaited?.AskedByName, await AbleAsync(work.Member.Team, work.File.Watch.Id, work.Nudge.Approval.By, cancellationToken));
            case NudgeRefusal.NotAwaited:
                return Wording.RefusedNotAwaited;
            case NudgeRefusal.NotOffline:
                return Wording.RefusedNotOffline;
            case NudgeRefusal.HasItAlready:
                return Wording.RefusedHasItAlready;
            default:
                var owner = work.Nudge.Owner is { } id ? await members.FindAsync(id, cancellationToken) : null;
                return Say.It(Wording.RefusedSomebodyElse, owner?.Name ?? Author.Nobody.Name, Say.Duration(work.Now - (work.Nudge.Clock.ClaimedAt ?? work.Now)));
        }
    }

    public async ValueTask<string> WhoCanAsync(TeamId team, PageId page, Role needed, CancellationToken cancellationToken)
    {
        var able = await AbleAsync(team, page, needed, cancellationToken);
        return able.Length == 0 ? Say.It(Wording.RefusedRoleNobody, Say.Role(needed)) : Say.It(Wording.RefusedRole, Say.Role(needed), able);
    }

    /// <returns>Up to five names; empty when there is nobody.</returns>
    public async ValueTask<string> AbleAsync(TeamId team, PageId page, Role needed, CancellationToken cancellationToken)
    {
        return string.Join(", ", (await members.AbleAsync(team, page, needed, cancellationToken)).Select(member => member.Name).Take(5));
    }

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
