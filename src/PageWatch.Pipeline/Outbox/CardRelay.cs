using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Outbox;

/// <summary>Shows cards: draws each as its nudge stands now, hands it to its channel, and notes that it stands there.</summary>
/// <remarks>Drawn when sent, so that ten changes in a second are one delivery, and no old content waits in a queue.</remarks>
public sealed partial class CardRelay(
    IOutbox outbox,
    IJourneyStore store,
    StaffDesk desk,
    IEnumerable<IChannelSender> senders,
    TimeProvider time,
    ILogger<CardRelay> logger)
{
    private const int BatchSize = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(1);

    private readonly Dictionary<ChannelKind, IChannelSender> senders = senders.ToDictionary(sender => sender.Kind);

    /// <summary>Shows what is due.</summary>
    /// <returns>How many deliveries were tried.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var due = await outbox.DueAsync(time.GetUtcNow(), BatchSize, [], cancellationToken);
        // Channels do not wait for one another; within one the order stays.
        await Task.WhenAll(due.GroupBy(row => row.Channel.Id).Select(channel => ShowAsync([.. channel], cancellationToken)));
        return due.Count;
    }

    private async Task ShowAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            try
            {
                await ShowAsync(row, cancellationToken);
            }
            catch (ChannelException problem) when (problem.Failure == ChannelFailure.Refused)
            {
                var wait = problem.RetryAfter ?? Back(row.Attempts);
                Log.Refused(logger, row.Id, row.Channel.Id.Value, wait, problem);
                await outbox.FailedAsync(row.Id, problem.Message, Wait(wait), cancellationToken);
            }
            // Every other card of this channel would meet the same: one call was enough to know (promise 9).
            catch (ChannelException problem)
            {
                var wait = problem.RetryAfter ?? Back(row.ChannelFailures);
                Log.Failed(logger, row.Channel.Id.Value, row.Id, wait, problem);
                await outbox.ChannelFailedAsync(row.Channel.Id, problem.Message, Wait(wait), cancellationToken);
                break;
            }
            // A card that cannot be drawn must not hold up those behind it; it stays due and is said aloud each time.
            catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
            {
                Log.Broken(logger, row.Id, problem);
                await outbox.FailedAsync(row.Id, problem.Message, Wait(Back(row.Attempts)), cancellationToken);
            }
        }
    }

    private async ValueTask ShowAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        if (!senders.TryGetValue(row.Channel.Kind, out var sender))
            throw new ChannelException(ChannelFailure.Closed, $"Nothing speaks to {row.Channel.Kind} in this installation.");
        if (row.Nudge is { } number)
        {
            var file = await store.OpenNudgeAsync(number, row.Channel.Team, cancellationToken)
                ?? throw new InvalidOperationException($"Nudge {number} has a card and is not there.");
            var card = await desk.CardOfAsync(file, cancellationToken);
            var where = await sender.DeliverAsync(new CardDelivery(row.Key, row.Channel, number, row.Wanted, card, row.Existing), cancellationToken);
            await outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, where)], cancellationToken);
            if (file.Nudge!.Clock.ShownAt is null)
                await NoteShownAsync(number, cancellationToken);
            return;
        }

        var notice = await outbox.FindNoticeAsync(row.Channel.Team, row.NoticeKey!, cancellationToken)
            ?? throw new InvalidOperationException($"Notice {row.NoticeKey} has a card and is not there.");
        var shown = await sender.DeliverAsync(new CardDelivery(row.Key, row.Channel, null, row.Wanted, NoticeCard.Of(notice), row.Existing), cancellationToken);
        await outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, shown)], cancellationToken);
    }

    private async ValueTask NoteShownAsync(NudgeId number, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await store.OpenNudgeAsync(number, null, cancellationToken) is not { Nudge: { } nudge } file)
                return;
            var decision = NudgeLifecycle.Decide(nudge, new NudgeEvent.CardShown(time.GetUtcNow()), time.GetUtcNow());
            if (!decision.Saves)
                return;
            var change = new StateChange();
            change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
            change.Nudges.Add(decision.Next);
            if (await store.SaveAsync(change, SavePriority.Bulk, cancellationToken))
                return;
        }
    }

    private OutboxWait Wait(TimeSpan wait)
    {
        var now = time.GetUtcNow();
        return new OutboxWait(now, now + wait, GivesUpAfter);
    }

    private static TimeSpan Back(int attempts)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts, 12)));
        return wait < LongestWait ? wait : LongestWait;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Channel {Channel} took nothing, first card {Row}; all its cards wait for {Wait}.")]
        public static partial void Failed(ILogger logger, long channel, long row, TimeSpan wait, Exception problem);

        [LoggerMessage(2, LogLevel.Error, "Card {Row} could not be drawn.")]
        public static partial void Broken(ILogger logger, long row, Exception problem);

        [LoggerMessage(3, LogLevel.Warning, "Card {Row} was refused by channel {Channel}; tried again in {Wait}.")]
        public static partial void Refused(ILogger logger, long row, long channel, TimeSpan wait, Exception problem);
    }
}
