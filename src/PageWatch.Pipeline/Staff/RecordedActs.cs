using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Staff;

/// <summary>What happens to a nudge by itself is put on record as what people do is; and what stands there is read again, to tell why it came late.</summary>
public static class RecordedActs
{
    // They stand in the record: never renamed, or what was written before is not understood any more.
    private const string Lapsed = "claim lapsed";
    private const string Woken = "snooze over";
    private const string TalkLapsed = "talk lapsed";
    private const string NobodyOnCall = "nobody on call";
    private const string NobodyThere = "nobody there";

    /// <summary>What time alone did: a claim that ended, a snooze that is over, a talk of which nobody told.</summary>
    /// <returns>Null where it did nothing of the kind.</returns>
    internal static AuditEntry? OfTime(Nudge before, NudgeDecision decision, DateTimeOffset now)
    {
        var next = decision.Next;
        return decision.Calls == NudgeCall.ContactLapsed ? Entry(next, TalkLapsed, now)
            : before.Owner is not null && next.Owner is null ? Entry(next, Lapsed, now)
            : before.State == NudgeState.Snoozed && next.State != NudgeState.Snoozed ? Entry(next, Woken, now)
            : null;
    }

    /// <summary>A step of the chain reached nobody.</summary>
    internal static AuditEntry OfGap(Nudge nudge, ChainGap gap, DateTimeOffset now) => Entry(nudge, gap is ChainGap.NoRota or ChainGap.NobodyOnCall ? NobodyOnCall : NobodyThere, now);

    /// <summary>The record in the order in which it happened, as far as it tells in whose hands a nudge was.</summary>
    public static IReadOnlyList<NudgeAct> Of(IReadOnlyList<AuditEntry> record) =>
        [.. record.Select(entry => (Entry: entry, Kind: KindOf(entry))).Where(act => act.Kind is not null).Select(act => new NudgeAct(act.Entry.At, act.Kind!.Value, act.Entry.ByName, ToOf(act.Entry)))];

    private static NudgeActKind? KindOf(AuditEntry entry) => entry.Verb switch
    {
        StaffVerbs.Claim => NudgeActKind.Claimed,
        StaffVerbs.Release => NudgeActKind.Released,
        StaffVerbs.Save or StaffVerbs.Keep or StaffVerbs.Another or StaffVerbs.Mend or StaffVerbs.Use or StaffVerbs.Canned => NudgeActKind.Worked,
        StaffVerbs.Hand => NudgeActKind.Offered,
        StaffVerbs.Accept => NudgeActKind.Accepted,
        StaffVerbs.Decline => NudgeActKind.Declined,
        StaffVerbs.Confirm => NudgeActKind.Approved,
        StaffVerbs.Reject => NudgeActKind.GivenBack,
        StaffVerbs.Snooze => NudgeActKind.Snoozed,
        StaffVerbs.Offline => NudgeActKind.TalkAgreed,
        StaffVerbs.Outcome => entry.After == "not-reached" ? NudgeActKind.NotReached : NudgeActKind.Talked,
        TalkLapsed => NudgeActKind.NotReached,
        Lapsed => NudgeActKind.Lapsed,
        Woken => NudgeActKind.Woken,
        NobodyOnCall or NobodyThere => NudgeActKind.NobodyCalled,
        "reply approved" or "reply sending" or "reply unknown" => NudgeActKind.Sent,
        "reply refused" or "reply abandoned" or "reply held" => NudgeActKind.Stuck,
        "reply published" => NudgeActKind.Published,
        "reply takenback" => NudgeActKind.TakenBack,
        "pause publishing" => NudgeActKind.Paused,
        "resume" => NudgeActKind.Resumed,
        _ => null,
    };

    /// <summary>To whom it was offered stands before what was said with it; both go when the post is erased.</summary>
    private static string? ToOf(AuditEntry entry) => entry is { Verb: StaffVerbs.Hand, After: { } after } && after.IndexOf(": ", StringComparison.Ordinal) is var end and > 0 ? CleanText.Line(after[..end], 60) : null;

    private static AuditEntry Entry(Nudge nudge, string verb, DateTimeOffset now) => new(nudge.Team, now, null, "PageWatch", verb, $"nudge {nudge.Id}") { Nudge = nudge.Id.Value };
}
