using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Publishing;

/// <summary>What can happen to a reply on its way out.</summary>
public abstract record ReplyEvent
{
    private ReplyEvent()
    {
    }

    /// <summary>The look before sending found the post as it was approved for.</summary>
    public sealed record Cleared : ReplyEvent;

    /// <summary>The look before sending found something else.</summary>
    public sealed record NotCleared(NudgeReason Reason, string Note) : ReplyEvent;

    /// <summary>The platform answered the hand-over.</summary>
    public sealed record Answered(PublishOutcome Outcome) : ReplyEvent;

    /// <summary>The platform failed, before sending or while.</summary>
    public sealed record Failed(PlatformFailure Failure, bool MayHaveActed, TimeSpan? RetryAfter, string Note) : ReplyEvent;

    /// <summary>We were cut off between writing "sending" and an answer: a crash, a kill.</summary>
    public sealed record Interrupted : ReplyEvent;

    /// <summary>The page was read back: our reply stands there.</summary>
    public sealed record FoundOnPage(string NativeId, Uri? Link, DateTimeOffset? PublishedAt, bool Held) : ReplyEvent;

    /// <summary>The page was read back after the settling time: our reply is not there.</summary>
    public sealed record NotOnPage : ReplyEvent;

    /// <summary>The page could not be read back this time.</summary>
    public sealed record LookFailed(TimeSpan? RetryAfter, string Note) : ReplyEvent;

    /// <summary>A later reply stands in its place.</summary>
    public sealed record TakenOver : ReplyEvent;

    /// <summary>A person saw what stands on the page and wants it off again.</summary>
    public sealed record TakeBackAsked(Approval By) : ReplyEvent;

    /// <summary>The page took it away, or it was gone already.</summary>
    /// <param name="IsLatest">The conversation has no nudge after this one.</param>
    public sealed record TakenBack(bool IsLatest) : ReplyEvent;

    /// <summary>The page did not take it away.</summary>
    public sealed record TakeBackFailed(PlatformFailure Failure, TimeSpan? RetryAfter, string Note) : ReplyEvent;

    /// <summary>Nothing outward is to happen any more: the nudge was withdrawn.</summary>
    public sealed record CalledOff : ReplyEvent;
}
