using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>The journey's store of several replicas: a reply is taken to its page by one of them, and only when that one is dead does another look what became of it.</summary>
internal sealed class PostgresJourney(PostgresDatabase database, SqlJourney journey, PostgresReplica replica) : IJourneyStore
{
    public long Next(Numbered what) => journey.Next(what);

    public ValueTask<IReadOnlyList<ConversationFile>> OpenAsync(
        Watch watch, IReadOnlyCollection<ConversationId> ids, IReadOnlyCollection<string> roots, IReadOnlyCollection<string> nativeIds, CancellationToken cancellationToken) =>
        journey.OpenAsync(watch, ids, roots, nativeIds, cancellationToken);

    public ValueTask<ConversationFile?> OpenNudgeAsync(NudgeId nudge, TeamId? team, CancellationToken cancellationToken) => journey.OpenNudgeAsync(nudge, team, cancellationToken);

    public ValueTask<IReadOnlyList<ConversationFile>> OpenNudgesAsync(IReadOnlyCollection<NudgeId> nudges, TeamId? team, CancellationToken cancellationToken) => journey.OpenNudgesAsync(nudges, team, cancellationToken);

    public ValueTask<bool> SaveAsync(StateChange change, SavePriority priority, CancellationToken cancellationToken) => journey.SaveAsync(change, priority, cancellationToken);

    public ValueTask<IReadOnlyList<(NudgeId Nudge, TeamId Team)>> WithoutNextStepAsync(DateTimeOffset before, NudgeId after, int most, CancellationToken cancellationToken) =>
        journey.WithoutNextStepAsync(before, after, most, cancellationToken);

    public ValueTask<IReadOnlyList<NudgeId>> DueNudgesAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => journey.DueNudgesAsync(now, most, cancellationToken);

    public async ValueTask<IReadOnlyList<(ReplyId Reply, NudgeId Nudge)>> DueRepliesAsync(DateTimeOffset now, DateTimeOffset sentBefore, int most, CancellationToken cancellationToken)
    {
        if (!replica.IsAlive)
            return [];
        var due = await journey.DueRepliesAsync(now, sentBefore, most, cancellationToken);
        if (due.Count == 0)
            return due;
        // "Sending" then means, to all others, that it is being sent, until this replica is dead.
        var mine = await database.WriteAsync(connection => replica.Take(connection, "replies", [.. due.Select(each => each.Reply.Value)]), SavePriority.Click, cancellationToken);
        return [.. due.Where(each => mine.Contains(each.Reply.Value))];
    }

    public ValueTask<IReadOnlyList<NudgeRow>> ListNudgesAsync(TeamId team, NudgeFilter filter, int most, CancellationToken cancellationToken) => journey.ListNudgesAsync(team, filter, most, cancellationToken);

    public ValueTask<int> AlikeAsync(Nudge nudge, DateTimeOffset now, CancellationToken cancellationToken) => journey.AlikeAsync(nudge, now, cancellationToken);

    public ValueTask<IReadOnlyList<NudgeRow>> DigestAsync(TeamId team, ChannelId channel, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken) =>
        journey.DigestAsync(team, channel, day, now, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, int>> SpentAsync(TeamId team, DateOnly day, CancellationToken cancellationToken) => journey.SpentAsync(team, day, cancellationToken);
}
