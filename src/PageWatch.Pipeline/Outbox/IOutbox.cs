using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Outbox;

/// <summary>Cards that are to be shown: stored with the state that caused them, sent afterwards, each until it stands there.</summary>
public interface IOutbox
{
    /// <summary>Cards whose wanted state is newer than the shown one, in each channel the longest due first; none that was given up, and none of a channel that is left alone.</summary>
    /// <param name="most">At most this many of each channel, so that none takes another's place.</param>
    /// <param name="except">Channels that are being served already.</param>
    ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int most, IReadOnlyCollection<ChannelId> except, CancellationToken cancellationToken);

    /// <summary>Asks for the cards of a nudge to be drawn again in the chats of these kinds where they stand, though nothing that is stored has changed.</summary>
    ValueTask DrawAgainAsync(NudgeId nudge, IReadOnlyCollection<ChannelKind> kinds, CancellationToken cancellationToken);

    /// <summary>Notes that a card is about to be handed for the first time to a chat that cannot tell whether it has it. Durable before it returns; a later note changes nothing.</summary>
    ValueTask TryingAsync(long row, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that these states stand in the channel, in one write. A newer wanted state stays due; whatever was wrong with the channel is over.</summary>
    ValueTask ShownAsync(ChannelId channel, IReadOnlyList<ShownCard> cards, CancellationToken cancellationToken);

    /// <summary>Notes that a channel did not take this card; it waits and is not lost (promise 9).</summary>
    /// <returns>How many cards were given up: 0 or 1.</returns>
    ValueTask<int> FailedAsync(long row, string problem, OutboxWait wait, CancellationToken cancellationToken);

    /// <summary>Notes that a channel takes nothing now: all its cards wait, also those that become due meanwhile. A card that is shown ends that.</summary>
    /// <returns>How many cards were given up.</returns>
    ValueTask<int> ChannelFailedAsync(ChannelId channel, string problem, OutboxWait wait, CancellationToken cancellationToken);

    /// <summary>Asks for a card in every fallback of the team for what waits in a channel that took nothing since before a moment: live nudges, and notices.</summary>
    /// <returns>How many cards are due because of it.</returns>
    ValueTask<int> FallBackAsync(DateTimeOffset failingSinceBefore, CancellationToken cancellationToken);

    /// <summary>How the channels of a team are doing, in the order they were added.</summary>
    ValueTask<IReadOnlyList<ChannelHealth>> HealthAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Cards that were given up, the latest first.</summary>
    /// <param name="channel">Null for all of the team.</param>
    ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(TeamId team, ChannelId? channel, int most, CancellationToken cancellationToken);

    /// <summary>Makes cards that were given up due again, and asks their channels at once.</summary>
    /// <param name="channel">Null for all of the team.</param>
    /// <returns>How many.</returns>
    ValueTask<int> ReplayAsync(TeamId team, ChannelId? channel, AuditEntry audit, CancellationToken cancellationToken);

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
    /// <summary>When it was first handed to a chat that may have taken it without our knowing; null when it never was.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>How often in a row the channel took nothing at all.</summary>
    public int ChannelFailures { get; init; }

    /// <summary>The idempotency key: one card of a nudge in a channel keeps it for life.</summary>
    public string Key => KeyOf(Nudge, NoticeKey);

    public static string KeyOf(NudgeId? nudge, string? noticeKey) => nudge is { } number ? $"nudge-{number}" : $"notice-{noticeKey}";
}

/// <summary>What was delivered.</summary>
/// <param name="Version">The state that stands there now; one less than what was wanted for a card that was delivered before it was whole, which stays due.</param>
public sealed record ShownCard(long Row, long Version, MessageRef Where);

/// <summary>How it goes on after a failure.</summary>
/// <param name="GivesUpAfter">A card that has been failing for so long is given up: it waits for a person, or for a newer state of its nudge.</param>
public sealed record OutboxWait(DateTimeOffset Now, DateTimeOffset RetryAt, TimeSpan GivesUpAfter);

/// <param name="Due">Cards that wait for it, those given up left out.</param>
/// <param name="Dead">Cards that were given up.</param>
/// <param name="FailingSince">Since when it takes nothing; null while it takes cards.</param>
/// <param name="Problem">What it said last; null while it takes cards.</param>
public sealed record ChannelHealth(StaffChannel Channel, int Due, int Dead, DateTimeOffset? FailingSince, string? Problem);

/// <summary>A card that was given up. Nothing of it is lost: it is drawn anew when it is replayed.</summary>
/// <param name="Key">"nudge-12".</param>
/// <param name="FirstFailedAt">Since when it was tried.</param>
public sealed record DeadLetter(string ChannelName, string Key, string Problem, DateTimeOffset FirstFailedAt, DateTimeOffset DeadAt);
