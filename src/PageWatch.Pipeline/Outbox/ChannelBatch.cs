using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Outbox;

/// <summary>
/// Cards of one channel, each of another nudge or notice, on their way: one until the channel is seen to take something, then several at once. What was
/// delivered is noted while the next are under way, as many together as came together.
/// </summary>
internal sealed class ChannelBatch(
    IOutbox outbox,
    IJourneyStore store,
    FirstShowings firstShowings,
    IChannelSender? sender,
    TimeProvider time,
    Func<OutboxRow, ValueTask<DrawnCard>> draw,
    CancellationToken cancellationToken)
{
    /// <summary>Deliveries of one channel under way at once: enough to hide the way there and back, few enough for a small receiver.</summary>
    private const int AtOnce = 8;

    /// <summary>A nudge that other hands change all the time: whoever shows it next notes it.</summary>
    private const int MostAttempts = 5;

    private readonly Lock gate = new();
    private readonly List<(OutboxRow Row, Exception Problem)> refused = [];
    private List<Delivered> delivered = [];
    private Task noting = Task.CompletedTask;
    private bool isNoting;
    private int next;

    /// <summary>Channels that take nothing, when this one is there for them; said on every card.</summary>
    public IReadOnlyList<ChannelHealth> StandsInFor { get; set; } = [];

    /// <summary>How many cards came to stand.</summary>
    public int Shown { get; private set; }

    /// <summary>Cards that the channel does not like, or that could not be drawn; the others are not touched by them.</summary>
    public IReadOnlyList<(OutboxRow Row, Exception Problem)> Refused => refused;

    /// <summary>The first card that showed that the channel takes nothing now: every other one would meet the same (promise 9). Null when it takes cards.</summary>
    public (OutboxRow Row, ChannelException Problem)? TookNothing { get; private set; }

    public async Task RunAsync(IReadOnlyList<OutboxRow> rows)
    {
        try
        {
            while (Shown == 0 && TookNothing is null && next < rows.Count)
                await ShowAsync(rows[next++]);
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync()));
        }
        finally
        {
            await noting;
        }

        async Task WorkAsync()
        {
            while (Take() is { } row)
                await ShowAsync(row);
        }

        OutboxRow? Take()
        {
            lock (gate)
                return TookNothing is null && next < rows.Count ? rows[next++] : null;
        }
    }

    private async Task ShowAsync(OutboxRow row)
    {
        Delivered done;
        try
        {
            if (sender is null)
                throw new ChannelException(ChannelFailure.Closed, $"Nothing speaks to {row.Channel.Kind} in this installation.");
            var drawn = await draw(row);
            if (sender.MayDouble && row is { Existing: null, TriedAt: null })
                await outbox.TryingAsync(row.Id, time.GetUtcNow(), cancellationToken);
            var where = await sender.DeliverAsync(drawn.Delivery with { Card = WithStandIn(drawn.Delivery.Card) }, cancellationToken);
            done = new Delivered(new ShownCard(row.Id, drawn.IsHalf ? row.Wanted - 1 : row.Wanted, where), drawn.File, time.GetUtcNow());
        }
        catch (ChannelException problem) when (problem.Failure != ChannelFailure.Refused)
        {
            lock (gate)
                TookNothing ??= (row, problem);
            return;
        }
        // A card that cannot be drawn must not hold up those behind it; it stays due and is said aloud each time.
        catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
        {
            lock (gate)
                refused.Add((row, problem));
            return;
        }

        lock (gate)
        {
            Shown++;
            delivered.Add(done);
            // Whoever is noting takes this along.
            if (isNoting)
                return;
            isNoting = true;
            noting = NoteAsync(row.Channel.Id);
        }
    }

    private Card WithStandIn(Card card) => StandsInFor.Count == 0 ? card : card with
    {
        Parts = [.. StandsInFor.Select(each => new CardPart.Banner(Say.It(Wording.ChannelUnreachableSince, each.Channel.Name, Say.Moment(each.FailingSince!.Value)), Tone.Soon)), .. card.Parts],
    };

    private async Task NoteAsync(ChannelId channel)
    {
        // Off the lock, and beside the deliveries.
        await Task.Yield();
        try
        {
            await NoteAllAsync(channel);
        }
        catch
        {
            // What cannot be noted need not be sent.
            lock (gate)
                next = int.MaxValue;
            throw;
        }
    }

    private async Task NoteAllAsync(ChannelId channel)
    {
        while (true)
        {
            List<Delivered> together;
            lock (gate)
            {
                if (delivered.Count == 0)
                {
                    isNoting = false;
                    return;
                }

                together = delivered;
                delivered = [];
            }

            // Both at once: they share a commit.
            await Task.WhenAll(
                outbox.ShownAsync(channel, [.. together.Select(each => each.Card)], cancellationToken).AsTask(),
                NoteFirstsAsync([.. together.Where(each => each.File?.Nudge is { Clock.ShownAt: null } nudge && firstShowings.Take(nudge.Id))]));
        }
    }

    private async Task NoteFirstsAsync(IReadOnlyList<Delivered> firsts)
    {
        var left = firsts.Select(each => each.File!.Nudge!.Id).ToHashSet();
        try
        {
            // A conversation can have shown two of its nudges; the second is noted on its own.
            foreach (var round in firsts.GroupBy(each => each.File!.Id).SelectMany(each => each.Select((one, turn) => (one, turn))).GroupBy(each => each.turn, each => each.one))
                await NoteFirstShownAsync([.. round], left);
        }
        finally
        {
            foreach (var nudge in left)
                firstShowings.GiveBack(nudge);
        }
    }

    /// <summary>The first delivery of a nudge writes down when its card was shown (promise 6).</summary>
    /// <param name="left">Those that are noted are taken out of it.</param>
    private async Task NoteFirstShownAsync(IReadOnlyList<Delivered> shown, HashSet<NudgeId> left)
    {
        var change = new StateChange();
        foreach (var each in shown)
            Add(change, each.File!, each.At);
        if (await store.SaveAsync(change, SavePriority.Bulk, cancellationToken))
        {
            left.ExceptWith(shown.Select(each => each.File!.Nudge!.Id));
            return;
        }

        // Somebody changed one of them meanwhile. The rest need not suffer for it: halves find it in few steps.
        if (shown.Count > 1)
        {
            await NoteFirstShownAsync([.. shown.Take(shown.Count / 2)], left);
            await NoteFirstShownAsync([.. shown.Skip(shown.Count / 2)], left);
            return;
        }

        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var nudge = shown[0].File!.Nudge!.Id;
            if (await store.OpenNudgeAsync(nudge, null, cancellationToken) is not { } file)
                return;
            var again = new StateChange();
            Add(again, file, shown[0].At);
            if (!await store.SaveAsync(again, SavePriority.Bulk, cancellationToken))
                continue;
            left.Remove(nudge);
            return;
        }
    }

    private static void Add(StateChange change, ConversationFile file, DateTimeOffset at)
    {
        var decision = NudgeLifecycle.Decide(file.Nudge!, new NudgeEvent.CardShown(at), at);
        if (!decision.Saves)
            return;
        change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
        change.Nudges.Add(decision.Next);
    }

    private sealed record Delivered(ShownCard Card, ConversationFile? File, DateTimeOffset At);
}

/// <param name="File">Null for a notice.</param>
internal sealed record DrawnCard(CardDelivery Delivery, ConversationFile? File)
{
    /// <summary>It shows a text that is still being written. Such a card is not noted as shown: it stays due, so that it is drawn again whatever happens, after a crash as well.</summary>
    public bool IsHalf { get; init; }
}
