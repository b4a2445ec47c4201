using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>Calls Teams: says something, replaces what was said, asks who somebody is.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</remarks>
internal sealed partial class TeamsConnector(IOptions<TeamsOptions> options, TeamsHttp http, TeamsBearer bearer, TeamsHosts hosts, TeamsPace pace, TeamsMeter meter, TimeProvider time, ILogger<TeamsConnector> logger)
{
    private const int LargestAnswer = 262_144;
    private const int LongestWord = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    /// <summary>Says something in a conversation; in the thread, where its id names one.</summary>
    /// <param name="name">The place as people know it, for what is told when it fails.</param>
    /// <exception cref="ChannelException">Nothing was sent: too many messages already, or no token.</exception>
    public async ValueTask<TeamsPost> PostAsync(Uri serviceUrl, string conversation, byte[] activity, string name, CancellationToken cancellationToken)
    {
        pace.Take(TeamsActivity.Split(conversation).Conversation, name);
        // Without a token nothing leaves: that failure is told as one that left no message.
        if (!options.Value.Anonymous)
            await bearer.GetAsync(null, cancellationToken);
        Reply reply;
        try
        {
            reply = await SendAsync(HttpMethod.Post, serviceUrl, $"conversations/{Segment(conversation)}/activities", activity, name, cancellationToken);
        }
        catch (ChannelException problem)
        {
            return new TeamsPost(null, problem, MayHaveArrived: problem.Failure == ChannelFailure.Unreachable && !NeverLeft(problem.InnerException));
        }

        if (!reply.IsGood)
            return new TeamsPost(null, reply.Status is 502 or 504 ? Unreachable(reply, name) : FailureOf(reply, name), MayHaveArrived: reply.Status >= 500);
        return IdOf(reply.Body) is { } id
            ? new TeamsPost(id, null, MayHaveArrived: true)
            : new TeamsPost(null, new ChannelException(ChannelFailure.Unreachable, $"{name}: Teams took the card and did not say where it stands."), MayHaveArrived: true);
    }

    /// <summary>Replaces a message of ours.</summary>
    /// <returns>False when it stands there no more.</returns>
    /// <exception cref="ChannelException">Teams did not take it.</exception>
    public async ValueTask<bool> PutAsync(Uri serviceUrl, string conversation, string activityId, byte[] activity, string name, CancellationToken cancellationToken)
    {
        pace.Take(TeamsActivity.Split(conversation).Conversation, name);
        var reply = await SendAsync(HttpMethod.Put, serviceUrl, $"conversations/{Segment(conversation)}/activities/{Segment(activityId)}", activity, name, cancellationToken);
        if (reply.IsGood)
            return true;
        if (reply.Status == 404 && reply.Says("ActivityNotFound"))
            return false;
        throw FailureOf(reply, name);
    }

    /// <summary>The chat between the bot and one person; the same one each time.</summary>
    /// <exception cref="ChannelException">There is none.</exception>
    public async ValueTask<string> OpenPersonalAsync(Uri serviceUrl, byte[] request, string name, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Post, serviceUrl, "conversations", request, name, cancellationToken);
        if (!reply.IsGood)
            throw FailureOf(reply, name);
        return IdOf(reply.Body) ?? throw new ChannelException(ChannelFailure.Unreachable, $"{name}: Teams opened a chat and did not say which.");
    }

    /// <param name="user">The id for this bot, or the Entra id.</param>
    /// <returns>The member as Teams tells it; undefined when nobody of that id is in the conversation.</returns>
    /// <exception cref="ChannelException">Teams did not say.</exception>
    public async ValueTask<JsonElement> MemberAsync(Uri serviceUrl, string conversation, string user, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Get, serviceUrl, $"conversations/{Segment(conversation)}/members/{Segment(user)}", null, "The member list", cancellationToken);
        if (reply.Status == 404)
            return default;
        if (!reply.IsGood)
            throw FailureOf(reply, "The member list");
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            return json.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            throw new ChannelException(ChannelFailure.Unreachable, "The member list is no JSON.", problem);
        }
    }

    private async ValueTask<Reply> SendAsync(HttpMethod method, Uri serviceUrl, string path, byte[]? body, string name, CancellationToken cancellationToken)
    {
        // Whatever a store or an activity names: the token goes nowhere else.
        if (!hosts.TryRead(serviceUrl.OriginalString, out _))
            throw new ChannelException(ChannelFailure.Closed, $"{name} lies at {CleanText.Line(serviceUrl.Host, 100)}, which is no host of Teams. Mention the bot there once, or add the host to PageWatch:Teams:ServiceHosts.");
        var address = new Uri($"{serviceUrl.AbsoluteUri.TrimEnd('/')}/v3/{path}");
        string? refused = null;
        while (true)
        {
            var token = options.Value.Anonymous ? null : await bearer.GetAsync(refused, cancellationToken);
            var reply = await OnceAsync(method, address, body, token, name, cancellationToken);
            if (reply.Status != 401 || token is null || refused is not null)
                return reply;
            refused = token;
        }
    }

    private async ValueTask<Reply> OnceAsync(HttpMethod method, Uri address, byte[]? body, string? token, string name, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(method, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.TryAddWithoutValidation("User-Agent", "PageWatch");
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = Json;
            }

            using var response = await http.Invoker.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            meter.Called(method.Method, status);
            var said = await TeamsAnswer.TextAsync(response, LargestAnswer, either.Token);
            if (!response.IsSuccessStatusCode)
                Log.Answered(logger, method.Method, status, WordOf(said));
            return new Reply(status, said, RetryAfter(response));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            meter.Called(method.Method, 0);
            throw new ChannelException(ChannelFailure.Unreachable, $"{name}: Teams gave no answer within {Longest.TotalSeconds:0} s.");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            meter.Called(method.Method, 0);
            throw new ChannelException(ChannelFailure.Unreachable, $"{name}: Teams cannot be reached: {CleanText.Line(problem.Message, LongestWord)}", problem);
        }
    }

    private static ChannelException FailureOf(Reply reply, string name)
    {
        var word = WordOf(reply.Body);
        var answer = word.Length == 0 ? reply.Status.ToString(CultureInfo.InvariantCulture) : $"{reply.Status}: {word}";
        return reply.Status switch
        {
            // 412 is "precondition failed: parallel operation"; all four are to be tried again: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
            429 => new ChannelException(ChannelFailure.RateLimited, $"{name}: Teams asks for a pause ({answer}).") { RetryAfter = reply.RetryAfter ?? TimeSpan.FromSeconds(10) },
            412 or 502 or 504 => new ChannelException(ChannelFailure.RateLimited, $"{name}: Teams was busy ({answer}).") { RetryAfter = reply.RetryAfter ?? TimeSpan.FromSeconds(2) },
            >= 500 or 408 => Unreachable(reply, name),
            401 => new ChannelException(ChannelFailure.Closed, $"{name}: Teams does not take the bot's token ({answer}). Check PageWatch:Teams: AppId, Tenants and the bot's registration."),
            403 when reply.Says("BotNotInConversationRoster") => new ChannelException(ChannelFailure.Closed, $"{name}: the bot was removed there ({answer}). Add the app to the team or chat again."),
            403 when reply.Says("MessageWritesBlocked") => new ChannelException(ChannelFailure.Closed, $"{name}: the bot may not write there ({answer}). Somebody blocked or removed the app; unblock it or add it again."),
            403 => new ChannelException(ChannelFailure.Closed, $"{name}: Teams forbids the bot to write there ({answer}). Check that the app is allowed and added to the team."),
            404 => new ChannelException(ChannelFailure.Closed, $"{name}: the place is gone ({answer}). Remove the channel here, and add another where the team talks now."),
            413 => new ChannelException(ChannelFailure.Refused, $"{name}: the card is too large for Teams ({answer})."),
            >= 300 and < 400 => new ChannelException(ChannelFailure.Closed, $"{name}: Teams points elsewhere ({reply.Status}), and redirects are not followed. Mention the bot there once, so that it learns the new address."),
            _ => new ChannelException(ChannelFailure.Refused, $"{name}: Teams refused the card ({answer})."),
        };
    }

    private static ChannelException Unreachable(Reply reply, string name) =>
        new(ChannelFailure.Unreachable, $"{name}: Teams is in trouble ({reply.Status}).") { RetryAfter = reply.RetryAfter };

    /// <summary>Nobody got to see the request: a card in it cannot stand anywhere.</summary>
    private static bool NeverLeft(Exception? problem) => problem is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };

    /// <summary>The code of an error, where there is one; the rest may be HTML, or quote the card.</summary>
    private static string WordOf(string body)
    {
        for (var depth = 0; depth < 3 && body.AsSpan().TrimStart().StartsWith("{"); depth++)
        {
            try
            {
                using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
                var error = TeamsActivity.Part(json.RootElement, "error");
                var holder = error.ValueKind == JsonValueKind.Object ? error : json.RootElement;
                // What stands within says more: {"error":{"code":"ServiceError","message":"{\"subCode\":\"MessageWritesBlocked\"}"}}.
                var message = TeamsActivity.Long(holder, "message");
                if (message.AsSpan().TrimStart().StartsWith("{"))
                {
                    body = message;
                    continue;
                }

                foreach (var code in (string[])["subCode", "code", "errorCode"])
                {
                    if (TeamsActivity.Id(holder, code) is { Length: > 0 } word)
                        return word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? CleanText.Cut(word, 60) : "";
                }

                return "";
            }
            catch (JsonException)
            {
                return "";
            }
        }

        return "";
    }

    private static string? IdOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return TeamsActivity.Id(json.RootElement, "id") is { Length: > 0 } id ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } when at > time.GetUtcNow() => at - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>One part of a path. "." and ".." would lead to another.</summary>
    private static string Segment(string id) => id is "." or ".." or ""
        ? throw new ChannelException(ChannelFailure.Refused, "An id of Teams is no id.")
        : Uri.EscapeDataString(id);

    private sealed record Reply(int Status, string Body, TimeSpan? RetryAfter)
    {
        public bool IsGood => Status is >= 200 and < 300;

        /// <summary>Errors come as JSON, as JSON within JSON, as text and as HTML; the word is the same in all.</summary>
        public bool Says(string word) => Body.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Teams answered {Method} with {Status} {Code}.")]
        public static partial void Answered(ILogger logger, string method, int status, string code);
    }
}

/// <summary>What became of a message that was to be posted.</summary>
/// <param name="Id">Null when it failed.</param>
/// <param name="MayHaveArrived">It may stand there although it failed.</param>
internal sealed record TeamsPost(string? Id, ChannelException? Failure, bool MayHaveArrived);
