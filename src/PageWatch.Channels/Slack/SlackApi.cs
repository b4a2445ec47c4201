using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary>Calls Slack's Web API. Answers are bounded in time and size; tokens and addresses of answers stand in no message.</summary>
internal sealed class SlackApi(HttpMessageInvoker http, IOptions<SlackOptions> options, TimeProvider time)
{
    private const int LongestAnswer = 1024 * 1024;
    private const int LongestWord = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>A form always works, with JSON as text in its fields: https://docs.slack.dev/apis/web-api/#slack-web-api__evaluating-responses</summary>
    /// <param name="fields">Those that are null are left out.</param>
    public ValueTask<SlackAnswer> CallAsync(string method, IEnumerable<(string Name, string? Value)> fields, CancellationToken cancellationToken) =>
        AskAsync(method, options.Value.BotToken, fields, cancellationToken);

    /// <summary>A new address for Socket Mode; each is good for one connection. https://docs.slack.dev/reference/methods/apps.connections.open</summary>
    public ValueTask<SlackAnswer> ConnectAsync(CancellationToken cancellationToken) => AskAsync("apps.connections.open", options.Value.AppToken, [], cancellationToken);

    /// <summary>Answers to an address that came with a press or a command: five times within half an hour. https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses</summary>
    public async ValueTask<SlackAnswer> RespondAsync(Uri responseUrl, JsonObject body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = new StringContent(SlackJson.Write(body), Encoding.UTF8, "application/json") };
        return await SendAsync(request, isWebApi: false, cancellationToken);
    }

    /// <summary>
    /// Slack's own hosts, over TLS, or the very place that the settings name. What came with a call was proved to be Slack's; that it leads back to Slack is checked all the same.
    /// </summary>
    public bool IsSlack(Uri address)
    {
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0)
            return false;
        var api = options.Value.Api!;
        if (address.Host == api.Host && address.Port == api.Port && (address.Scheme is "https" or "wss" || (api.Scheme == "http" && address.Scheme is "http" or "ws")))
            return true;
        return address.Scheme is "https" or "wss" && address.IsDefaultPort && IsSlackHost(address.Host);
    }

    private static bool IsSlackHost(string host) =>
        host.EndsWith(".slack.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".slack-gov.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".slack-msgs.com", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<SlackAnswer> AskAsync(string method, string? token, IEnumerable<(string Name, string? Value)> fields, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.Api!, method));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new FormUrlEncodedContent(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));
        return await SendAsync(request, isWebApi: true, cancellationToken);
    }

    private async ValueTask<SlackAnswer> SendAsync(HttpRequestMessage request, bool isWebApi, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "PageWatch");
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var bytes = await ReadAsync(response, either.Token);
            return isWebApi || !response.IsSuccessStatusCode ? Understand(response, bytes) : new SlackAnswer("", default);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SlackAnswer(SlackAnswer.NoAnswer, default) { Detail = $"no answer within {Longest.TotalSeconds:0} s" };
        }
        // Whatever the way there says: a lost line, a name that does not resolve, an address that the service must not reach.
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return new SlackAnswer(SlackAnswer.NoAnswer, default) { Detail = CleanText.Line(problem.Message, LongestWord) };
        }
    }

    private SlackAnswer Understand(HttpResponseMessage response, ReadOnlyMemory<byte>? bytes)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return new SlackAnswer("ratelimited", default) { RetryAfter = RetryAfter(response) };
        var status = (int)response.StatusCode;
        if (bytes is null || SlackJson.Read(bytes.Value) is not { } body)
            return new SlackAnswer(status is >= 400 and < 500 and not 408 ? $"http_{status}" : SlackAnswer.NotUnderstood, default) { Detail = bytes is null ? "an answer of more than 1 MiB" : $"status {status}", RetryAfter = RetryAfter(response) };
        if (body.Flag("ok"))
            return new SlackAnswer("", body);
        var error = CleanText.Line(body.Text("error"), LongestWord);
        if (error.Length == 0)
            return new SlackAnswer(SlackAnswer.NotUnderstood, default) { Detail = $"status {status}" };
        var detail = body.Text("needed") ?? body.Items("response_metadata", "messages").Select(message => message.Text()).FirstOrDefault(text => text is not null);
        return new SlackAnswer(error, body) { Detail = CleanText.Line(detail, LongestWord), RetryAfter = RetryAfter(response) };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } when at > time.GetUtcNow() => at - time.GetUtcNow(),
        _ => null,
    };

    /// <returns>Null when there is more than we take.</returns>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > LongestAnswer)
            return null;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(piece, cancellationToken)) > 0;)
        {
            if (kept.Length + read > LongestAnswer)
                return null;
            kept.Write(piece, 0, read);
        }

        return kept.ToArray();
    }
}
