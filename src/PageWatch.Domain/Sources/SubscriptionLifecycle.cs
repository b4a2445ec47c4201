using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>What becomes of a subscription as time passes and its platform calls. Pure; calls may repeat, come late, or come from anybody.</summary>
public static class SubscriptionLifecycle
{
    /// <summary>For how long we ask to be told: https://www.w3.org/TR/websub/#subscriber-sends-subscription-request leaves the choice to the hub.</summary>
    public static readonly TimeSpan LeaseWished = TimeSpan.FromDays(10);

    /// <summary>A page whose platform tells us is still asked this often: pushes may stop in silence.</summary>
    public static readonly TimeSpan NetEvery = TimeSpan.FromHours(1);

    /// <summary>Some hubs ask from several places: a question that repeats within this after it was answered is answered again.</summary>
    private static readonly TimeSpan RepeatsWithin = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(30);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Farewells that a platform does not hear before it is left to forget us by itself.</summary>
    private const int MostFarewells = 4;

    public static Subscription Begin(PageId page, string hookKey, DateTimeOffset now) => new() { Page = page, HookKey = hookKey, DueAt = now };

    /// <summary>Written down before the platform is asked: it may call back before it answers, and a crash between the two asks again.</summary>
    public static Subscription Ask(Subscription before, PushOffer offer, DateTimeOffset now) => before with
    {
        Offer = offer,
        Pending = before.IsLeaving ? PushWish.Unsubscribe : PushWish.Subscribe,
        Tries = before.Tries + 1,
        // Where no confirmation follows, it is asked again.
        DueAt = now + Wait(before.Tries + 1, null),
    };

    /// <summary>The platform refused, could not be reached, or there is none: what we are told already we are told until its time ends.</summary>
    public static Subscription Fail(Subscription before, string problem, TimeSpan? retryAfter, DateTimeOffset now)
    {
        // What was asked stays asked: a platform whose answer was lost may have taken it, and will want to know whether it was us.
        var tries = Math.Max(before.Tries, 1);
        return before with { Tries = tries, Problem = problem, DueAt = now + Wait(tries, retryAfter) };
    }

    /// <summary>The watch ended.</summary>
    public static Subscription Leave(Subscription before, DateTimeOffset now) =>
        before.IsLeaving ? before : before with { IsLeaving = true, Pending = null, Tries = 0, Problem = null, DueAt = now };

    /// <summary>Nothing is left to be done or to be answered: whoever is not told has nobody to take leave of.</summary>
    public static bool IsOver(Subscription subscription, DateTimeOffset now) => subscription.IsLeaving
        && (subscription.ToldUntil is null || subscription.ToldUntil <= now || (subscription.Tries >= MostFarewells && subscription.DueAt <= now))
        && !(subscription.ConfirmedAt + RepeatsWithin > now);

    /// <returns>The next state, and whether the platform may be told that we did ask.</returns>
    public static (Subscription Next, bool Confirms) Verify(Subscription before, PushCall.Verification asked, DateTimeOffset now)
    {
        var wish = before.IsLeaving ? PushWish.Unsubscribe : PushWish.Subscribe;
        if (asked.Wish != wish || before.Offer?.Topic.OriginalString != asked.Topic)
            return (before, false);
        if (before.Pending != wish)
            return (before, before.ConfirmedAt + RepeatsWithin > now);
        if (before.IsLeaving)
            return (before with { Pending = null, ConfirmedAt = now, ToldUntil = null, DueAt = now + RepeatsWithin }, true);

        var lease = asked.Lease ?? LeaseWished;
        lease = lease < ShortestLease ? ShortestLease : lease > LongestLease ? LongestLease : lease;
        return (before with { Pending = null, ConfirmedAt = now, ToldUntil = now + lease, DueAt = now + (lease * 0.8), Tries = 0, Problem = null }, true);
    }

    public static Subscription Deny(Subscription before, PushCall.Denied denied, DateTimeOffset now)
    {
        if (before.Offer?.Topic.OriginalString != denied.Topic)
            return before;
        var reason = CleanText.Line(denied.Reason, 200);
        var host = before.Offer.Hub.Host;
        return before with
        {
            Pending = null,
            ToldUntil = null,
            Tries = before.Tries + 1,
            Problem = reason.Length == 0 ? $"{host} does not tell us of this page." : $"{host} does not tell us of this page: {reason}",
            DueAt = now + LongestWait,
        };
    }

    private static TimeSpan Wait(int tries, TimeSpan? told)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(tries - 1, 10));
        wait = told > wait ? told.Value : wait;
        return wait < LongestWait ? wait : LongestWait;
    }
}
