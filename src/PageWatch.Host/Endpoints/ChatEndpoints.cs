using Microsoft.AspNetCore.Mvc;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline;

namespace PageWatch.Host.Endpoints;

/// <summary>Where chats call us. Who calls is the chat's folder to find out; here only sizes are kept small.</summary>
internal static partial class ChatEndpoints
{
    /// <summary>Bytes of a body: what chats send is far below.</summary>
    private const int LargestBody = 1024 * 1024;

    /// <summary>Bytes up to which a body that is too long is still swallowed, so that its sender hears the answer.</summary>
    private const long LargestSwallowed = 8 * 1024 * 1024;

    public static void MapChannelEndpoints(this IEndpointRouteBuilder routes)
    {
        foreach (var door in routes.ServiceProvider.GetServices<IChatDoor>())
        {
            foreach (var path in door.Paths)
                routes.MapPost(path, (HttpContext http, ILoggerFactory loggers, CancellationToken cancellationToken) => AnswerAsync(door, path, http, loggers, cancellationToken)).WithMetadata(new RequestSizeLimitAttribute(LargestSwallowed));
        }
    }

    private static async Task AnswerAsync(IChatDoor door, string path, HttpContext http, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (http.Request.Headers.ContentEncoding.Count > 0)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (await ReadAsync(http.Request, cancellationToken) is not { } body)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var headers = http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value.OfType<string>()), StringComparer.Ordinal);
        var call = new DoorCall(path, headers, body) { IsFromLoopback = http.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from) && !headers.ContainsKey("x-forwarded-for") };
        DoorAnswer answer;
        try
        {
            // Not the request's token: what was said has been heard, also when the caller hangs up.
            answer = await door.AnswerAsync(call, CancellationToken.None);
        }
        catch (StorageUnavailableException problem)
        {
            // The chat says it again later.
            Log.Full(loggers.CreateLogger("PageWatch.Chats"), path, problem);
            http.Response.Headers.RetryAfter = "30";
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (answer.ContentType is null)
            return;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, cancellationToken);
    }

    private static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
            return null;
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > LargestBody)
                return null;
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What came in at {Path} could not be kept; the chat was asked to say it again.")]
        public static partial void Full(ILogger logger, string path, Exception problem);
    }
}
