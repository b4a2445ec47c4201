using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Hears from Slack over a connection that we open: no public address is needed. https://docs.slack.dev/apis/events-api/using-socket-mode</summary>
internal sealed partial class SlackSocket(SlackApi api, SlackReception reception, SlackMeter meter, IOptions<SlackOptions> options, TimeProvider time, ILogger<SlackSocket> logger) : IChatConnection
{
    private const int LargestMessage = 1024 * 1024;

    /// <summary>Slack says hello at once.</summary>
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(30);

    /// <summary>Pings both ways: a line that is dead without saying so is noticed within half a minute.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>A token that Slack refuses is mended by a person; until then there is no use in asking often.</summary>
    private static readonly TimeSpan RefusedWait = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsOn || string.IsNullOrWhiteSpace(options.Value.AppToken))
            return;
        var lines = new List<Task>();
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var failures = 0;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                lines.RemoveAll(line => line.IsCompleted);
                var opened = await OpenAsync(all.Token);
                if (opened.Line is null)
                {
                    await WaitAsync(opened.Wait ?? Backoff(failures++), cancellationToken);
                    continue;
                }

                failures = 0;
                var line = opened.Line;
                lines.Add(line.EndedAsync());
                // Either the line is about to be replaced, and goes on meanwhile, or it has ended.
                switch (await line.NeedsAnother.WaitAsync(cancellationToken))
                {
                    case SlackLineEnd.TurnedOff:
                        Log.TurnedOff(logger);
                        return;
                    case SlackLineEnd.TooMany:
                        await WaitAsync(LongestWait, cancellationToken);
                        break;
                    case SlackLineEnd.Lost:
                        // A line that ends as soon as it is there must not be opened a hundred times a second.
                        await WaitAsync(Backoff(failures++), cancellationToken);
                        break;
                }
            }
        }
        finally
        {
            await all.CancelAsync();
            await Task.WhenAll(lines);
        }
    }

    private async ValueTask<(SlackLineIn? Line, TimeSpan? Wait)> OpenAsync(CancellationToken cancellationToken)
    {
        var answer = await api.ConnectAsync(cancellationToken);
        if (!answer.IsOk)
        {
            if (answer.Error is "invalid_auth" or "not_authed" or "not_allowed_token_type" or "token_revoked" or "account_inactive" or "missing_scope" or "no_permission" or "socket_mode_disabled" or "forbidden_team")
            {
                Log.Refused(logger, answer.Error);
                return (null, RefusedWait);
            }

            Log.NotNow(logger, answer.Error);
            return (null, answer.RetryAfter);
        }

        if (!Uri.TryCreate(answer.Body.Text("url"), UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss") || !api.IsSlack(address))
        {
            Log.NotNow(logger, "an address that is not Slack's");
            return (null, null);
        }

        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = PingEvery;
        socket.Options.KeepAliveTimeout = PongWithin;
        using var limit = new CancellationTokenSource(HelloWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await socket.ConnectAsync(address, either.Token);
            if (await ReadAsync(socket, either.Token) is { } bytes && SlackJson.Read(bytes) is { } hello && hello.Text("type") == "hello")
            {
                Log.Open(logger, hello.Text("num_connections") ?? "");
                return (new SlackLineIn(socket, reception, meter, time, logger, cancellationToken), null);
            }

            Log.NotNow(logger, "no hello");
        }
        catch (Exception problem) when (problem is WebSocketException or IOException or HttpRequestException or OperationCanceledException or System.Net.Sockets.SocketException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotNow(logger, problem.GetType().Name);
        }

        socket.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return (null, null);
    }

    /// <returns>Null when the line was closed, or somebody sends more than Slack ever would.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(piece.AsMemory(), cancellationToken);
            if (read.MessageType == WebSocketMessageType.Close || whole.Length + read.Count > LargestMessage)
                return null;
            whole.Write(piece, 0, read.Count);
            if (read.EndOfMessage)
                return whole.ToArray();
        }
    }

    private static TimeSpan Backoff(int failures)
    {
        var longest = Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 10)), LongestWait.TotalMilliseconds);
        // Half of it by chance: a thousand services that lost Slack at once do not come back at once.
        return TimeSpan.FromMilliseconds(longest / 2 + RandomNumberGenerator.GetInt32((int)(longest / 2) + 1));
    }

    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => Task.Delay(wait, time, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Slack's socket is open; connections of this app: {Connections}.")]
        public static partial void Open(ILogger logger, string connections);

        [LoggerMessage(2, LogLevel.Warning, "Slack's socket could not be opened ({Problem}); it is tried again.")]
        public static partial void NotNow(ILogger logger, string problem);

        [LoggerMessage(3, LogLevel.Error, "Slack refused the app's token ({Error}): nothing is heard from Slack. Make a token with the scope connections:write, and write it to PageWatch:Slack:AppToken.")]
        public static partial void Refused(ILogger logger, string error);

        [LoggerMessage(4, LogLevel.Error, "Socket Mode was turned off in Slack: nothing is heard from there any more. Turn it on in the app's settings and start the service again, or set PageWatch:Slack:SigningSecret.")]
        public static partial void TurnedOff(ILogger logger);
    }
}
