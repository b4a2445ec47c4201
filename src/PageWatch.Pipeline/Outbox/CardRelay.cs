using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Outbox;

/// <summary>Shows cards: draws each as its nudge stands now, hands it to its channel, and notes that it stands there.</summary>
/// <remarks>Drawn when sent, so that ten changes in a second are one delivery, and no old content waits in a queue. One run at a time: that keeps the order of each card.</remarks>
public sealed partial class CardRelay(
    IOutbox outbox,
    INotices notices,
    IJourneyStore store,
    ITeamRecords teams,
    IMembers members,
    StaffDesk desk,
    DraftsBeingWritten writing,
    IEnumerable<IChannelSender> senders,
    ServiceAddress address,
    RelayPlan plan,
    IDoorbell doorbell,
    TimeProvider time,
    ILogger<CardRelay> logger)
{
    /// <summary>Cards of one channel that are looked at together.</summary>
    private const int BatchSize = 200;

    /// <summary>A channel that takes longer goes on by itself, and the others are served meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan FallBackLooks = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ChannelKind, IChannelSender> senders = senders.GroupBy(sender => sender.Kind).ToDictionary(same => same.Key, same => same.Last());
    private readonly ConcurrentDictionary<ChannelId, Task> busy = new();
    private readonly FirstShowings firstShowings = new();
    private readonly WritingPace pace = new(writing, time);
    private DateTimeOffset looksForFallBackAt = DateTimeOffset.MinValue;

    /// <summary>Shows what is due.</summary>
    /// <returns>How many deliveries were tried, or are under way.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await FallBackAsync(cancellationToken);
        foreach (var pen in writing.Unannounced())
        {
            await outbox.DrawAgainAsync(pen.Nudge, WritingPace.Followers, cancellationToken);
            pen.IsAnnounced = true;
        }

        var due = pace.Of(await outbox.DueAsync(time.GetUtcNow(), BatchSize, [.. busy.Keys], cancellationToken));
        if (due.Count == 0)
            return 0;
        var channels = due.GroupBy(row => row.Channel.Id).Select(rows => Start([.. rows], cancellationToken)).ToList();
        var all = Task.WhenAll(channels);
        using (var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            await Task.WhenAny(all, Task.Delay(Patience, time, enough.Token));
            await enough.CancelAsync();
        }

        if (all.IsCompleted)
            await all;
        else
            _ = all.ContinueWith(Late, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return due.Count;
    }

    private Task Start(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var channel = rows[0].Channel.Id;
        var showing = ShowAsync(rows, cancellationToken);
        if (showing.IsCompleted)
            return showing;
        busy[channel] = showing;
        return EndAsync();

        async Task EndAsync()
        {
            try
            {
                await showing;
            }
            finally
            {
                busy.TryRemove(channel, out _);
                // What became due meanwhile was left out, and whoever rang for it was answered already.
                doorbell.Ring(Door.Outbox);
            }
        }
    }

    private void Late(Task ended)
    {
        // What could not be noted is due again; nobody waits for this any more, so it is said here.
        if (ended.Exception is { } problem)
            Log.EndedBadly(logger, problem);
    }

    private async ValueTask FallBackAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < looksForFallBackAt)
            return;
        looksForFallBackAt = now + FallBackLooks;
        var fellBack = await outbox.FallBackAsync(now - plan.FallBackAfter, cancellationToken);
        if (fellBack > 0)
            Log.FellBack(logger, fellBack);
    }

    private async Task ShowAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var channel = rows[0].Channel;
        Secret? secret;
        try
        {
            secret = await teams.ChannelSecretAsync(channel.Id, cancellationToken) is { } known ? new Secret(known) : null;
        }
        catch (CryptographicException problem)
        {
            var wait = RelayPace.After(channel.Kind, rows[0].ChannelFailures, null, Random.Shared.NextDouble());
            Log.Failed(logger, channel.Id.Value, rows[0].Id, wait, problem);
            var given = await outbox.ChannelFailedAsync(channel.Id, Say.It(Wording.ChannelSecretGone, channel.Name), Wait(wait), cancellationToken);
            await TellAsync(channel, given, Say.It(Wording.ChannelSecretGone, channel.Name), cancellationToken);
            return;
        }

        using var ahead = new NudgesAhead(store, teams, time, rows);
        var batch = new ChannelBatch(outbox, store, firstShowings, senders.GetValueOrDefault(channel.Kind), time, row => DrawAsync(row, channel, secret, ahead, cancellationToken), cancellationToken);
        if (channel.IsFallback)
            batch.StandsInFor = [.. (await outbox.HealthAsync(channel.Team, cancellationToken)).Where(each => each.FailingSince is not null && !each.Channel.IsFallback)];
        await batch.RunAsync(rows);

        var gaveUp = 0;
        var said = "";
        foreach (var (row, problem) in batch.Refused)
        {
            var wait = RelayPace.After(channel.Kind, row.Attempts, (problem as ChannelException)?.RetryAfter, Random.Shared.NextDouble());
            if (problem is ChannelException)
                Log.Refused(logger, row.Id, channel.Id.Value, wait, problem);
            else
                Log.Broken(logger, row.Id, problem);
            gaveUp += await outbox.FailedAsync(row.Id, problem.Message, Wait(wait), cancellationToken);
            said = problem.Message;
        }

        if (batch.TookNothing is var (first, failure))
        {
            var wait = RelayPace.After(channel.Kind, first.ChannelFailures, failure.RetryAfter, Random.Shared.NextDouble());
            Log.Failed(logger, channel.Id.Value, first.Id, wait, failure);
            gaveUp += await outbox.ChannelFailedAsync(channel.Id, failure.Message, Wait(wait), cancellationToken);
            said = failure.Message;
        }

        await TellAsync(channel, gaveUp, said, cancellationToken);
        if (batch.Shown > 0 && rows[0].ChannelFailures > 0 && batch.TookNothing is null)
            await IsBackAsync(channel, cancellationToken);
    }

    private async ValueTask<DrawnCard> DrawAsync(OutboxRow row, StaffChannel channel, Secret? secret, NudgesAhead ahead, CancellationToken cancellationToken)
    {
        if (row.Nudge is { } number)
        {
            var (file, pause) = await ahead.OpenAsync(row, cancellationToken);
            var soFar = WritingPace.Followers.Contains(channel.Kind) ? writing.SoFar(file.Nudge!) : null;
            var card = await desk.CardOfAsync(file, pause, soFar, cancellationToken);
            return new DrawnCard(
                new CardDelivery(row.Key, channel, number, row.Wanted, card, row.Existing) { Subject = NudgeSubject.Of(file), Console = address.ConsoleFor(row.Key), Secret = secret, TriedAt = row.TriedAt }, file)
            {
                IsHalf = soFar is not null,
            };
        }

        var notice = await outbox.FindNoticeAsync(channel.Team, row.NoticeKey!, cancellationToken)
            ?? throw new InvalidOperationException($"Notice {row.NoticeKey} has a card and is not there.");
        var said = notice.DigestOf is { } day
            ? DigestCard.Of(day, await store.DigestAsync(channel.Team, notice.Only ?? channel.Id, day, time.GetUtcNow(), cancellationToken))
            : NoticeCard.Of(notice, await CalledAsync(notice, cancellationToken));
        return new DrawnCard(
            new CardDelivery(row.Key, channel, null, row.Wanted, said, row.Existing) { Console = address.ConsoleFor(row.Key), Secret = secret, TriedAt = row.TriedAt }, null);
    }

    private async ValueTask<IReadOnlyList<Called>> CalledAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (notice.Calls.Count == 0 || notice.IsOver)
            return [];
        var accounts = (await members.ChatAccountsAsync(notice.Team, cancellationToken)).ToLookup(account => account.Member);
        return [.. (await members.OfTeamAsync(notice.Team, cancellationToken)).Where(member => notice.Calls.Contains(member.Id)).Select(member => new Called(member.Name, [.. accounts[member.Id]]))];
    }

    /// <summary>Says elsewhere that cards were given up (promise 8).</summary>
    private async ValueTask TellAsync(StaffChannel channel, int gaveUp, string problem, CancellationToken cancellationToken)
    {
        if (gaveUp == 0)
            return;
        Log.GaveUp(logger, gaveUp, channel.Id.Value);
        var text = Say.It(gaveUp == 1 ? Wording.ChannelGaveUpOne : Wording.ChannelGaveUpSome, Say.Number(gaveUp), Say.Duration(plan.GiveUpAfter), channel.Name, problem);
        await notices.NotifyAsync(
            new Notice(channel.Team, NoticeKey(channel), Say.It(Wording.ChannelTakesNothing, channel.Name), text, Tone.Now, time.GetUtcNow()) { About = channel.Id }, cancellationToken);
    }

    private async ValueTask IsBackAsync(StaffChannel channel, CancellationToken cancellationToken)
    {
        if (await outbox.FindNoticeAsync(channel.Team, NoticeKey(channel), cancellationToken) is not { IsOver: false } open)
            return;
        await notices.NotifyAsync(open with { Text = Say.It(Wording.ChannelIsBack, channel.Name), At = time.GetUtcNow(), IsOver = true }, cancellationToken);
    }

    private static string NoticeKey(StaffChannel channel) => $"channel {channel.Id}";

    private OutboxWait Wait(TimeSpan wait)
    {
        var now = time.GetUtcNow();
        return new OutboxWait(now, now + wait, plan.GiveUpAfter);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Channel {Channel} took nothing, first card {Row}; all its cards wait for {Wait}.")]
        public static partial void Failed(ILogger logger, long channel, long row, TimeSpan wait, Exception problem);

        [LoggerMessage(2, LogLevel.Error, "Card {Row} could not be drawn.")]
        public static partial void Broken(ILogger logger, long row, Exception problem);

        [LoggerMessage(3, LogLevel.Warning, "Card {Row} was refused by channel {Channel}; tried again in {Wait}.")]
        public static partial void Refused(ILogger logger, long row, long channel, TimeSpan wait, Exception problem);

        [LoggerMessage(4, LogLevel.Warning, "{Cards} cards go to fallbacks: their own channels take nothing.")]
        public static partial void FellBack(ILogger logger, int cards);

        [LoggerMessage(5, LogLevel.Error, "{Cards} cards of channel {Channel} were given up; a person can replay them.")]
        public static partial void GaveUp(ILogger logger, int cards, long channel);

        [LoggerMessage(6, LogLevel.Error, "A channel that took long ended badly; what was not noted is sent again under the same id.")]
        public static partial void EndedBadly(ILogger logger, Exception problem);
    }
}
