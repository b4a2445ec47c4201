using System.Globalization;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;

namespace PageWatch.Platforms.DemoPage;

/// <summary>Reads the page's log of changes, and the webhooks that tell of them as they happen.</summary>
/// <remarks>A change is told both ways, by the same id and revision: whichever comes second changes nothing.</remarks>
internal sealed class DemoPageSource(DemoPageApi api) : IPollSource, IWebhookSource
{
    private const int LongestRaw = 20_000;
    private const int Batch = 100;

    private static readonly SourceStream Posts = new("posts");

    public PlatformId Platform => DemoPagePlatform.Id;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Posts];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        // A cursor that cannot be read starts over: repeats do no harm.
        var start = long.TryParse(after?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var doing = $"read the posts of {call.Page.Address}";
        var request = DemoPageApi.Ask(HttpMethod.Get, call, string.Create(CultureInfo.InvariantCulture, $"api/posts?after={start}&limit={Batch}"));
        var changes = await api.AskAsync(request, doing, DemoPageJson.Default.ChangesWire, cancellationToken);
        if (changes is not { Posts: { } posts, Next: { } next } || next < start)
            throw DemoPageApi.NotUnderstood(request, doing, "the answer has no posts, or no place to go on from", null);

        var events = posts.Select(post => ReadEntry(post, call.Page.AccountId)).ToList();

        // A page that says "more" and does not move on would be asked for ever.
        return new PollResult(DemoPagePost.ParentsFirst(events), new Cursor(next.ToString(CultureInfo.InvariantCulture)), changes.More == true && next > start);
    }

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now) => StandardWebhooks.Style.Verify(call, secrets, now);

    public IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page)
    {
        HookWire? told;
        try
        {
            told = JsonSerializer.Deserialize(Encoding.UTF8.GetString(call.Body.Span), DemoPageJson.Default.HookWire);
        }
        catch (JsonException problem)
        {
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not read a webhook of {page.Address}: it is not the JSON that a demo page sends.", problem);
        }

        if (told?.Event is not ("post.created" or "post.edited" or "post.deleted"))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not read a webhook of {page.Address}: it tells of nothing that a demo page tells.");
        return DemoPagePost.Read(told.Post, page.AccountId, out var what) is { } happened
            ? [happened]
            : throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not read a webhook of {page.Address}: {what}");
    }

    private static SourceEvent ReadEntry(JsonElement entry, string? accountId)
    {
        string problem;
        try
        {
            if (DemoPagePost.Read(entry.Deserialize(DemoPageJson.Default.PostWire), accountId, out problem) is { } read)
                return read;
        }
        catch (JsonException mistake)
        {
            problem = $"A post is not as a demo page writes them, at {mistake.Path}.";
        }

        return new SourceEvent.PostUnreadable(CleanText.Cut(entry.GetRawText(), LongestRaw), problem);
    }
}
