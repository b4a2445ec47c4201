using System.Globalization;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Host.Settings;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using Quartz;

namespace PageWatch.Host.Schedules;

/// <summary>Polls one page. A job and a trigger for each watch: Quartz keeps a job from running twice at once by its key, and pages must not wait for one another.</summary>
[DisallowConcurrentExecution]
internal sealed class PollJob(PollRun run) : IJob
{
    public const string Group = "poll";

    /// <summary>Of triggers that look out of turn.</summary>
    public const string LookGroup = "look";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var page = new PageId(long.Parse(context.JobDetail.Key.Name, CultureInfo.InvariantCulture));
        if (context.Trigger.Key.Group == LookGroup)
            await run.LookAgainAsync(page, cancellationToken);
        else
            await run.RunAsync(page, fromTheStart: false, cancellationToken);
    }
}

/// <summary>Keeps us told by platforms that tell only those who ask, and ask again; due times are columns here too.</summary>
[DisallowConcurrentExecution]
internal sealed class SubscriptionJob(SubscriptionRun run) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await run.RunAsync(cancellationToken);
}

/// <summary>Lets time pass for what is due; due times are columns, never a trigger each.</summary>
[DisallowConcurrentExecution]
internal sealed class DueSweepJob(DueSweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.RunAsync(cancellationToken);
}

/// <summary>Reads every page again from the start, to repair what webhooks and polls missed.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReconcileJob(PollRun run, IWatches watches, ILogger<ReconcileJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var watch in await watches.AllAsync(cancellationToken))
        {
            try
            {
                await run.RunAsync(watch.Id, fromTheStart: true, cancellationToken);
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
