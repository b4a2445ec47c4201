using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Signatures;

namespace PageWatch.Platforms.Feeds.WebSub;

/// <summary>Understands what a hub tells of a feed's news: the feed itself, some of it, or only that there are news.</summary>
/// <remarks>Hubs repeat and overtake themselves, and a feed has no order of versions: whatever is told, the feed itself is looked at again.</remarks>
internal sealed class HubPushes : IWebhookSource
{
    public PlatformId Platform => FeedFinder.Feed;

    /// <summary>Only the body is signed, and no header is believed. The same bytes within a second are one delivery; later they may be news again.</summary>
    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (call.Method != "POST")
            return new WebhookVerdict.Forged("It asks about a subscription that nobody wished, or asks nothing.");
        if (HubSignature.Style.Verify(call, secrets, now) is WebhookVerdict.Forged forged)
            return forged;
        return new WebhookVerdict.Genuine(string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(call.Body.Span))} {now.ToUnixTimeSeconds()}"));
    }

    public IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page)
    {
        var headers = call.Headers.Where(header => header.Key == "content-type").ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        var reading = FeedReader.Read(new PageAnswer(HttpStatusCode.OK, headers, call.Body.ToArray(), page.Address, []));
        return reading.Document is { } document ? [.. FeedEvents.Pushed(document, page), new SourceEvent.PageChanged()] : [new SourceEvent.PageChanged()];
    }
}
