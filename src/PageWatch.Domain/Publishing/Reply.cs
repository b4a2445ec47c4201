using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Publishing;

/// <summary>A row of the ledger: a text that a named person let out, and what became of it. Never removed before its retention ends.</summary>
public sealed record Reply
{
    public required ReplyId Id { get; init; }

    public required TeamId Team { get; init; }

    public required NudgeId Nudge { get; init; }

    public required ConversationId Conversation { get; init; }

    public required PageId Page { get; init; }

    /// <summary>The post it answers, and the version that the approver saw.</summary>
    public required PostId Target { get; init; }

    public required string TargetNativeId { get; init; }

    public required int TargetRevision { get; init; }

    /// <summary>The exact text that was approved and nothing else.</summary>
    public required string Text { get; init; }

    /// <summary>What the text began as; null where nobody knows, and once the post is erased.</summary>
    public ReplyOrigin? From { get; init; }

    public required MemberId ApprovedBy { get; init; }

    public required string ApprovedByName { get; init; }

    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Every yes to this text, oldest first; the last is <see cref="ApprovedBy"/>'s. Empty in rows from before yeses were counted.</summary>
    public IReadOnlyList<Approval> Approvals { get => field ?? []; init; } = [];

    public required ReplyState State { get; init; }

    /// <summary>How many times it was handed to the platform.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was first handed over; a look at the page searches from a little before.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    /// <summary>When it was last handed over.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When something is to be done next; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Looks at the page that failed or found nothing since <see cref="SentAt"/>.</summary>
    public int Looks { get; init; }

    /// <summary>The platform's id of the published reply.</summary>
    public string? NativeId { get; init; }

    public Uri? Link { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The answer that stood in the page's one place for it when this was approved, as the approver saw it go; null where it takes no other's place.</summary>
    public ReplyId? Replaces { get; init; }

    /// <summary>It says how a talk off the page ended, and is no example of an answer.</summary>
    public bool IsClosing { get; init; }

    /// <summary>Who wanted it off the page again; null while nobody did.</summary>
    public Approval? TakenBackBy { get; init; }

    /// <summary>What the platform said, or why it waits; shown on the card.</summary>
    public string? Note { get; init; }

    /// <summary>It was handed over and nobody has said no: it may stand on the page without our knowing.</summary>
    public bool MayStandThere => State is ReplyState.Sending or ReplyState.Unknown or ReplyState.Abandoned || (State == ReplyState.Approved && Attempts > 0);

    /// <summary>The page took it back into its own moderation, a person took it away, or it was never sent: nothing follows.</summary>
    public bool IsAtEnd => State is ReplyState.Published or ReplyState.Refused or ReplyState.Cancelled or ReplyState.Abandoned or ReplyState.Held or ReplyState.TakenBack or ReplyState.Replaced;
}

public readonly record struct ReplyId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum ReplyState
{
    /// <summary>A person said yes; it has never been handed to the platform, or a look proved that it did not arrive.</summary>
    Approved,

    /// <summary>Handed over; written down before the first byte leaves.</summary>
    Sending,

    /// <summary>No answer came. It may stand on the page: nothing is sent before the page was read back (promise 4).</summary>
    Unknown,

    /// <summary>It stands on the page.</summary>
    Published,

    /// <summary>Taken, and held by the page's own moderation.</summary>
    Held,

    /// <summary>The platform said no, or the look before sending did.</summary>
    Refused,

    /// <summary>Called off before it was ever sent.</summary>
    Cancelled,

    /// <summary>Left to a person: nobody can tell, or it never arrived.</summary>
    Abandoned,

    /// <summary>A person wants it off the page again.</summary>
    TakingBack,

    /// <summary>It stood on the page and does not any more.</summary>
    TakenBack,

    /// <summary>It stood in the page's one place for an answer, and a later one stands there now.</summary>
    Replaced,
}
