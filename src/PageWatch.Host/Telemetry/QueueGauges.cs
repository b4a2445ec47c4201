using System.Diagnostics.Metrics;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Telemetry;

namespace PageWatch.Host.Telemetry;

/// <summary>Looks at every queue now and then, and shows what it saw last as gauges.</summary>
internal sealed partial class QueueGauges(PostTrace trace, IInbox inbox, IOutbox outbox, IWatches watches, IInstallation installation, TimeProvider time, ILogger<QueueGauges> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private volatile IReadOnlyList<(string Name, double Value, string? Part)> seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (name, unit, description) in (ReadOnlySpan<(string, string, string)>)
            [
                ("pagewatch.inbox.waiting", "{row}", "Rows of the inbox that wait."),
                ("pagewatch.inbox.oldest", "s", "Age of the oldest of them."),
                ("pagewatch.outbox.due", "{card}", "Cards that are to be shown."),
                ("pagewatch.outbox.oldest", "s", "Since when the longest of them is due."),
                ("pagewatch.store.commits", "{commit}", "Durable transactions since the start."),
                ("pagewatch.store.waiting", "{write}", "Writers that wait for the store."),
                ("pagewatch.watches", "{watch}", "Watches, by state."),
            ])
        {
            trace.Gauge(name, unit, description, () => seen.Where(each => each.Name == name).Select(each => each.Part is null ? new Measurement<double>(each.Value) : new Measurement<double>(each.Value, new KeyValuePair<string, object?>("state", each.Part))));
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                seen = await LookAsync(stoppingToken);
                await Task.Delay(Every, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // A store that answers nothing is seen elsewhere; the gauges must be there when it answers again.
            catch (StorageUnavailableException problem)
            {
                Log.Failed(logger, problem);
                await Task.Delay(Every, time, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private async Task<IReadOnlyList<(string Name, double Value, string? Part)>> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (waiting, oldest) = await inbox.DepthAsync(cancellationToken);
        var (due, longest) = await outbox.DepthAsync(now, cancellationToken);
        var store = installation.Figures;
        return
        [
            ("pagewatch.inbox.waiting", waiting, null),
            ("pagewatch.inbox.oldest", Age(oldest), null),
            ("pagewatch.outbox.due", due, null),
            ("pagewatch.outbox.oldest", Age(longest), null),
            ("pagewatch.store.commits", store.Commits, null),
            ("pagewatch.store.waiting", store.Waiting, null),
            .. (await watches.AllAsync(cancellationToken)).CountBy(watch => watch.State).Select(state => ("pagewatch.watches", (double)state.Value, (string?)state.Key.ToString())),
        ];

        double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The queues could not be looked at.")]
        public static partial void Failed(ILogger logger, Exception problem);
    }
}
