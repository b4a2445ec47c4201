using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Outbox;

/// <summary>Cards that are to be shown: stored with the state that caused them, sent afterwards, each until it stands there.</summary>
public interface IOutbox
{
    /// <summary>Cards whose wanted state is newer than the shown one, the longest due first; none of a channel that is left alone.</summary>
    ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Notes that this state stands in the channel. A newer wanted state stays due.</summary>
    ValueTask ShownAsync(long row, long version, MessageRef where, CancellationToken cancellationToken);

    /// <summary>Notes that a channel did not take this card; it waits and is not lost (promise 9).</summary>
    ValueTask FailedAsync(long row, string problem, DateTimeOffset retryAt, CancellationToken cancellationToken);

    /// <summary>Notes that a channel takes nothing now: all its cards wait, also those that become due meanwhile. A card that is shown ends that.</summary>
    ValueTask ChannelFailedAsync(ChannelId channel, string problem, DateTimeOffset retryAt, CancellationToken cancellationToken);

    /// <summary>What a notice says now.</summary>
    ValueTask<Notice?> FindNoticeAsync(TeamId team, string key, CancellationToken cancellationToken);

    /// <summary>How many cards are due and the oldest of them; for health.</summary>
    ValueTask<(int Due, DateTimeOffset? Oldest)> DepthAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="Nudge">Null for a notice.</param>
/// <param name="NoticeKey">Null for a nudge.</param>
/// <param name="Wanted">The state to show; what is drawn is at least as new.</param>
/// <param name="Existing">Where the card stands; null before the first delivery.</param>
/// <param name="Attempts">How often this card was refused, in a row.</param>
public sealed record OutboxRow(long Id, StaffChannel Channel, NudgeId? Nudge, string? NoticeKey, long Wanted, MessageRef? Existing, int Attempts)
{
    /// <summary>How often in a row the channel took nothing at all.</summary>
    public int ChannelFailures { get; init; }

    /// <summary>The idempotency key: one card of a nudge in a channel keeps it for life.</summary>
    public string Key => Nudge is { } nudge ? $"nudge-{nudge}" : $"notice-{NoticeKey}";
}
