using System.Globalization;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using Quartz;

namespace PageWatch.Host.Schedules;

/// <summary>Keeps one poll trigger for every active watch that is polled, and none for others.</summary>
internal sealed partial class WatchScheduler(ISchedulerFactory schedulers, IWatches watches, IDoorbell doorbell, TimeProvider time, ILogger<WatchScheduler> logger) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MatchAsync(stoppingToken);
                await doorbell.WaitAsync(Door.Watches, Sweep, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Polls that run go on; the next round mends what this one could not.
            catch (Exception problem)
            {
                Log.Failed(logger, problem);
                await doorbell.WaitAsync(Door.Watches, TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }

    private async Task MatchAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var now = time.GetUtcNow();
        var wanted = (await watches.AllAsync(cancellationToken))
            .Where(watch => watch.DueAt is not null)
            .ToDictionary(watch => new TriggerKey(watch.Id.Value.ToString(CultureInfo.InvariantCulture), PollJob.Group), watch => watch.DueAt > now ? watch.DueAt.Value : now);
        var known = await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(PollJob.Group), cancellationToken);
        foreach (var key in known.Where(key => !wanted.ContainsKey(key)))
            await scheduler.UnscheduleJob(key, cancellationToken);
        foreach (var (key, due) in wanted)
        {
            if (!known.Contains(key))
            {
                var poll = JobBuilder.Create<PollJob>().WithIdentity(key.Name, key.Group).Build();
                await scheduler.ScheduleJob(poll, PollJob.TriggerOf(key, due), cancellationToken: cancellationToken);
            }
            // A new pace, new keys, or a time that we slept through: its page is due before its trigger rings.
            else if (await scheduler.GetTrigger(key, cancellationToken) is not { } trigger || trigger.NextFireTimeUtc is not { } rings || rings > due + PollJob.Slack)
            {
                await scheduler.RescheduleJob(key, PollJob.TriggerOf(key, due), cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Polls could not be scheduled; tried again in a moment.")]
        public static partial void Failed(ILogger logger, Exception problem);
    }
}
