using Microsoft.Extensions.Logging;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>Polls one page: asks its source, keeps what it saw with the cursor, and notes how it went.</summary>
public sealed partial class PollRun(
    IWatches watches,
    IPosts posts,
    IInbox inbox,
    ISubscriptions subscriptions,
    INotices notices,
    IEnumerable<IPollSource> sources,
    IDoorbell doorbell,
    TimeProvider time,
    ILogger<PollRun> logger)
{
    /// <summary>Posts this young are read again for edits and deletes that nobody tells of.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(14);
    private const int MostKnown = 400;

    /// <summary>A page never takes more than this many answers of one poll; the rest comes with the next.</summary>
    private const int MostAnswers = 20;

    private readonly Dictionary<PlatformId, IPollSource> sources = sources.ToDictionary(source => source.Platform);

    /// <param name="fromTheStart">Reads as on the first look, past the cursor: the nightly reconciliation, which repairs what webhooks missed.</param>
    /// <returns>Null when the page was not asked: it is not watched any more, is paused, or asked us to wait.</returns>
    public Task<PollReport?> RunAsync(PageId page, bool fromTheStart, CancellationToken cancellationToken) => AskAsync(page, fromTheStart, tellsAgain: false, cancellationToken);

    /// <summary>Looks out of turn, because the platform said that something changed.</summary>
    public Task<PollReport?> LookAgainAsync(PageId page, CancellationToken cancellationToken) => AskAsync(page, fromTheStart: false, tellsAgain: true, cancellationToken);

    private async Task<PollReport?> AskAsync(PageId page, bool fromTheStart, bool tellsAgain, CancellationToken cancellationToken)
    {
        if (await watches.FindAsync(page, cancellationToken) is not { State: WatchState.Active } watch || !sources.TryGetValue(watch.Page.Platform, out var source))
            return null;
        var now = time.GetUtcNow();
        if (watch.Health.NotBefore is { } notBefore && now < notBefore)
            return null;
        var tally = new PollTally(now);
        string? told = null;
        try
        {
            await PollAsync(watch, source, fromTheStart, tellsAgain, tally, cancellationToken);
            if (watch.Health.FailuresInARow >= FailureTable.TellAfter)
                await notices.NotifyAsync(WatchNotice.ReadAgain(watch, time.GetUtcNow()), cancellationToken);
        }
        catch (PlatformException problem)
        {
            told = await FailAsync(watch, now, problem.Failure, problem.RetryAfter, problem, cancellationToken);
        }
        // A bug of ours stops the watch as surely as a page that fails, and must not do it in silence (promise 8).
        catch (Exception bug) when (bug is not (OperationCanceledException or StorageUnavailableException))
        {
            told = await FailAsync(watch, now, PlatformFailure.NotUnderstood, null, bug, cancellationToken);
        }

        return new PollReport(tally.Asked, tally.Brought, told);
    }

    /// <returns>What was wrong, as staff see it.</returns>
    private async ValueTask<string> FailAsync(Watch watch, DateTimeOffset now, PlatformFailure failure, TimeSpan? retryAfter, Exception problem, CancellationToken cancellationToken)
    {
        var inARow = watch.Health.FailuresInARow + 1;
        var response = FailureTable.After(failure, retryAfter, inARow, watch.Cadence > TimeSpan.Zero ? watch.Cadence : TimeSpan.FromMinutes(1));
        Log.Failed(logger, watch.Id.Value, failure, inARow, response.Pause, problem);
        var said = problem is PlatformException ? problem.Message : $"PageWatch itself failed while it read this page: {problem.Message}";
        var noted = await watches.FailedAsync(
            watch.Id,
            watch.Health with { FailuresInARow = inARow, LastProblem = said, NotBefore = now + response.Wait },
            response.Pause ? WatchState.Paused : WatchState.Active,
            response.Pause ? said : null,
            cancellationToken);
        if (noted && response.Tell)
            await notices.NotifyAsync(WatchNotice.CannotBeRead(watch, said, time.GetUtcNow()), cancellationToken);
        return said;
    }

    /// <summary>Whom its platform tells is asked seldom: only as a net under pushes that stop in silence.</summary>
    private async ValueTask<TimeSpan> WaitAsync(Watch watch, PollTally tally, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pace = PollPace.Next(watch, tally.Brought, tally.Quota ?? watch.Health.Quota, now);
        if (watch.HookKey is not { } key || await subscriptions.FindAsync(key, cancellationToken) is not { } subscription || !subscription.IsTold(now))
            return pace;
        var told = subscription.ToldUntil!.Value - now;
        var net = told < SubscriptionLifecycle.NetEvery ? told : SubscriptionLifecycle.NetEvery;
        return net > pace ? net : pace;
    }

    private async Task PollAsync(Watch watch, IPollSource source, bool fromTheStart, bool tellsAgain, PollTally tally, CancellationToken cancellationToken)
    {
        var credentials = new Credentials(await watches.SecretsAsync(watch.Id, cancellationToken));
        var streams = source.StreamsOf(watch.Page);
        for (var i = 0; i < streams.Count; i++)
        {
            var stream = streams[i];
            var after = fromTheStart ? null : await watches.CursorAsync(watch.Id, stream.Name, cancellationToken);
            for (var answer = 0; answer < MostAnswers; answer++)
            {
                var known = await posts.KnownAsync(watch.Id, time.GetUtcNow() - KnownFor, MostKnown, cancellationToken);
                tally.Asked++;
                var result = await source.PollAsync(new PageCall(watch.Page, credentials) { Known = known, TellsAgain = tellsAgain }, stream, after, cancellationToken);
                var isLast = !result.MoreNow || answer + 1 == MostAnswers;
                var news = await NewsAsync(watch, result.Events, cancellationToken);
                tally.Brought += news.Count;
                tally.Quota = result.Quota ?? tally.Quota;
                var isEnd = i + 1 == streams.Count && isLast;
                // A wait that a reconciliation leaves alone: what it repairs says nothing about how the page moves now.
                var wait = fromTheStart ? (TimeSpan?)null : await WaitAsync(watch, tally, cancellationToken);
                await inbox.AcceptPollAsync(
                    new PollDelivery(watch.Id, stream.Name, news, fromTheStart ? null : result.Next, time.GetUtcNow(), FirstLookDone: !fromTheStart && isEnd)
                    {
                        IsReconciliation = fromTheStart,
                        IsFirst = tally.Asked == 1,
                        IsLast = isEnd,
                        NextPoll = wait is { } next ? (tally.BeganAt + next, next) : null,
                        Quota = result.Quota,
                        TokenEndsAt = result.TokenEndsAt,
                    },
                    cancellationToken);
                if (news.Count > 0)
                {
                    Log.Seen(logger, watch.Id.Value, news.Count);
                    doorbell.Ring(Door.Inbox);
                }

                after = result.Next ?? after;
                if (isLast)
                    break;
            }
        }
    }

    /// <summary>Leaves out what we know already: a source that reads posts again tells of every one of them.</summary>
    private async ValueTask<IReadOnlyList<SourceEvent>> NewsAsync(Watch watch, IReadOnlyList<SourceEvent> told, CancellationToken cancellationToken)
    {
        var ids = told.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post.NativeId).ToHashSet(StringComparer.Ordinal);
        var known = await posts.FindAsync(watch.Id, ids, cancellationToken);
        return [.. told.Where(each => each is not SourceEvent.PostSeen { Post: var post }
            || !known.TryGetValue(post.NativeId, out var before)
            || PostHistory.Seen(before, post, default, time.GetUtcNow(), watch.NudgesSince, undatedIsBaseline: false) is not PostChange.Nothing)];
    }

    private sealed class PollTally(DateTimeOffset beganAt)
    {
        public DateTimeOffset BeganAt { get; } = beganAt;

        public int Asked { get; set; }

        public int Brought { get; set; }

        public Quota? Quota { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Page {Page} told {Events} events.")]
        public static partial void Seen(ILogger logger, long page, int events);

        [LoggerMessage(2, LogLevel.Warning, "Page {Page} could not be polled ({Failure}), {InARow} times in a row; paused: {Paused}.")]
        public static partial void Failed(ILogger logger, long page, PlatformFailure failure, int inARow, bool paused, Exception problem);
    }
}
