using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Staff;

/// <summary>One click on one nudge, as opened for a decision.</summary>
internal sealed record StaffWork(ConversationFile File, Nudge Nudge, Member Member, Click Click, DateTimeOffset Now)
{
    /// <summary>On the page of the nudge, as asked for this click.</summary>
    public Role Role { get; init; }

    /// <summary>The same for each attempt at the click.</summary>
    public required AskedAdvice Asked { get; init; }

    /// <summary>The member's yes counts for this nudge.</summary>
    public bool IsEntitled => Role >= Nudge.Approval.By;

    /// <summary>A colleague has the nudge, and its words are not waiting for this member's yes.</summary>
    public bool IsBeside => Nudge is { IsAtEnd: false, Owner: { } owner } && owner != Member.Id && !(Nudge.State == NudgeState.AwaitingApproval && IsEntitled);
}

/// <summary>What a click comes to: something to show, a refusal, or something to save.</summary>
internal sealed record StaffOutcome(ClickAnswer? Answer, string? Refused, NudgeDecision? Decision)
{
    public Draft? Draft { get; init; }

    public Reply? Reply { get; init; }

    /// <summary>What the member said of the reading; kept as a label.</summary>
    public Judged? Judged { get; init; }

    /// <summary>A promise as it was, and what becomes of it.</summary>
    public (Promise Before, PromiseDecision Decision)? Promised { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public static StaffOutcome Show(Card card) => new(new ClickAnswer.Private(card), null, null);

    public static StaffOutcome No(string why) => new(null, why, null);

    public static StaffOutcome Yes(NudgeDecision decision) => new(null, null, decision);
}
