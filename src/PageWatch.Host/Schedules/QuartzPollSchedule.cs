using System.Globalization;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Ingest;
using Quartz;

namespace PageWatch.Host.Schedules;

/// <summary>Looks out of turn are triggers of the page's own poll job: kept through a crash, and never beside a poll of the same page.</summary>
internal sealed class QuartzPollSchedule(ISchedulerFactory schedulers, IWatches watches, TimeProvider time) : IPollSchedule
{
    /// <summary>The shortest cadence that anybody may choose; whoever calls us may not have a page asked more often.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(15);

    /// <summary>Wishes for the same two seconds are one.</summary>
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(2);

    public async ValueTask LookAgainAsync(PageId page, CancellationToken cancellationToken)
    {
        if (await watches.FindAsync(page, cancellationToken) is not { } watch)
            return;
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = new JobKey(page.ToString(), PollJob.Group);
        // One that is not scheduled yet will be looked at first of all; one that is scheduled no more is not watched.
        if (!await scheduler.Exists(job, cancellationToken))
            return;
        var soonest = time.GetUtcNow() + TimeSpan.FromSeconds(1);
        if (watch.Health.LastSuccessAt + Spacing is { } spaced && spaced > soonest)
            soonest = spaced;
        // Always ahead of now: a trigger that stands there already has not fired yet, so its look sees what this wish is about.
        var at = new DateTimeOffset((soonest.UtcTicks + Slot.Ticks - 1) / Slot.Ticks * Slot.Ticks, TimeSpan.Zero);
        var key = new TriggerKey(string.Create(CultureInfo.InvariantCulture, $"{page} {at.ToUnixTimeSeconds()}"), PollJob.LookGroup);
        var trigger = TriggerBuilder.Create().WithIdentity(key).ForJob(job).StartAt(at)
            .WithSimpleSchedule(schedule => schedule.WithRepeatCount(0).WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);
    }
}
