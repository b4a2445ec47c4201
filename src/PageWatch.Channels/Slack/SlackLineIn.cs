using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace PageWatch.Channels.Slack;

/// <summary>One connection, from its hello to its end.</summary>
internal sealed partial class SlackLineIn : IAsyncDisposable
{
    /// <summary>Slack closes the old line; if it does not, we do.</summary>
    private static readonly TimeSpan OldLineLives = TimeSpan.FromMinutes(1);

    private readonly ClientWebSocket socket;
    private readonly SlackReception reception;
    private readonly SlackMeter meter;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource ends;
    private readonly SemaphoreSlim sending = new(1);
    private readonly TaskCompletionSource<SlackLineEnd> needsAnother = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;
    private ITimer? closing;

    public SlackLineIn(ClientWebSocket socket, SlackReception reception, SlackMeter meter, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        this.socket = socket;
        this.reception = reception;
        this.meter = meter;
        this.time = time;
        this.logger = logger;
        ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        reading = ReadAllAsync();
    }

    /// <summary>Ends when another connection is wanted; this one may live on a while.</summary>
    public Task<SlackLineEnd> NeedsAnother => needsAnother.Task;

    public async Task EndedAsync()
    {
        await reading;
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (closing is not null)
            await closing.DisposeAsync();
        socket.Dispose();
        sending.Dispose();
        ends.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var work = new List<Task>();
        try
        {
            while (await SlackSocket.ReadAsync(socket, ends.Token) is { } bytes)
            {
                work.RemoveAll(each => each.IsCompleted);
                if (SlackJson.Read(bytes) is not { } message)
                {
                    meter.Refused.Add(1);
                    continue;
                }

                if (message.Text("type") == "disconnect")
                    Disconnect(message.Text("reason") ?? "");
                else if (message.Text("envelope_id") is { Length: > 0 } id && message.Text("type") is { } type && message.Member("payload") is { } payload)
                    await TakeAsync(work, id, type, payload);
            }
        }
        catch (Exception problem) when (problem is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Ended from the other side, by silence or by us: another line is opened, or nobody wants one.
            Log.LineEnded(logger, problem.GetType().Name);
        }
        finally
        {
            needsAnother.TrySetResult(SlackLineEnd.Lost);
            await Task.WhenAll(work);
        }
    }

    private void Disconnect(string reason)
    {
        Log.Disconnect(logger, reason);
        // Slack ends the line itself some seconds after; until then, what comes is taken.
        closing ??= time.CreateTimer(_ => End(), null, OldLineLives, Timeout.InfiniteTimeSpan);
        needsAnother.TrySetResult(reason switch
        {
            "link_disabled" => SlackLineEnd.TurnedOff,
            "too_many_websockets" => SlackLineEnd.TooMany,
            _ => SlackLineEnd.Refresh,
        });
    }

    private void End()
    {
        try
        {
            ends.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>What is only kept stays in order; a submitted window takes its time, and holds nobody up.</summary>
    private async ValueTask TakeAsync(List<Task> work, string id, string type, JsonElement payload)
    {
        var taking = HearAsync(id, type, payload);
        if (type == "interactive" && payload.Text("type") == "view_submission")
            work.Add(taking);
        else
            await taking;
    }

    private async Task HearAsync(string id, string type, JsonElement payload)
    {
        SlackHeard heard;
        try
        {
            heard = type switch
            {
                "events_api" => await reception.EventAsync(payload, ends.Token),
                "slash_commands" => await reception.CommandAsync(payload, ends.Token),
                "interactive" => await reception.InteractionAsync(payload, ends.Token),
                _ => SlackHeard.Nothing,
            };
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Not acknowledged, Slack says it again, and shows the person that something went wrong: the line itself must live on.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            Log.NotTaken(logger, problem, type, id);
            return;
        }

        if (!heard.IsUnderstood)
        {
            meter.Refused.Add(1);
            Log.NotUnderstood(logger, type, id);
        }

        // Understood or not, it would be no better a second time.
        var acknowledgement = new JsonObject { ["envelope_id"] = id };
        if (heard.Answer is { } answer)
            acknowledgement["payload"] = answer;
        try
        {
            await sending.WaitAsync(ends.Token);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(SlackJson.Write(acknowledgement)).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, ends.Token);
            }
            finally
            {
                sending.Release();
            }
        }
        catch (Exception problem) when (problem is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Slack says it again on another line; it was kept, and is not taken twice.
            Log.LineEnded(logger, problem.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Slack asks for another connection ({Reason}).")]
        public static partial void Disconnect(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Debug, "A line to Slack has ended ({Problem}).")]
        public static partial void LineEnded(ILogger logger, string problem);

        [LoggerMessage(3, LogLevel.Error, "What Slack told as {Type} {Envelope} could not be kept; Slack says it again.")]
        public static partial void NotTaken(ILogger logger, Exception problem, string type, string envelope);

        [LoggerMessage(4, LogLevel.Warning, "What Slack told as {Type} {Envelope} is not to be understood.")]
        public static partial void NotUnderstood(ILogger logger, string type, string envelope);
    }
}

/// <summary>Why another connection is wanted.</summary>
internal enum SlackLineEnd
{
    Lost,
    Refresh,
    TooMany,
    TurnedOff,
}
