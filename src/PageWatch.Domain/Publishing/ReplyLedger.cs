using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Publishing;

/// <summary>What comes next for a reply: one public reply, never twice, never silently not (promises 3 and 4).</summary>
public static class ReplyLedger
{
    /// <summary>Hand-overs before a person is asked.</summary>
    public const int MostAttempts = 3;

    /// <summary>Failed looks at the page before a person is asked.</summary>
    public const int MostLooks = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public static ReplyDecision Decide(Reply reply, ReplyEvent happened, PageCapabilities can, DateTimeOffset now) => (reply.State, happened) switch
    {
        (ReplyState.Approved, ReplyEvent.Cleared) => Next(reply with
        {
            State = ReplyState.Sending,
            Attempts = reply.Attempts + 1,
            FirstSentAt = reply.FirstSentAt ?? now,
            SentAt = now,
            DueAt = null,
            Looks = 0,
            Note = null,
        }),
        (ReplyState.Approved, ReplyEvent.NotCleared no) => Stuck(reply with { State = ReplyState.Refused, DueAt = null, Note = no.Note }, no.Reason),

        // Before anything was handed over a failure only delays (promise 9); a denial is for a person.
        (ReplyState.Approved, ReplyEvent.Failed failed) => BeforeSending(reply, failed, now),
        (ReplyState.Approved, ReplyEvent.CalledOff) => Next(reply with { State = ReplyState.Cancelled, DueAt = null }),

        (ReplyState.Sending, ReplyEvent.Answered { Outcome: PublishOutcome.Published done }) => Done(reply, done.NativeId, done.Link, done.PublishedAt ?? now, held: false),
        (ReplyState.Sending, ReplyEvent.Answered { Outcome: PublishOutcome.Held held }) => Done(reply, held.NativeId, held.Link, now, held: true),
        (ReplyState.Sending, ReplyEvent.Answered { Outcome: PublishOutcome.Refused no }) =>
            Stuck(reply with { State = ReplyState.Refused, DueAt = null, Note = no.Reason }, NudgeReason.Refused),
        (ReplyState.Sending, ReplyEvent.Failed { MayHaveActed: true } failed) => Doubt(reply, can, now, failed.Note),
        (ReplyState.Sending, ReplyEvent.Failed failed) => BeforeSending(reply with { State = ReplyState.Approved }, failed, now),
        (ReplyState.Sending, ReplyEvent.Interrupted) => Doubt(reply, can, now, "We were cut off while sending."),

        // The page shows it: it is right, whatever we were about to do, and even after we had given up.
        (_, ReplyEvent.FoundOnPage found) when reply.MayStandThere => Done(reply, found.NativeId, found.Link, found.PublishedAt ?? now, found.Held),
        (ReplyState.Held, ReplyEvent.FoundOnPage { Held: false } found) => Done(reply, found.NativeId, found.Link, found.PublishedAt ?? now, held: false),
        (ReplyState.Unknown, ReplyEvent.NotOnPage) => reply.Attempts >= MostAttempts
            ? Stuck(reply with { State = ReplyState.Abandoned, DueAt = null }, NudgeReason.NeverArrived)
            : Next(reply with { State = ReplyState.Approved, DueAt = now, Looks = 0 }),
        (ReplyState.Unknown, ReplyEvent.LookFailed failed) => reply.Looks + 1 >= MostLooks
            ? Stuck(reply with { State = ReplyState.Abandoned, DueAt = null, Note = failed.Note }, NudgeReason.NobodyCanTell)
            : Next(reply with { Looks = reply.Looks + 1, DueAt = now + (failed.RetryAfter ?? Wait(reply.Looks)), Note = failed.Note }),

        // The page keeps one id for its one place: the later reply has it now.
        (ReplyState.Published, ReplyEvent.TakenOver) => Next(reply with { State = ReplyState.Replaced, NativeId = null, DueAt = null }),

        // To take away what is gone does no harm, so an answer that was lost is no doubt here: it is asked again.
        (ReplyState.Published, ReplyEvent.TakeBackAsked asked) => Next(reply with { State = ReplyState.TakingBack, TakenBackBy = asked.By, DueAt = now, Looks = 0, Note = null }),
        (ReplyState.TakingBack, ReplyEvent.TakenBack taken) => new ReplyDecision(
            reply with { State = ReplyState.TakenBack, DueAt = null, Note = null },
            true,
            new NudgeEvent.ReplyTakenBack(reply.Id.Value, reply.TakenBackBy?.By ?? reply.ApprovedBy, taken.IsLatest)),
        (ReplyState.TakingBack, ReplyEvent.TakeBackFailed failed) => failed.Failure is PlatformFailure.RateLimited or PlatformFailure.Unreachable && reply.Looks + 1 < MostLooks
            ? Next(reply with { Looks = reply.Looks + 1, DueAt = now + (failed.RetryAfter ?? Wait(reply.Looks)), Note = failed.Note })
            : Next(reply with { State = ReplyState.Published, DueAt = null, Note = failed.Note }),

        _ => ReplyDecision.Unchanged(reply),
    };

    private static ReplyDecision BeforeSending(Reply reply, ReplyEvent.Failed failed, DateTimeOffset now) => failed.Failure switch
    {
        PlatformFailure.RateLimited or PlatformFailure.Unreachable =>
            Next(reply with { DueAt = now + (failed.RetryAfter ?? Wait(reply.Looks)), Looks = reply.Looks + 1, Note = failed.Note }),
        PlatformFailure.Gone => Stuck(reply with { State = ReplyState.Refused, DueAt = null, Note = failed.Note }, NudgeReason.PostChanged),
        _ => Stuck(reply with { State = ReplyState.Refused, DueAt = null, Note = failed.Note }, NudgeReason.Refused),
    };

    // The page has its settling time from the last moment at which something may have left: now, when nobody is sending any more. "Sending" was written down earlier, before a look
    // that may have been slow; a wait counted from there can end while the page still has time, and its absence then would prove nothing.
    private static ReplyDecision Doubt(Reply reply, PageCapabilities can, DateTimeOffset now, string note) => can.CanReadBack
        ? Next(reply with { State = ReplyState.Unknown, DueAt = now + can.SettlingTime, Looks = 0, Note = note })
        : Stuck(reply with { State = ReplyState.Abandoned, DueAt = null, Note = note }, NudgeReason.NobodyCanTell);

    private static ReplyDecision Done(Reply reply, string nativeId, Uri? link, DateTimeOffset at, bool held)
    {
        var next = reply with
        {
            State = held ? ReplyState.Held : ReplyState.Published,
            NativeId = nativeId,
            Link = link,
            PublishedAt = held ? null : at,
            DueAt = null,
            Note = null,
        };
        return held
            ? Stuck(next, NudgeReason.HeldByThePage)
            : new ReplyDecision(next, true, new NudgeEvent.ReplyPublished(reply.Id.Value, reply.ApprovedByName, at));
    }

    private static ReplyDecision Next(Reply reply) => new(reply, true, null);

    private static ReplyDecision Stuck(Reply reply, NudgeReason reason) => new(reply, true, new NudgeEvent.ReplyStuck(reply.Id.Value, reason));

    private static TimeSpan Wait(int before)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(before, 10));
        return wait < LongestWait ? wait : LongestWait;
    }
}

/// <summary>What a reply is next, and what its nudge hears of it.</summary>
public sealed record ReplyDecision(Reply Next, bool Saves, NudgeEvent? ForNudge)
{
    internal static ReplyDecision Unchanged(Reply reply) => new(reply, false, null);
}
