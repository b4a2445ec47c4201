using System.Globalization;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Host.Settings;
using PageWatch.Pipeline.Health;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using Quartz;

namespace PageWatch.Host.Schedules;

/// <summary>
/// Polls one page in its turn, and moves its trigger to when it is due next. A job and a trigger for each watch: Quartz keeps a job from running twice at once by its key, and pages
/// must not wait for one another.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class PollJob(PollTurns turns, PollRun run) : IJob
{
    public const string Group = "poll";

    /// <summary>Of triggers that look out of turn.</summary>
    public const string LookGroup = "look";

    /// <summary>A trigger that rings this close to when its page is due is left as it is.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var page = new PageId(long.Parse(context.JobDetail.Key.Name, CultureInfo.InvariantCulture));
        var key = context.Trigger.Key;
        if (key.Group == LookGroup)
        {
            await run.LookAgainAsync(page, cancellationToken);
            return;
        }

        var due = await turns.PollDueAsync(page, cancellationToken);
        // What is not due any more is taken off by WatchScheduler. A process that dies before this leaves a trigger that rings at its old pace.
        if (due is { } at && !(context.NextFireTimeUtc - at < Slack && at - context.NextFireTimeUtc < Slack))
            await context.Scheduler.RescheduleJob(key, TriggerOf(key, at), cancellationToken);
    }

    /// <summary>Rings when a page is due, and by itself if nobody moves it.</summary>
    public static ITrigger TriggerOf(TriggerKey key, DateTimeOffset due) => TriggerBuilder.Create()
        .WithIdentity(key)
        .ForJob(new JobKey(key.Name, key.Group))
        .StartAt(due)
        .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromMinutes(5)).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
        .Build();
}

/// <summary>Keeps us told by platforms that tell only those who ask, and ask again; due times are columns here too.</summary>
[DisallowConcurrentExecution]
internal sealed class SubscriptionJob(SubscriptionRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await run.RunAsync(cancellationToken);
}

/// <summary>Proves that all that is open has something to come.</summary>
[DisallowConcurrentExecution]
internal sealed class AuditJob(NudgeAuditor auditor) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await auditor.RunAsync(cancellationToken);
}

/// <summary>Looks whether small accounts wait longer than large ones.</summary>
[DisallowConcurrentExecution]
internal sealed class FairnessJob(FairnessRound round) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await round.RunAsync(cancellationToken);
}

/// <summary>Lets time pass for what is due; due times are columns, never a trigger each.</summary>
[DisallowConcurrentExecution]
internal sealed class DueSweepJob(DueSweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.RunAsync(cancellationToken);
}

/// <summary>Tells the owners of canned replies that these end.</summary>
[DisallowConcurrentExecution]
internal sealed class CannedSweepJob(CannedSweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.RunAsync(cancellationToken);
}

/// <summary>Lets time pass for promises: people are reminded, and told of what was not kept.</summary>
[DisallowConcurrentExecution]
internal sealed class PromiseSweepJob(PromiseSweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.RunAsync(cancellationToken);
}

/// <summary>Reads every page again from the start, to repair what webhooks and polls missed.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReconcileJob(PollTurns turns, IWatches watches, ILogger<ReconcileJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var watch in await watches.AllAsync(cancellationToken))
        {
            try
            {
                await turns.ReconcileAsync(watch, cancellationToken);
            }
            // A bug in one platform's folder must not keep the other pages from their repair.
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.Failed(logger, watch.Id.Value, problem);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Page {Page} could not be read again from the start.")]
        public static partial void Failed(ILogger logger, long page, Exception problem);
    }
}

/// <summary>Tells staff of watches that are not as they should be.</summary>
[DisallowConcurrentExecution]
internal sealed class HealthRoundJob(HealthRound round) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await round.RunAsync(cancellationToken);
}

/// <summary>Removes what has been kept long enough.</summary>
[DisallowConcurrentExecution]
internal sealed partial class RetentionJob(IRetention retention, IOptions<ServiceOptions> options, TimeProvider time, ILogger<RetentionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var (kind, rows) in await retention.PurgeAsync(options.Value.Retention.ToPlan(), time.GetUtcNow(), cancellationToken))
        {
            if (rows > 0)
                Log.Purged(logger, rows, kind);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Retention removed {Rows} rows of {Kind}.")]
        public static partial void Purged(ILogger logger, int rows, string kind);
    }
}
