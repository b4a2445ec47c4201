using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Health;

/// <summary>Goes round the watches and tells staff what they would otherwise find out from users (promise 8). Late or twice does no harm.</summary>
public sealed partial class HealthRound(IWatches watches, ICoverage coverage, PastHours pasts, INotices notices, TimeProvider time, ILogger<HealthRound> logger)
{
    private DateTimeOffset listened;

    /// <returns>How many notices were put before staff.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = await watches.AllAsync(cancellationToken);
        await ListenAsync(all, now, cancellationToken);
        var told = (await notices.AllAsync(cancellationToken)).ToDictionary(notice => (notice.Team, notice.Key));
        var latest = await coverage.HoursAsync(CoverageHour.Of(now), cancellationToken);
        var said = 0;
        foreach (var watch in all)
        {
            try
            {
                said += await LookAfterAsync(watch, told, latest[watch.Id], now, cancellationToken);
            }
            // One watch that cannot be looked after must not keep the others from it.
            catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
            {
                Log.Failed(logger, watch.Id.Value, problem);
            }
        }

        return said + await CloseAsync(all, told.Values, now, cancellationToken);
    }

    private async ValueTask<int> LookAfterAsync(
        Watch watch, Dictionary<(Domain.Teams.TeamId Team, string Key), Notice> told, IEnumerable<CoverageHour> latest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var past = await pasts.OfAsync(watch.Id, now, cancellationToken);
        var newest = latest.ToDictionary(hour => hour.At);
        var said = 0;
        foreach (var news in (Notice?[])
            [
                HealthNotices.Quiet(watch, past.Volume, At, Told(Matter.Quiet), now),
                HealthNotices.Calls(watch, Told(Matter.Calls), now),
                HealthNotices.Token(watch, Told(Matter.Token), now),
                HealthNotices.Repaired(watch, Told(Matter.Repaired), now),
            ])
        {
            if (news is null)
                continue;
            await notices.NotifyAsync(news, cancellationToken);
            said++;
        }

        return said;

        CoverageHour At(DateTimeOffset hour) => newest.TryGetValue(hour, out var known) ? known : past.At(hour);

        Notice? Told(string matter) => told.GetValueOrDefault((watch.Team, Matter.KeyOf(watch, matter)));
    }

    /// <summary>Pages that are never asked were listened to all the same: once an hour, in one write.</summary>
    private async ValueTask ListenAsync(IReadOnlyList<Watch> all, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = CoverageHour.Of(now);
        if (listened == hour)
            return;
        var heard = all.Where(watch => watch is { State: WatchState.Active, IsCalled: true } && watch.Cadence == TimeSpan.Zero).Select(watch => watch.Id).ToList();
        if (heard.Count > 0)
            await coverage.ListenedAsync(heard, hour, cancellationToken);
        listened = hour;
    }

    /// <summary>A watch that ended takes its matters with it.</summary>
    private async ValueTask<int> CloseAsync(IReadOnlyList<Watch> all, IEnumerable<Notice> told, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var watched = all.Select(watch => watch.Id).ToHashSet();
        var closed = 0;
        foreach (var notice in told.Where(notice => !notice.IsOver))
        {
            if (Matter.PageOf(notice) is not { } page || watched.Contains(page) || await watches.FindAsync(page, cancellationToken) is not { } ended)
                continue;
            await notices.NotifyAsync(HealthNotices.Ended(notice, ended, now), cancellationToken);
            closed++;
        }

        pasts.Forget(watched);
        return closed;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Watch {Watch} could not be looked after; it is tried again.")]
        public static partial void Failed(ILogger logger, long watch, Exception problem);
    }
}
