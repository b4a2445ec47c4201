using System.Data.Common;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

/// <summary>Nudges as lines of a list.</summary>
internal static class NudgeLists
{
    /// <returns>By priority where the filter names a moment, else by when they are due.</returns>
    public static IReadOnlyList<NudgeRow> Of(DbConnection connection, TeamId team, NudgeFilter filter, int most) => filter is { LiveOnly: true, At: { } at }
        ? InOrder(connection, PressingNudges.First(connection, team, filter, at, most))
        : Rows(
            connection,
            "n.team_id = @team AND (@owner IS NULL OR n.owner_id = @owner) AND (NOT @live OR n.is_live) ORDER BY n.is_live DESC, n.due_at LIMIT @most",
            new { team = team.Value, owner = filter.Owner?.Value, live = filter.LiveOnly, most });

    /// <returns>What waits in the digest of a day in a channel, by priority.</returns>
    public static IReadOnlyList<NudgeRow> OfDigest(DbConnection connection, TeamId team, ChannelId channel, DateOnly day, DateTimeOffset now)
    {
        var waiting = SqlDigests.Waiting(connection, team, channel, day);
        return waiting.Count == 0 ? [] : InOrder(connection, [.. PressingNudges.First(connection, team, new NudgeFilter(null, LiveOnly: true), now, int.MaxValue).Where(waiting.Contains)]);
    }

    private static IReadOnlyList<NudgeRow> InOrder(DbConnection connection, IReadOnlyList<long> first)
    {
        var rows = first.Chunk(400).SelectMany(ids => Rows(connection, "n.id IN @ids", new { ids })).ToDictionary(row => row.Id.Value);
        return [.. first.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    private static IReadOnlyList<NudgeRow> Rows(DbConnection connection, string where, object of) =>
        [.. connection.Query<(long Id, string State, string Kind, long DueAt, string? Owner, string Author, string Text, string Watch, string? Attachments, int Quiet)>(
            $"""
            SELECT n.id, n.state, n.kind, n.due_at, m.name, p.author_name, p.text, w.name, p.attachments, CASE WHEN n.is_quiet THEN 1 ELSE 0 END
            FROM nudges n JOIN posts p ON p.id = n.focus_post_id JOIN watches w ON w.page_id = n.page_id LEFT JOIN members m ON m.id = n.owner_id
            WHERE {where}
            """,
            of)
            .Select(row => new NudgeRow(
                new NudgeId(row.Id), Enum.Parse<NudgeState>(row.State), Enum.Parse<NudgeKind>(row.Kind), Columns.Time(row.DueAt), row.Owner, row.Author, row.Text, row.Watch)
            {
                IsOnlyPicture = row.Attachments is not null && string.IsNullOrWhiteSpace(row.Text),
                IsQuiet = row.Quiet == 1,
            })];
}
