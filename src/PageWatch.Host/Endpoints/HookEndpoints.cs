using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Host.Endpoints;

/// <summary>Where platforms call us: check over the raw bytes, keep them, answer; read later.</summary>
internal static partial class HookEndpoints
{
    /// <summary>Characters of a delivery's id that are kept as they are.</summary>
    private const int LongestKey = 200;

    /// <summary>Bytes that are set aside for a body before it has come; a longer one has to come first.</summary>
    private const int UsualBody = 64 * 1024;

    /// <summary>Bytes up to which a body that is too long is still swallowed, so that its sender hears the answer; beyond, the connection is cut.</summary>
    private const long LargestSwallowed = 16 * 1024 * 1024;

    /// <summary>Headers that carry a secret or nothing of use: not kept with the bytes.</summary>
    private static readonly HashSet<string> NotKept = new(StringComparer.Ordinal)
        { "authorization", "cookie", "x-webhook-token", "x-hub-signature", "x-hub-signature-256", "webhook-signature", "svix-signature", "x-slack-signature", "x-twitter-webhooks-signature", "stripe-signature", "x-signature", "signature" };

    public static void MapPlatformWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/hooks/{key}", ["GET", "POST"], ReceiveAsync).WithMetadata(new RequestSizeLimitAttribute(LargestSwallowed));

    private static async Task<IResult> ReceiveAsync(
        string key, HttpContext http, HookDirectory hooks, IInbox inbox, IEnumerable<IWebhookSource> sources, SubscriptionRun subscriptions, IDoorbell doorbell, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger("PageWatch.Hooks");
        var hooked = key.Length is > 20 and < 200 ? await hooks.FindAsync(key, cancellationToken) : null;
        if (HttpMethods.IsGet(http.Request.Method) && await HearAsync(key, http, subscriptions, cancellationToken) is { } heard)
            return heard;
        if (hooked is null && await subscriptions.IsLeavingAsync(key, cancellationToken))
            return No(StatusCodes.Status410Gone, "This page is no longer watched.");
        if (hooked is not (var watch, var allSecrets) || sources.FirstOrDefault(each => each.Platform == watch.Page.Platform) is not { } source)
            return No(StatusCodes.Status404NotFound, "Nobody listens here. Ask for the address that \"watch\" printed.");
        if (http.Request.Headers.ContentEncoding.Count > 0)
            return No(StatusCodes.Status415UnsupportedMediaType, "Send the body as it is, without Content-Encoding.");
        if (await ReadAsync(http.Request, cancellationToken) is not { } body)
            return No(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {WebhookCall.LargestBody / 1024} KiB.");

        var call = new WebhookCall(http.Request.Method, http.Request.QueryString.Value ?? "", HeadersOf(http.Request), body);
        var secrets = HookSecrets.ValidAt(time.GetUtcNow(), allSecrets);
        switch (source.Verify(call, watch.Page, secrets, time.GetUtcNow()))
        {
            case WebhookVerdict.Handshake handshake:
                return Results.Text(handshake.Answer, handshake.ContentType);
            case WebhookVerdict.Forged forged:
                Log.Forged(logger, watch.Id.Value, forged.Why);
                return No(StatusCodes.Status401Unauthorized, "The signature does not fit. Check the secret and the clock of the sender.");
            case WebhookVerdict.Genuine genuine:
                return await KeepAsync(watch, call, secrets, genuine, inbox, doorbell, time, logger, cancellationToken);
            default:
                throw new InvalidOperationException("A verdict has no other form.");
        }
    }

    /// <summary>A question about a subscription, or word of its end; the answer is the challenge and nothing else.</summary>
    /// <returns>Null when it is some other call.</returns>
    private static async ValueTask<IResult?> HearAsync(string key, HttpContext http, SubscriptionRun subscriptions, CancellationToken cancellationToken)
    {
        var call = new WebhookCall(http.Request.Method, http.Request.QueryString.Value ?? "", HeadersOf(http.Request), ReadOnlyMemory<byte>.Empty);
        if (key.Length is <= 20 or >= 200 || await subscriptions.HearAsync(key, call, cancellationToken) is not { } answer)
            return null;
        if (!answer.IsTaken)
            return No(StatusCodes.Status404NotFound, "Nothing of the kind was asked for.");
        // What somebody else wrote is sent back: no browser may take it for a page.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(answer.Challenge, "text/plain");
    }

    private static async Task<IResult> KeepAsync(
        Watch watch, WebhookCall call, IReadOnlyList<Secret> secrets, WebhookVerdict.Genuine genuine, IInbox inbox, IDoorbell doorbell, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var key = KeyOf(genuine, call);
        var kept = call with { Headers = KeptOf(call.Headers, secrets) };
        try
        {
            // Not the request's token: a sender that hangs up has been heard all the same.
            var accepted = await inbox.AcceptAsync(new InboxDelivery(watch.Id, key, kept, time.GetUtcNow()), CancellationToken.None);
            if (!accepted.IsRepeat)
                doorbell.Ring(Door.Inbox);
            cancellationToken.ThrowIfCancellationRequested();
            return accepted.IsRepeat ? Taken.Again : Taken.New;
        }
        catch (StorageUnavailableException problem)
        {
            Log.Full(logger, problem);
            return new Busy(problem.Message);
        }
    }

    /// <summary>The sender's id as it is, or a digest where it is too long or too odd to be kept: cut or cleaned, two ids could become one, and a delivery be lost.</summary>
    private static string KeyOf(WebhookVerdict.Genuine genuine, WebhookCall call)
    {
        if (genuine.DeliveryId is not { } id)
            return Convert.ToHexStringLower(SHA256.HashData(call.Body.Span));
        return CleanText.Line(id, LongestKey) == id ? id : "sha256 " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }

    private static Dictionary<string, IReadOnlyList<string>> KeptOf(IReadOnlyDictionary<string, IReadOnlyList<string>> headers, IReadOnlyList<Secret> secrets)
    {
        var kept = new Dictionary<string, IReadOnlyList<string>>(headers.Count, StringComparer.Ordinal);
        foreach (var (name, values) in headers)
        {
            if (!NotKept.Contains(name) && !HoldsOne(values, secrets))
                kept.Add(name, values);
        }

        return kept;
    }

    /// <summary>A sender may send its secret along under a name of its own.</summary>
    private static bool HoldsOne(IReadOnlyList<string> values, IReadOnlyList<Secret> secrets)
    {
        foreach (var value in values)
        {
            foreach (var secret in secrets)
            {
                if (secret.Value.Length > 0 && value.Contains(secret.Value, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    private static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > WebhookCall.LargestBody)
            return null;
        if (request.ContentLength is { } told and <= UsualBody)
        {
            // The server gives as many bytes as were told, or throws.
            var whole = new byte[told];
            await request.Body.ReadExactlyAsync(whole, cancellationToken);
            return whole;
        }

        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > WebhookCall.LargestBody)
                return null;
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static Dictionary<string, IReadOnlyList<string>> HeadersOf(HttpRequest request)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(request.Headers.Count, StringComparer.Ordinal);
        // The server has joined names that differ in case already.
        foreach (var (name, values) in request.Headers)
            headers[name.ToLowerInvariant()] = values.Count == 1 && values[0] is { } one ? [one] : [.. values.OfType<string>()];
        return headers;
    }

    private static IResult No(int status, string why) => Results.Json(new Refusal(why), HookJson.Default.Refusal, statusCode: status);

    private sealed class Busy(string why) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = "30";
            return No(StatusCodes.Status503ServiceUnavailable, why).ExecuteAsync(httpContext);
        }
    }

    /// <summary>Written once for all: nearly every answer is one of two.</summary>
    private sealed class Taken(byte[] json) : IResult
    {
        public static readonly Taken New = new("""{"accepted":1,"duplicates":0}"""u8.ToArray());

        public static readonly Taken Again = new("""{"accepted":0,"duplicates":1}"""u8.ToArray());

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = StatusCodes.Status202Accepted;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = json.Length;
            return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }

    private sealed record Refusal(string Error);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Refusal))]
    private sealed partial class HookJson : JsonSerializerContext;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call for watch {Watch} was not genuine: {Why}")]
        public static partial void Forged(ILogger logger, long watch, string why);

        [LoggerMessage(2, LogLevel.Error, "A webhook could not be kept; its sender was asked to try again.")]
        public static partial void Full(ILogger logger, Exception problem);
    }
}
