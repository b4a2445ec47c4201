using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Hooks;

/// <summary>Delivers what waits in the outbox until somebody took it: in order within a thread, threads beside each other.</summary>
/// <remarks>A crash between an answer and its note in the file delivers once more, under the same id: receivers go by it.</remarks>
internal sealed partial class HookRelay(DemoOptions options, DemoWall wall, HookOutbox outbox, ChangeBell bell, TimeProvider time, ILogger<HookRelay> logger) : BackgroundService
{
    private const int MostAtOnce = 8;

    /// <summary>Heals what no bell tells of: a receiver that was named while the page runs.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    // A lane is a thread with something under way or failed; any other may go at once.
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // whoever moved must say so to the page's owner
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each delivery has a limit of its own
    };

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var rung = bell.Next;
                TimeSpan wait;
                try
                {
                    wait = await SendWhatIsDueAsync(stoppingToken);
                }
                catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                    // The disk is full, or the file is no page: whoever hosts the page lives on, and the file may be mended meanwhile.
                    Log.FileFailed(logger, problem, options.File);
                    wait = Sweep;
                }

                using var slept = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny([rung, Task.Delay(wait, time, slept.Token), .. lanes.Values.Where(lane => lane.Sending is not null).Select(lane => lane.Sending!)]);
                await slept.CancelAsync();
            }
        }
        finally
        {
            Task underWay = Task.WhenAll(lanes.Values.Where(lane => lane.Sending is not null).Select(lane => lane.Sending!));
            await underWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long nothing will be due, unless a bell rings or a delivery ends.</returns>
    private async Task<TimeSpan> SendWhatIsDueAsync(CancellationToken stoppingToken)
    {
        await wall.ReadyAsync(stoppingToken);
        foreach (var (thread, lane) in lanes.Where(each => each.Value.Sending is { IsCompleted: true }).ToList())
        {
            var sending = lane.Sending!;
            lane.Sending = null;
            lane.DueAt = time.GetUtcNow() + Backoff.After(++lane.Failures);
            if (await sending)
                lanes.Remove(thread);
        }

        if (options.HookAddress is not { } address)
            return Sweep;
        if (options.Problem() is { } problem)
        {
            Log.BadOptions(logger, problem); // set while the page runs: it does not start with such
            return Sweep;
        }


        var next = Sweep;
        var now = time.GetUtcNow();
        var waiting = await outbox.FirstOfEachThreadAsync(stoppingToken);
        ForgetLanesWithout(waiting);
        foreach (var delivery in waiting)
        {
            var lane = lanes.GetValueOrDefault(delivery.Thread);
            if (lane?.Sending is not null)
                continue;
            if (lane is not null && lane.DueAt > now)
            {
                next = lane.DueAt - now < next ? lane.DueAt - now : next;
                continue;
            }

            if (lanes.Values.Count(each => each.Sending is not null) == MostAtOnce)
                break;
            lane ??= lanes[delivery.Thread] = new Lane();
            lane.Sending = DeliverAsync(address, delivery, lane.Failures, stoppingToken);
        }

        return next;
    }

    /// <summary>A wipe of the page takes deliveries away that had failed.</summary>
    private void ForgetLanesWithout(IReadOnlyList<HookDelivery> waiting)
    {
        var threads = waiting.Select(delivery => delivery.Thread).ToHashSet(StringComparer.Ordinal);
        foreach (var thread in lanes.Where(each => each.Value.Sending is null && !threads.Contains(each.Key)).Select(each => each.Key).ToList())
            lanes.Remove(thread);
    }

    /// <returns>Whether it need not be sent again.</returns>
    private async Task<bool> DeliverAsync(Uri address, HookDelivery delivery, int failures, CancellationToken stoppingToken)
    {
        // A receiver that starts a little later is no news; one that stays away is, once.
        var level = failures == 5 ? LogLevel.Warning : LogLevel.Debug;
        try
        {
            if (await outbox.OpenAsync(delivery.Number, stoppingToken) is not var (id, body))
                return true;

            var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", HookSignature.Of(options.HookSecret, id, timestamp, body));

            using var limit = new CancellationTokenSource(AnswerWithin, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

            // 410: the receiver is gone for good and asks to be spared.
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.Gone)
            {
                Log.Refused(logger, level, id, answer.StatusCode, failures + 1);
                return false;
            }

            await outbox.RemoveAsync(delivery.Number, stoppingToken);
            return true;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotReached(logger, level, null, delivery.Number, failures + 1);
            return false;
        }
        catch (HttpRequestException problem)
        {
            Log.NotReached(logger, level, problem, delivery.Number, failures + 1);
            return false;
        }
    }

    private sealed class Lane
    {
        public int Failures { get; set; }

        public DateTimeOffset DueAt { get; set; }

        public Task<bool>? Sending { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "Webhook {Delivery} was answered {Status} (attempt {Attempt}); it is kept and sent again.")]
        public static partial void Refused(ILogger logger, LogLevel level, string delivery, HttpStatusCode status, int attempt);

        [LoggerMessage(EventId = 2, Message = "Webhook number {Number} reached nobody (attempt {Attempt}); it is kept and sent again.")]
        public static partial void NotReached(ILogger logger, LogLevel level, Exception? problem, long number, int attempt);

        [LoggerMessage(3, LogLevel.Error, "The demo page's file {File} cannot be used. Free the disk or move the file away; the page tries again.")]
        public static partial void FileFailed(ILogger logger, Exception problem, string file);

        [LoggerMessage(4, LogLevel.Warning, "Webhooks wait. {Problem}")]
        public static partial void BadOptions(ILogger logger, string problem);
    }
}
