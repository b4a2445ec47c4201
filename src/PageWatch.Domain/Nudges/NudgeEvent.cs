using PageWatch.Domain.Hours;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Nudges;

/// <summary>What can happen to a nudge after it was opened.</summary>
public abstract record NudgeEvent
{
    private NudgeEvent()
    {
    }

    /// <summary>Something that a member did; refused when another member has the nudge.</summary>
    public abstract record ByMember(MemberId By) : NudgeEvent;

    public sealed record Claimed(MemberId By) : ByMember(By);

    public sealed record Released(MemberId By) : ByMember(By);

    /// <summary>The edit box was opened, or is still open.</summary>
    /// <param name="Begins">It was opened just now.</param>
    public sealed record EditingSeen(MemberId By, string Name, bool Begins = false) : ByMember(By);

    public sealed record EditingEnded(MemberId By) : ByMember(By);

    /// <summary>Another draft text stands on the card.</summary>
    /// <param name="IsEntitled">The member may say yes to it, by <see cref="Nudge.Approval"/>.</param>
    public sealed record DraftChanged(MemberId By, string Name, bool IsEntitled) : ByMember(By);

    /// <summary>Words beside the draft of the colleague who has it.</summary>
    public sealed record DraftSuggested(MemberId By) : ByMember(By);

    /// <summary>A person saw the exact text, page and account and said yes.</summary>
    /// <param name="Reply">The number of the reply, if this yes is the last that was needed.</param>
    /// <param name="IsEntitled">The yes counts, by <see cref="Nudge.Approval"/>; where it does not, somebody whose yes counts is asked.</param>
    public sealed record Approved(MemberId By, string Name, long Reply, bool IsEntitled) : ByMember(By);

    /// <summary>An approver said no to the words and gives them back.</summary>
    /// <param name="IsEntitled">The member may say yes too.</param>
    public sealed record GivenBack(MemberId By, string Name, string Why, bool IsEntitled) : ByMember(By);

    /// <summary>Somebody is to talk to the person off the page.</summary>
    /// <param name="To">Who talks to them.</param>
    public sealed record TakenOffline(MemberId By, MemberId To, string ToName, ContactWay Way, DateTimeOffset DueAt, string MayOffer, string? Note) : ByMember(By);

    /// <summary>How the talk went.</summary>
    public sealed record ContactEnded(MemberId By, ContactOutcome Outcome) : ByMember(By);

    public sealed record SnoozedFor(MemberId By, DateTimeOffset Until) : ByMember(By);

    public sealed record Dismissed(MemberId By, NudgeReason Reason) : ByMember(By);

    /// <summary>A person said what the post is: the duty is another, and so is the time for it. After the end it only says so.</summary>
    /// <param name="Deadline">Of the strictest duty of its posts.</param>
    /// <param name="Matches">What matches now, of all its posts.</param>
    public sealed record Judged(MemberId By, NudgeKind Kind, Deadline Deadline, IReadOnlyList<RuleMatch> Matches) : ByMember(By);

    /// <summary>A person says that the answer stands on the page: written there by hand, or found there after nobody could tell.</summary>
    public sealed record AnsweredByHand(MemberId By, string Name) : ByMember(By);

    /// <summary>Offered to a colleague, who has it from the moment of saying yes.</summary>
    /// <param name="Recap">What the other should know.</param>
    public sealed record HandedOn(MemberId By, string Name, MemberId To, string ToName, string Recap) : ByMember(By);

    /// <summary>The colleague to whom it was offered takes it over.</summary>
    public sealed record HandoverAccepted(MemberId By) : ByMember(By);

    /// <summary>The colleague says no, or the giver takes the offer back.</summary>
    public sealed record HandoverDeclined(MemberId By) : ByMember(By);

    /// <summary>A further post in the conversation asks for an answer, or the author added to the first.</summary>
    /// <param name="Refocus">The reply now answers this post: the same author wrote on.</param>
    /// <param name="Deadline">Of this post; null where it asks for nothing by itself.</param>
    public sealed record PostJoined(PostId Post, int Revision, bool Refocus, NudgeKind Kind, Deadline? Deadline, IReadOnlyList<RuleMatch> Matches)
        : NudgeEvent;

    /// <summary>The post that the reply answers says something else now.</summary>
    public sealed record FocusEdited(int Revision) : NudgeEvent;

    /// <summary>A post of this nudge is no longer there.</summary>
    /// <param name="Reason"><see cref="NudgeReason.AuthorDeleted"/> or <see cref="NudgeReason.TakenOffThePage"/>.</param>
    public sealed record PostLost(PostId Post, NudgeReason Reason, PostId? NextFocus, int NextFocusRevision) : NudgeEvent;

    /// <summary>Somebody of the page wrote the answer on the page itself.</summary>
    public sealed record AnsweredNatively(string By, DateTimeOffset At) : NudgeEvent;

    /// <summary>The reply stands on the page.</summary>
    public sealed record ReplyPublished(long Reply, string By, DateTimeOffset At) : NudgeEvent;

    /// <summary>The reply did not get there, or nobody can tell; a person decides.</summary>
    public sealed record ReplyStuck(long Reply, NudgeReason Reason) : NudgeEvent;

    /// <summary>The reply was taken back from the page.</summary>
    /// <param name="By">Who wanted it.</param>
    /// <param name="IsLatest">The conversation has no later nudge: this one is owed again.</param>
    public sealed record ReplyTakenBack(long Reply, MemberId By, bool IsLatest) : NudgeEvent;

    /// <summary>The card stands in a channel.</summary>
    public sealed record CardShown(DateTimeOffset At) : NudgeEvent;

    /// <summary>It waits in a digest, and can wait no longer: it turned out to press, or somebody looks at it. Its card is shown, and the chain begins.</summary>
    public sealed record Surfaced(BusinessHours Hours, Chain Chain) : NudgeEvent;

    /// <summary>Time went by: leases, snoozes, warnings, and the next step of the chain while nobody has it.</summary>
    /// <param name="Hours">Of the team, as they are now: a deadline that was counted in others is counted anew.</param>
    /// <param name="Chain">Who is called in turn.</param>
    public sealed record TimePassed(BusinessHours Hours, Chain Chain) : NudgeEvent
    {
        /// <summary>Round the clock, with the chain of whoever has set nothing.</summary>
        public static TimePassed Usual { get; } = new(BusinessHours.Always, Chain.Default);
    }
}
