using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>Asks a platform to call us when a page has news, where it calls nobody who has not asked, and stops unless asked again.</summary>
/// <remarks>Does not store, retry or wait: Ingest does. What the calls then say is read by the platform's <see cref="IWebhookSource"/>.</remarks>
public interface IPushSubscriber
{
    PlatformId Platform { get; }

    /// <summary>Looks where the page's news are told now; it may be elsewhere than the last time.</summary>
    /// <returns>Null when nobody tells them.</returns>
    /// <exception cref="PlatformException">The page did not say.</exception>
    ValueTask<PushOffer?> FindAsync(PageCall call, CancellationToken cancellationToken);

    /// <summary>Asks to be told, to be told for longer, or to be told no more. Whether it was granted comes as a call, perhaps before this returns.</summary>
    /// <exception cref="PlatformException">Refused, or not reached.</exception>
    ValueTask AskAsync(PushRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a call that is about the subscription itself. Pure.</summary>
    /// <returns>Null when it is none.</returns>
    PushCall? Read(WebhookCall call);
}

/// <summary>Who tells a page's news, and what to name the page there.</summary>
/// <param name="Topic">Compared as exact text.</param>
public sealed record PushOffer(Uri Hub, Uri Topic);

/// <param name="Callback">Where the calls are to come in; nobody else knows it.</param>
/// <param name="Secret">What the calls are to be signed with; null when being told is to end.</param>
/// <param name="Lease">How long we wish to be told; the platform may grant another time.</param>
public sealed record PushRequest(PushOffer Offer, PushWish Wish, Uri Callback, Secret? Secret, TimeSpan Lease);

/// <summary>Stored by name: never rename without a migration.</summary>
public enum PushWish
{
    Subscribe,
    Unsubscribe,
}

/// <summary>A call about a subscription.</summary>
public abstract record PushCall
{
    private PushCall()
    {
    }

    /// <summary>Asks whether we did ask; to be answered with the challenge, or not at all.</summary>
    /// <param name="Lease">Null when the platform does not say for how long.</param>
    public sealed record Verification(PushWish Wish, string Topic, string Challenge, TimeSpan? Lease) : PushCall;

    /// <summary>We are not told, or no longer.</summary>
    /// <param name="Reason">In the platform's words; null when it says nothing. Hostile text.</param>
    public sealed record Denied(string Topic, string? Reason) : PushCall;
}
