using System.Collections.Concurrent;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Telemetry;

/// <summary>Sees what is opened and what is saved of it: the steps that lie between are the way of a post. Decides nothing and changes nothing.</summary>
public sealed class ObservedJourney(IJourneyStore inner, PostTrace trace, TimeProvider time) : IJourneyStore
{
    /// <summary>Nudges that are remembered between opening and saving; far more than are ever worked on at once.</summary>
    private const int MostOpen = 20_000;

    private readonly ConcurrentDictionary<NudgeId, Opened> opened = new();

    public long Next(Numbered what) => inner.Next(what);

    public async ValueTask<IReadOnlyList<ConversationFile>> OpenAsync(
        Watch watch, IReadOnlyCollection<ConversationId> ids, IReadOnlyCollection<string> roots, IReadOnlyCollection<string> nativeIds, CancellationToken cancellationToken) =>
        Remember(await inner.OpenAsync(watch, ids, roots, nativeIds, cancellationToken));

    public async ValueTask<ConversationFile?> OpenNudgeAsync(NudgeId nudge, TeamId? team, CancellationToken cancellationToken)
    {
        var file = await inner.OpenNudgeAsync(nudge, team, cancellationToken);
        if (file is not null)
            Remember([file]);
        return file;
    }

    public async ValueTask<IReadOnlyList<ConversationFile>> OpenNudgesAsync(IReadOnlyCollection<NudgeId> nudges, TeamId? team, CancellationToken cancellationToken) =>
        Remember(await inner.OpenNudgesAsync(nudges, team, cancellationToken));

    public async ValueTask<bool> SaveAsync(StateChange change, SavePriority priority, CancellationToken cancellationToken)
    {
        var saved = await inner.SaveAsync(change, priority, cancellationToken);
        if (saved && trace.IsHeard)
            Tell(change, time.GetUtcNow());
        return saved;
    }

    public ValueTask<IReadOnlyList<(NudgeId Nudge, TeamId Team)>> WithoutNextStepAsync(DateTimeOffset before, NudgeId after, int most, CancellationToken cancellationToken) =>
        inner.WithoutNextStepAsync(before, after, most, cancellationToken);

    public ValueTask<IReadOnlyList<NudgeId>> DueNudgesAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => inner.DueNudgesAsync(now, most, cancellationToken);

    public ValueTask<IReadOnlyList<(ReplyId Reply, NudgeId Nudge)>> DueRepliesAsync(DateTimeOffset now, DateTimeOffset sentBefore, int most, CancellationToken cancellationToken) =>
        inner.DueRepliesAsync(now, sentBefore, most, cancellationToken);

    public ValueTask<IReadOnlyList<NudgeRow>> ListNudgesAsync(TeamId team, NudgeFilter filter, int most, CancellationToken cancellationToken) =>
        inner.ListNudgesAsync(team, filter, most, cancellationToken);

    public ValueTask<int> AlikeAsync(Nudge nudge, DateTimeOffset now, CancellationToken cancellationToken) => inner.AlikeAsync(nudge, now, cancellationToken);

    public ValueTask<IReadOnlyList<NudgeRow>> DigestAsync(TeamId team, ChannelId channel, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.DigestAsync(team, channel, day, now, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, int>> SpentAsync(TeamId team, DateOnly day, CancellationToken cancellationToken) => inner.SpentAsync(team, day, cancellationToken);

    private IReadOnlyList<ConversationFile> Remember(IReadOnlyList<ConversationFile> files)
    {
        if (!trace.IsHeard)
            return files;
        if (opened.Count > MostOpen)
            opened.Clear();
        foreach (var file in files.Where(file => file.Nudge is not null))
            opened[file.Nudge!.Id] = new Opened(file.Nudge.Clock, file.Watch.Page.Platform.Name, file.Replies.ToDictionary(reply => reply.Id, reply => reply.State));
        return files;
    }

    private void Tell(StateChange change, DateTimeOffset now)
    {
        var intents = change.Readings.ToDictionary(reading => reading.Post, reading => reading.Intent.ToString());
        foreach (var (post, isNew) in change.Posts)
        {
            if (!isNew || post.IsBaseline || post.IsOurs || post.Standing == PostStanding.Deleted)
                continue;
            KeyValuePair<string, object?>[] tags = [new("pagewatch.page", post.Page.Value), new("pagewatch.intent", intents.GetValueOrDefault(post.Id))];
            Step(post.Id, "seen", post.PublishedAt, post.SeenAt, tags);
            Step(post.Id, "understood", post.SeenAt, now, tags);
            trace.Posts.Add(1, tags);
        }

        foreach (var nudge in change.Nudges)
            Tell(nudge, opened.GetValueOrDefault(nudge.Id));
        foreach (var reply in change.Replies)
            Tell(reply, opened.GetValueOrDefault(reply.Nudge), now);
    }

    private void Tell(Nudge nudge, Opened? before)
    {
        var clock = nudge.Clock;
        KeyValuePair<string, object?>[] tags = [new("pagewatch.nudge", nudge.Id.Value), new("pagewatch.kind", nudge.Kind.ToString()), new("pagewatch.page", nudge.Page.Value)];
        if (nudge.Version == 1 && before is null)
        {
            Step(nudge.Focus, "nudged", clock.UnderstoodAt, clock.NudgedAt, tags);
            trace.Nudges.Add(1, tags.AsSpan(1));
        }

        // What was not opened here first (a start in between) was told by whoever opened it.
        if (before is null && nudge.Version > 1)
            return;
        Next("shown", before?.Clock.ShownAt, clock.ShownAt, clock.NudgedAt);
        Next("claimed", before?.Clock.ClaimedAt, clock.ClaimedAt, clock.ShownAt ?? clock.NudgedAt);
        Next("approved", before?.Clock.ApprovedAt, clock.ApprovedAt, clock.ClaimedAt ?? clock.NudgedAt);
        Next("answered", before?.Clock.AnsweredAt, clock.AnsweredAt, clock.ApprovedAt ?? clock.NudgedAt);
        if (before is not null)
            opened[nudge.Id] = before with { Clock = clock };

        void Next(string step, DateTimeOffset? known, DateTimeOffset? at, DateTimeOffset from)
        {
            if (at is { } done && known != at)
                Step(nudge.Focus, step, from, done, tags);
        }
    }

    private void Tell(Reply reply, Opened? before, DateTimeOffset now)
    {
        if (before is null || !reply.IsAtEnd || before.Replies.GetValueOrDefault(reply.Id, ReplyState.Approved) == reply.State)
            return;
        KeyValuePair<string, object?>[] tags = [new("pagewatch.state", reply.State.ToString()), new("pagewatch.platform", before.Platform), new("pagewatch.reply", reply.Id.Value)];
        Step(reply.Target, "published", reply.SentAt ?? reply.ApprovedAt, now, tags);
        trace.Replies.Add(1, tags.AsSpan(0, 2));
    }

    private void Step(PostId post, string step, DateTimeOffset from, DateTimeOffset to, KeyValuePair<string, object?>[] tags)
    {
        trace.Step(post, step, from, to, tags);
        trace.Lag.Record(Math.Max(0, (to - from).TotalSeconds), new KeyValuePair<string, object?>("step", step));
    }

    private sealed record Opened(NudgeClock Clock, string Platform, IReadOnlyDictionary<ReplyId, ReplyState> Replies);
}
