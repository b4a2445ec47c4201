using System.Data.Common;
using Dapper;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

/// <summary>The open nudges of a team in the order of their priority, which is made of what stands in columns at the moment of asking.</summary>
internal static class PressingNudges
{
    /// <summary>So many are weighed, those that are due first; beyond that nobody looks for what comes first.</summary>
    private const int MostWeighed = 5_000;

    /// <returns>The first of them; where two weigh the same, the one that is due earlier.</returns>
    public static IReadOnlyList<long> First(DbConnection connection, TeamId team, NudgeFilter filter, DateTimeOffset now, int most)
    {
        var rows = connection.Query<Row>(
            """
            SELECT n.id, n.kind, n.owner_id AS OwnerId, n.asked_at AS AskedAt, n.due_at AS DueAt, n.rule_priority AS RulePriority, n.matter, p.stars, p.author_followers AS Followers,
              p.author_native_id IS NOT NULL AND NOT p.is_authors_first AS IsKnown, r.urgency, r.sentiment, (SELECT count(*) FROM nudge_posts x WHERE x.nudge_id = n.id) AS Posts
            FROM nudges n JOIN posts p ON p.id = n.focus_post_id LEFT JOIN readings r ON r.post_id = n.focus_post_id
            WHERE n.team_id = @team AND n.is_live ORDER BY n.due_at LIMIT @most
            """,
            new { team = team.Value, most = MostWeighed }).AsList();
        var fresh = rows.Where(row => row.Matter is not null && IsFresh(row, now)).GroupBy(row => row.Matter!).ToDictionary(same => same.Key, same => same.Count());
        return [.. rows
            .Where(row => (filter.Owner is not { } owner || row.OwnerId == owner.Value) && (!filter.OverdueOnly || Columns.Time(row.DueAt) <= now))
            .Select(row => (row.Id, row.DueAt, NudgePriority.Of(row.Signs(Alike(row)), now).Points))
            .OrderByDescending(each => each.Points).ThenBy(each => each.DueAt).ThenBy(each => each.Id)
            .Take(most).Select(each => each.Id)];

        int Alike(Row row) => row.Matter is null ? 0 : fresh.GetValueOrDefault(row.Matter) - (IsFresh(row, now) ? 1 : 0);
    }

    /// <summary>How many other open nudges of the team speak of the same matter.</summary>
    public static int Alike(DbConnection connection, Nudge nudge, DateTimeOffset now) => nudge.Matter is null ? 0 : connection.ExecuteScalar<int>(
        "SELECT count(*) FROM nudges WHERE team_id = @team AND is_live AND matter = @matter AND asked_at >= @since AND id <> @id",
        new { team = nudge.Team.Value, matter = nudge.Matter, since = Columns.Ms(now - NudgePriority.AlikeWithin), id = nudge.Id.Value });

    private static bool IsFresh(Row row, DateTimeOffset now) => row.AskedAt >= Columns.Ms(now - NudgePriority.AlikeWithin);

    private sealed record Row
    {
        public long Id { get; init; }

        public string Kind { get; init; } = "";

        public long? OwnerId { get; init; }

        public long AskedAt { get; init; }

        public long DueAt { get; init; }

        public int RulePriority { get; init; }

        public string? Matter { get; init; }

        public int? Stars { get; init; }

        public long? Followers { get; init; }

        public bool IsKnown { get; init; }

        public string? Urgency { get; init; }

        public string? Sentiment { get; init; }

        public int Posts { get; init; }

        public NudgeSigns Signs(int alike) => new(Enum.Parse<NudgeKind>(Kind), Columns.Time(AskedAt), Columns.Time(DueAt))
        {
            Urgency = Urgency is null ? Domain.Understanding.Urgency.Whenever : Enum.Parse<Urgency>(Urgency),
            Sentiment = Sentiment is null ? Domain.Understanding.Sentiment.Neutral : Enum.Parse<Sentiment>(Sentiment),
            Stars = Stars,
            Rule = (RulePriority)RulePriority,
            Alike = alike,
            IsKnown = IsKnown,
            Further = Posts - 1,
            Followers = Followers,
        };
    }
}
