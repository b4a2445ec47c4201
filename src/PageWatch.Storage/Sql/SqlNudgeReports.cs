using System.Data.Common;
using System.Globalization;
using Dapper;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Reports;

namespace PageWatch.Storage.Sql;

internal sealed class SqlNudgeReports(ISqlDatabase database) : INudgeReports
{
    /// <summary>When the wait for an answer ended; now while it has not.</summary>
    private const string Until = "coalesce(n.answered_at, n.ended_at, @now)";

    /// <summary>What was owed in the time. What ended unanswered before it was owed never was.</summary>
    private const string Owed = "n.team_id = @team AND n.due_at >= @since AND n.due_at < @now AND (n.answered_at IS NOT NULL OR n.ended_at IS NULL OR n.ended_at > n.due_at)";

    /// <summary>As it stands in its column: numbers of rules, a space before and behind each. Kept from the first save on, for what matches may change with the post and with what people say of it.</summary>
    public static string OpenedBy(Nudge nudge)
    {
        var rules = nudge.Matches.Select(match => match.Rule).Distinct().ToList();
        return rules.Count == 0 ? "" : $" {string.Join(' ', rules)} ";
    }

    public ValueTask<DueCount> DueAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var of = new { team = team.Value, since = Columns.Ms(since), now = Columns.Ms(now) };
            var (due, late, stillOwed) = connection.QuerySingle<(int Due, int Late, int StillOwed)>(
                $"""
                SELECT count(*), coalesce(sum(CASE WHEN {Until} > n.due_at THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN n.answered_at IS NULL AND n.ended_at IS NULL THEN 1 ELSE 0 END), 0)
                FROM nudges n WHERE {Owed}
                """,
                of);
            return new DueCount(due, late, stillOwed, connection.ExecuteScalar<int>("SELECT count(*) FROM nudges n WHERE n.team_id = @team AND n.is_live AND n.due_at < @since AND n.answered_at IS NULL", of));
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<LateNudge>> LateAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var of = new { team = team.Value, since = Columns.Ms(since), now = Columns.Ms(now), most };
            var late = connection.Query<(string Nudge, string Author, string Watch, long Until)>(
                $"""
                SELECT n.nudge, p.author_name, w.name, {Until}
                FROM nudges n JOIN posts p ON p.id = n.focus_post_id JOIN watches w ON w.page_id = n.page_id
                WHERE {Owed} AND {Until} > n.due_at ORDER BY {Until} - n.due_at DESC, n.id LIMIT @most
                """,
                of).Select(row => (Nudge: StoredJson.Read<Nudge>(row.Nudge), row.Author, row.Watch, row.Until)).ToList();
            return (IReadOnlyList<LateNudge>)[.. late.Zip(RecordsOf(connection, team, [.. late.Select(row => row.Nudge)]), (row, record) => new LateNudge(row.Nudge, row.Author, row.Watch, Columns.Time(row.Until), record))];
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<OpenedCount>> OpenedAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<OpenedCount>)[.. connection.Query<(string Rules, string State, string? Reason, int Nudges)>(
            """
            SELECT opened_by, state, reason, count(*) FROM nudges WHERE team_id = @team AND opened_at >= @since AND opened_at <= @now AND opened_by <> ''
            GROUP BY opened_by, state, reason ORDER BY opened_by, state, reason
            """,
            new { team = team.Value, since = Columns.Ms(since), now = Columns.Ms(now) })
            .Select(row => new OpenedCount(
                [.. row.Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(rule => new RuleId(long.Parse(rule, CultureInfo.InvariantCulture)))], Enum.Parse<NudgeState>(row.State), ReasonOf(row.Reason), row.Nudges))],
        cancellationToken);

    public ValueTask<IReadOnlyList<DecidedPost>> DecidedAsync(TeamId team, RuleId rule, DateTimeOffset since, DateTimeOffset now, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<DecidedPost>)[.. connection.Query<(string State, string? Reason, string Text, string? Title, string Watch, string? Account, string? Reading)>(
            """
            SELECT n.state, n.reason, p.text, p.title, w.name, p.author_native_id, r.reading
            FROM nudges n JOIN posts p ON p.id = n.focus_post_id JOIN watches w ON w.page_id = n.page_id LEFT JOIN readings r ON r.post_id = p.id
            WHERE n.team_id = @team AND n.opened_at >= @since AND n.opened_at <= @now AND n.opened_by LIKE @openedBy AND n.state IN @decided AND p.standing <> 'Deleted'
            ORDER BY n.opened_at DESC, n.id DESC LIMIT @most
            """,
            new
            {
                team = team.Value,
                since = Columns.Ms(since),
                now = Columns.Ms(now),
                openedBy = $"% {rule} %",
                decided = Enum.GetValues<NudgeState>().Where(state => RulePrecision.WasWorthIt(state, NudgeReason.Spam) is not null).Select(state => state.ToString()).ToList(),
                most,
            }).Select(row =>
            {
                var reading = row.Reading is { } kept ? StoredJson.Read<Reading>(kept) : null;
                return new DecidedPost(
                    row.Title is { Length: > 0 } title ? $"{title}\n{row.Text}" : row.Text,
                    row.Watch,
                    row.Account,
                    reading?.Language ?? LanguageTag.Unknown,
                    reading is { IsVerdict: false } ? reading.SentimentConfidence : null,
                    RulePrecision.WasWorthIt(Enum.Parse<NudgeState>(row.State), ReasonOf(row.Reason)) ?? false);
            })],
        cancellationToken);

    public ValueTask<IReadOnlyList<AnswerWait>> WaitsAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<AnswerWait>)[.. connection.Query<(long From, long Until, long? Followers)>(
            $"""
            SELECT (SELECT min(q.published_at) FROM nudge_posts m JOIN posts q ON q.id = m.post_id WHERE m.nudge_id = n.id), {Until}, p.author_followers
            FROM nudges n JOIN posts p ON p.id = n.focus_post_id
            WHERE n.team_id = @team AND n.opened_at >= @since AND n.opened_at <= @now AND (n.answered_at IS NOT NULL OR (n.ended_at IS NULL AND n.due_at < @now))
            """,
            new { team = team.Value, since = Columns.Ms(since), now = Columns.Ms(now) })
            .Select(row => new AnswerWait(Columns.Time(row.From), Columns.Time(row.Until), row.Followers))],
        cancellationToken);

    private static NudgeReason? ReasonOf(string? name) => name is null ? null : Enum.Parse<NudgeReason>(name);

    /// <returns>The record of each, in the order of the nudges.</returns>
    private static IEnumerable<IReadOnlyList<AuditEntry>> RecordsOf(DbConnection connection, TeamId team, IReadOnlyList<Nudge> nudges)
    {
        if (nudges.Count == 0)
            return [];
        var since = Columns.Ms(nudges.Min(nudge => nudge.Clock.PublishedAt));
        var of = new { team = team.Value, nudges = nudges.Select(nudge => nudge.Id.Value).ToList(), since };
        var records = connection.Query<SqlTeamRecords.Audited>(SqlTeamRecords.Audited.Select + " WHERE a.team_id = @team AND a.nudge_id IN @nudges", of).ToLookup(row => row.NudgeId ?? 0);
        // A pause from before the first of them may have held it back too.
        var pauses = connection.Query<SqlTeamRecords.Audited>(
            SqlTeamRecords.Audited.Select +
            """
             WHERE a.team_id = @team AND a.verb IN ('pause publishing', 'resume')
               AND a.at >= coalesce((SELECT max(b.at) FROM audit b WHERE b.team_id = @team AND b.verb IN ('pause publishing', 'resume') AND b.at < @since), @since)
            """,
            of).AsList();
        return nudges.Select(nudge => (IReadOnlyList<AuditEntry>)[.. records[nudge.Id.Value].Concat(pauses).OrderBy(row => row.Number).Select(row => row.Read())]).ToList();
    }
}
