using System.Globalization;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using Quartz;

namespace PageWatch.Host.Schedules;

/// <summary>Keeps one poll trigger for every active watch that is polled, and none for others.</summary>
internal sealed partial class WatchScheduler(ISchedulerFactory schedulers, IWatches watches, ISubscriptions subscriptions, IDoorbell doorbell, TimeProvider time, ILogger<WatchScheduler> logger) : BackgroundService
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
        // Whom its platform tells is asked seldom: only as a net under pushes that stop in silence.
        var now = time.GetUtcNow();
        var told = (await subscriptions.AllAsync(cancellationToken)).Where(subscription => subscription.IsTold(now)).Select(subscription => subscription.Page).ToHashSet();
        var wanted = (await watches.AllAsync(cancellationToken))
            .Where(watch => watch.State == WatchState.Active && watch.Cadence > TimeSpan.Zero)
            .ToDictionary(watch => new TriggerKey(watch.Id.Value.ToString(CultureInfo.InvariantCulture), PollJob.Group), watch => told.Contains(watch.Id) && watch.Cadence < SubscriptionLifecycle.NetEvery ? SubscriptionLifecycle.NetEvery : watch.Cadence);
        var known = await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(PollJob.Group), cancellationToken);
        foreach (var key in known.Where(key => !wanted.ContainsKey(key)))
            await scheduler.UnscheduleJob(key, cancellationToken);
        foreach (var (key, cadence) in wanted)
        {
            var poll = JobBuilder.Create<PollJob>().WithIdentity(key.Name, key.Group).Build();
            var trigger = TriggerBuilder.Create()
                .WithIdentity(key)
                .ForJob(poll)
                .StartAt(time.GetUtcNow())
                .WithSimpleSchedule(schedule => schedule.WithInterval(cadence).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount))
                .Build();
            if (!known.Contains(key))
            {
                await scheduler.ScheduleJob(poll, trigger, cancellationToken: cancellationToken);
            }
            else if (await scheduler.GetTrigger(key, cancellationToken) is not ISimpleTrigger same || same.RepeatInterval != cadence)
            {
                await scheduler.RescheduleJob(key, trigger, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Polls could not be scheduled; tried again in a moment.")]
        public static partial void Failed(ILogger logger, Exception problem);
    }
}
