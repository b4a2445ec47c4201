using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.DemoPage;

/// <summary>Speaks with one page's API.</summary>
internal sealed class DemoPageApi(PageHttp http, TimeProvider time)
{
    /// <param name="path">Below the page's address: <c>api/posts/p7k2</c>.</param>
    public static PageRequest Ask(HttpMethod method, Uri page, string path, string? token) => new(method, new Uri(page, path))
    {
        Headers = token is null ? [] : [("Authorization", "Bearer " + token)],
    };

    public static PageRequest Ask(HttpMethod method, PageCall call, string path) => Ask(method, call.Page.Address, path, call.Credentials[DemoPagePlatform.Token]);

    /// <summary>The path of a post, whatever is in its id.</summary>
    public static string Post(string nativeId) => "api/posts/" + Uri.EscapeDataString(nativeId);

    /// <summary>Sends, and leaves the answer to the caller.</summary>
    public Task<PageAnswer> SendAsync(PageRequest request, string doing, CancellationToken cancellationToken) => http.SendAsync(request, doing, cancellationToken);

    /// <summary>Sends, and takes success alone for an answer.</summary>
    public async Task<T> AskAsync<T>(PageRequest request, string doing, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await SendAsync(request, doing, cancellationToken);
        return answer.IsSuccess ? Read(request, answer, doing, type) : throw Failure(request, answer, doing);
    }

    public PlatformException Failure(PageRequest request, PageAnswer answer, string doing) => answer.Failure(request, doing, DemoPagePlatform.Mend, time.GetUtcNow());

    /// <exception cref="PlatformException">It is no JSON of that shape.</exception>
    public static T Read<T>(PageRequest request, PageAnswer answer, string doing, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(answer.Text, type) is { } read)
                return read;
        }
        catch (JsonException problem)
        {
            throw NotUnderstood(request, doing, "the answer is not the JSON that a demo page sends", problem);
        }

        throw NotUnderstood(request, doing, "the answer is empty", null);
    }

    public static PlatformException NotUnderstood(PageRequest request, string doing, string why, Exception? inner) =>
        new(PlatformFailure.NotUnderstood, $"Could not {doing}: {why}.", inner) { MayHaveActed = request.Acts };

    /// <summary>Whether the page itself says that a post is not there. Any server on the way can answer 404 or 410, and that proves nothing (promise 4).</summary>
    public static bool SaysItIsGone(PageAnswer answer) => answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone && ReasonOf(answer) is not null;

    /// <summary>The page's own reason for a no, in words for a card; null when it was not the page that answered.</summary>
    public static string? ReasonOf(PageAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Text, DemoPageJson.Default.ErrorWire)?.Error is { Length: > 0 } error ? CleanText.Line(error, 300) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
