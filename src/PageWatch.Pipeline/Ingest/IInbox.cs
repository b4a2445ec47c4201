using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Ingest;

/// <summary>The first durable place: what a platform told us, before anybody has read it (promise 1).</summary>
public interface IInbox
{
    /// <summary>Keeps a webhook's bytes. Durable before it returns; a delivery with a known key changes nothing.</summary>
    ValueTask<InboxAccepted> AcceptAsync(InboxDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Keeps what a poll saw together with the cursor it ended at, in one transaction, and notes the success on the watch and its hour.</summary>
    ValueTask AcceptPollAsync(PollDelivery poll, CancellationToken cancellationToken);

    /// <summary>Rows that wait and are due, oldest first; rows of one page keep their order.</summary>
    /// <param name="inHand">Rows that are being worked on and are left out; a few hundred at most.</param>
    ValueTask<IReadOnlyList<InboxRow>> WaitingAsync(int most, IReadOnlyList<InboxId> inHand, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A row failed. It waits until <paramref name="retryAt"/>, or is parked for a person when that is null.</summary>
    /// <param name="problem">In words; shown to staff.</param>
    ValueTask FailedAsync(InboxId row, string problem, DateTimeOffset? retryAt, CancellationToken cancellationToken);

    /// <summary>What is parked, oldest first.</summary>
    ValueTask<IReadOnlyList<ParkedRow>> ParkedAsync(TeamId team, int most, CancellationToken cancellationToken);

    /// <summary>Puts parked rows back in line with a clean count. Entries stay as they are: reading them again would say the same.</summary>
    /// <param name="row">Null for all of the team.</param>
    /// <param name="audit">Kept when a row was put in line.</param>
    ValueTask<InboxReplay> ReplayAsync(TeamId team, InboxId? row, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The webhook of a page that came last and still has its bytes, whatever became of it; for a person who tries a mapping.</summary>
    /// <returns>Null when there is none.</returns>
    ValueTask<InboxRow?> LastAsync(PageId page, CancellationToken cancellationToken);

    /// <summary>How many rows wait, and the oldest of them; for health.</summary>
    ValueTask<(int Waiting, DateTimeOffset? Oldest)> DepthAsync(CancellationToken cancellationToken);
}

public readonly record struct InboxId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A genuine webhook.</summary>
/// <param name="Key">The same for the same delivery; unique on its page.</param>
/// <param name="Call">Without headers that carry a secret.</param>
public sealed record InboxDelivery(PageId Page, string Key, WebhookCall Call, DateTimeOffset ReceivedAt);

/// <param name="IsRepeat">Known before; nothing was added.</param>
public sealed record InboxAccepted(InboxId Id, bool IsRepeat);

/// <param name="Events">May be empty: then only the cursor moves.</param>
/// <param name="Next">Null to keep the cursor before.</param>
/// <param name="FirstLookDone">Every stream of the page has now been read once.</param>
public sealed record PollDelivery(PageId Page, string Stream, IReadOnlyList<SourceEvent> Events, Cursor? Next, DateTimeOffset At, bool FirstLookDone)
{
    /// <summary>Read past the cursor, to repair what was missed.</summary>
    public bool IsReconciliation { get; init; }

    /// <summary>The first answer of its poll: a reconciliation begins to count what it repairs.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The last answer of its poll: the page was read to its end.</summary>
    public bool IsLast { get; init; }

    /// <summary>When the page is to be asked next, and the wait that led to it; null to leave both as they are.</summary>
    public (DateTimeOffset At, TimeSpan Wait)? NextPoll { get; init; }

    /// <summary>Null where the platform said nothing: what it said before stays.</summary>
    public Quota? Quota { get; init; }

    /// <summary>Null where the platform said nothing: what it said before stays.</summary>
    public DateTimeOffset? TokenEndsAt { get; init; }
}

/// <summary>A row to work on: a webhook's call, or what a poll saw.</summary>
public sealed record InboxRow(InboxId Id, PageId Page, DateTimeOffset ReceivedAt, int Attempts, WebhookCall? Call, IReadOnlyList<SourceEvent>? Events)
{
    /// <summary>Seen on the very first look at the page: what carries no time there is old.</summary>
    public bool IsFirstLook { get; init; }

    /// <summary>Brought by a reconciliation.</summary>
    public bool IsReconciliation { get; init; }
}

/// <param name="IsEntry">One entry of an answer whose others were read; it is kept to be looked at.</param>
public sealed record ParkedRow(InboxId Id, PageId Page, string WatchName, DateTimeOffset ReceivedAt, int Attempts, string Problem, int Bytes, bool IsEntry);

/// <param name="InLine">Rows that are tried again.</param>
/// <param name="Entries">Parked entries that were meant too and stay parked.</param>
public sealed record InboxReplay(int InLine, int Entries);
