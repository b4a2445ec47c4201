using System.Globalization;
using System.Net;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Feeds.WebSub;

/// <summary>Asks a feed's hub to tell us of its news: https://www.w3.org/TR/websub/#subscriber-sends-subscription-request</summary>
internal sealed class HubSubscriber(PageHttp http, TimeProvider time) : IPushSubscriber
{
    private const int MostRedirects = 3;

    public PlatformId Platform => FeedFinder.Feed;

    public async ValueTask<PushOffer?> FindAsync(PageCall call, CancellationToken cancellationToken)
    {
        var request = FeedRequest.For(call.Page.Address);
        var answer = await http.SendAsync(request, FeedRequest.Doing(request.Address), cancellationToken);
        if (!answer.IsSuccess)
            throw FeedRequest.Refused(answer, request, time.GetUtcNow());
        return FeedReader.Read(answer).Document is { } document ? HubDiscovery.In(answer, document) : null;
    }

    public async ValueTask AskAsync(PushRequest request, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(FormOf(request));
        var hub = request.Offer.Hub;
        for (var redirects = 0; ; redirects++)
        {
            var doing = $"ask the hub {hub} to {(request.Wish == PushWish.Subscribe ? "tell us of" : "tell us no more of")} {request.Offer.Topic}";
            if (!HubDiscovery.MayBeAsked(hub))
                throw new PlatformException(PlatformFailure.Forbidden, $"Could not {doing}: it is no https address, and would be given a secret.");
            var asked = new PageRequest(HttpMethod.Post, hub) { Body = body, ContentType = "application/x-www-form-urlencoded" };
            var answer = await http.SendAsync(asked, doing, cancellationToken);
            if (answer.IsSuccess)
                return;
            if (answer.Status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                && redirects < MostRedirects && answer.Header("Location") is { } location && Uri.TryCreate(hub, location, out var next))
            {
                hub = next;
                continue;
            }

            throw Refused(answer, asked, doing);
        }
    }

    public PushCall? Read(WebhookCall call) => HubQuestion.Read(call);

    private PlatformException Refused(PageAnswer answer, PageRequest asked, string doing)
    {
        if ((int)answer.Status is 429 or >= 500)
            return answer.Failure(asked, doing, "", time.GetUtcNow());
        // Hubs say why in plain text.
        var reason = answer.Header("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true ? "" : CleanText.Line(answer.Text, 200);
        return new PlatformException(PlatformFailure.Denied, $"Could not {doing}: refused ({(int)answer.Status}){(reason.Length == 0 ? "." : $": {reason}")}");
    }

    private static string FormOf(PushRequest request)
    {
        List<(string Name, string Value)> fields =
        [
            ("hub.mode", request.Wish == PushWish.Subscribe ? "subscribe" : "unsubscribe"),
            ("hub.topic", request.Offer.Topic.OriginalString),
            ("hub.callback", request.Callback.AbsoluteUri),
        ];
        if (request.Wish == PushWish.Subscribe)
            fields.Add(("hub.lease_seconds", ((long)request.Lease.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        if (request.Secret is { } secret)
            fields.Add(("hub.secret", secret.Value));
        return string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
    }
}
