using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Journey;

/// <summary>Counts what a batch brought of one page: by hour, and by the way it came.</summary>
internal static class ArrivalCount
{
    /// <summary>A post this young would have come by itself with the next poll or call: a reconciliation that happens to see it first repaired nothing.</summary>
    private static readonly TimeSpan Underway = TimeSpan.FromMinutes(10);

    /// <param name="posts">Saved posts of the page.</param>
    /// <param name="rows">The rows of the page that brought them.</param>
    public static void AddTo(StateChange change, Watch watch, IEnumerable<StateChange.PostSave> posts, IReadOnlyList<InboxRow> rows)
    {
        var byId = rows.ToDictionary(row => row.Id);
        // Neither what we wrote ourselves nor what was there before we came says how busy the page is.
        var brought = change.Sources.Where(source => byId.ContainsKey(source.Row)).GroupBy(source => source.Post, source => source.Row).ToDictionary(post => post.Key, post => post.MinBy(row => row.Value));
        var fresh = posts.Where(save => save is { IsNew: true, Post: { IsOurs: false, IsBaseline: false } } && save.Post.Page == watch.Id && brought.ContainsKey(save.Post.Id))
            .Select(save => (save.Post, Row: byId.GetValueOrDefault(brought[save.Post.Id])))
            .Where(each => each.Row is { IsFirstLook: false })
            .Select(each => (each.Row!.ReceivedAt, IsCall: each.Row.Call is not null, IsRepair: IsRepair(each.Post, each.Row, watch)))
            .ToList();
        foreach (var hour in fresh.GroupBy(each => CoverageHour.Of(each.ReceivedAt)))
            change.Arrivals.Add(new StateChange.HourArrivals(watch.Id, hour.Key, hour.Count(each => !each.IsRepair), hour.Count(each => each.IsRepair)));
        if (!watch.IsCalled)
            return;
        var lastCall = rows.Where(row => row.Call is not null).Select(row => (DateTimeOffset?)row.ReceivedAt).Max();
        var otherwise = fresh.Where(each => !each.IsCall && !(each.ReceivedAt <= lastCall)).Select(each => each.ReceivedAt).ToList();
        if (lastCall is not null || otherwise.Count > 0)
            change.Calls.Add(new StateChange.PageCalls(watch.Id, lastCall, otherwise.Count, otherwise.Count == 0 ? null : otherwise.Min()));
    }

    private static bool IsRepair(Post post, InboxRow row, Watch watch)
    {
        var wait = watch.Health.PollWait ?? watch.Cadence;
        return row.IsReconciliation && post.PublishedAt < row.ReceivedAt - (wait * 2 > Underway ? wait * 2 : Underway);
    }
}
