using Microsoft.Extensions.Logging;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>Keeps us told: asks platforms for their calls, again before a lease ends, and takes leave when a watch ended. Late or twice does no harm.</summary>
public sealed partial class SubscriptionRun(
    IWatches watches,
    ISubscriptions subscriptions,
    IEnumerable<IPushSubscriber> subscribers,
    ServiceAddress address,
    IDoorbell doorbell,
    TimeProvider time,
    ILogger<SubscriptionRun> logger)
{
    private readonly Dictionary<PlatformId, IPushSubscriber> subscribers = subscribers.ToDictionary(subscriber => subscriber.Platform);

    /// <summary>Begins what is missing, ends what nobody wishes any more, and does what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whom nobody can reach nobody can tell.
        if (!address.IsPublic)
            return;
        var watched = (await watches.AllAsync(cancellationToken)).ToDictionary(watch => watch.Id);
        var known = (await subscriptions.AllAsync(cancellationToken)).ToDictionary(subscription => subscription.Page);
        foreach (var watch in watched.Values.Where(watch => watch is { State: WatchState.Active, HookKey: not null } && !known.ContainsKey(watch.Id) && subscribers.ContainsKey(watch.Page.Platform)))
            await subscriptions.BeginAsync(SubscriptionLifecycle.Begin(watch.Id, watch.HookKey!, time.GetUtcNow()), cancellationToken);
        foreach (var page in known.Keys.Where(page => !watched.ContainsKey(page)))
            await subscriptions.ChangeAsync(page, before => SubscriptionLifecycle.Leave(before, time.GetUtcNow()), cancellationToken);

        foreach (var subscription in await subscriptions.AllAsync(cancellationToken))
        {
            // A watch that stands still asks for nothing; what it was granted ends by itself.
            if (subscription.DueAt > time.GetUtcNow() || (!subscription.IsLeaving && watched.GetValueOrDefault(subscription.Page) is not { State: WatchState.Active }))
                continue;
            try
            {
                await StepAsync(subscription, cancellationToken);
            }
            // A bug in one platform's folder must not keep the others from being renewed.
            catch (Exception bug) when (bug is not (OperationCanceledException or StorageUnavailableException))
            {
                Log.Failed(logger, subscription.Page.Value, bug);
                await FailAsync(subscription.Page, $"PageWatch itself failed: {bug.Message}", null, cancellationToken);
            }
        }
    }

    /// <summary>Hears a call about a subscription.</summary>
    /// <returns>Null when it is none: some other call, or to an address that no subscription has.</returns>
    public async ValueTask<PushAnswer?> HearAsync(string hookKey, WebhookCall call, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(hookKey, cancellationToken) is not { } subscription
            || await watches.FindAsync(subscription.Page, cancellationToken) is not { } watch
            || subscribers.GetValueOrDefault(watch.Page.Platform)?.Read(call) is not { } heard)
            return null;
        var now = time.GetUtcNow();
        var confirms = false;
        await subscriptions.ChangeAsync(
            subscription.Page,
            before =>
            {
                confirms = false;
                Subscription next;
                switch (heard)
                {
                    case PushCall.Verification asked:
                        (next, confirms) = SubscriptionLifecycle.Verify(before, asked, now);
                        return next;
                    case PushCall.Denied denied:
                        next = SubscriptionLifecycle.Deny(before, denied, now);
                        confirms = next != before;
                        return next;
                    default:
                        throw new InvalidOperationException("A call has no other form.");
                }
            },
            cancellationToken);
        Log.Heard(logger, subscription.Page.Value, heard.GetType().Name, confirms);
        doorbell.Ring(Door.Watches);
        return new PushAnswer(confirms, heard is PushCall.Verification { Challenge: var challenge } ? challenge : "");
    }

    /// <summary>Whether calls still come to the address of a watch that ended: its platform should forget it.</summary>
    public async ValueTask<bool> IsLeavingAsync(string hookKey, CancellationToken cancellationToken) =>
        await subscriptions.FindAsync(hookKey, cancellationToken) is { } subscription
        && (subscription.IsLeaving || await watches.FindAsync(subscription.Page, cancellationToken) is not { State: not WatchState.Ended });

    private async ValueTask StepAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        if (SubscriptionLifecycle.IsOver(subscription, time.GetUtcNow()))
        {
            await subscriptions.RemoveAsync(subscription.Page, cancellationToken);
            return;
        }

        if (await watches.FindAsync(subscription.Page, cancellationToken) is not { } watch || !subscribers.TryGetValue(watch.Page.Platform, out var subscriber))
            return;
        try
        {
            var secrets = await watches.SecretsAsync(watch.Id, cancellationToken);
            var offer = subscription.IsLeaving ? subscription.Offer : await subscriber.FindAsync(new PageCall(watch.Page, new Credentials(secrets)), cancellationToken);
            if (offer is null)
            {
                await FailAsync(watch.Id, "The page names nobody any more who tells of its news.", null, cancellationToken);
                return;
            }

            var asked = await subscriptions.ChangeAsync(watch.Id, before => SubscriptionLifecycle.Ask(before, offer, time.GetUtcNow()), cancellationToken);
            if (asked is not { Pending: { } wish })
                return;
            var secret = wish == PushWish.Subscribe && secrets.TryGetValue("secret", out var kept) ? new Secret(kept) : null;
            await subscriber.AskAsync(new PushRequest(offer, wish, address.HookFor(asked.HookKey), secret, SubscriptionLifecycle.LeaseWished), cancellationToken);
        }
        catch (PlatformException problem)
        {
            Log.Refused(logger, watch.Id.Value, problem.Failure, problem);
            await FailAsync(watch.Id, problem.Message, problem.RetryAfter, cancellationToken);
        }
    }

    private async ValueTask FailAsync(PageId page, string problem, TimeSpan? retryAfter, CancellationToken cancellationToken) => await subscriptions.ChangeAsync(
        page, before => SubscriptionLifecycle.Fail(before.DueAt > time.GetUtcNow() ? before : before with { Tries = before.Tries + 1 }, problem, retryAfter, time.GetUtcNow()), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The subscription of page {Page} failed; it is tried again.")]
        public static partial void Failed(ILogger logger, long page, Exception problem);

        [LoggerMessage(2, LogLevel.Information, "Page {Page} could not be subscribed to ({Failure}); it is polled as before, and asked again later.")]
        public static partial void Refused(ILogger logger, long page, PlatformFailure failure, Exception problem);

        [LoggerMessage(3, LogLevel.Debug, "Page {Page} was called about its subscription ({Kind}); taken: {Taken}.")]
        public static partial void Heard(ILogger logger, long page, string kind, bool taken);
    }
}
