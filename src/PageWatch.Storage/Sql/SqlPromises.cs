using System.Data.Common;
using Dapper;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Storage.Sql;

internal sealed class SqlPromises(ISqlDatabase database) : IPromises
{
    /// <summary>Notices that call people because of the promises of some nudges.</summary>
    private const string Calls = "SELECT n.key FROM notices n JOIN promises p ON p.team_id = n.team_id AND n.key LIKE 'promise ' || p.id || ' %' WHERE p.nudge_id IN";

    private const string Select =
        """
        SELECT id, team_id AS TeamId, nudge_id AS NudgeId, member_id AS MemberId, by_name AS ByName, to_name AS ToName, words, due_at AS DueAt, state, made_at AS MadeAt, source,
          open_since AS OpenSince, reminded_at AS RemindedAt, ended_at AS EndedAt, kept_at AS KeptAt FROM promises
        """;

    public ValueTask<Promise?> FindAsync(TeamId team, PromiseId id, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<Row?>(Select + " WHERE id = @id AND team_id = @team", new { id = id.Value, team = team.Value })?.Read(), cancellationToken);

    public ValueTask<IReadOnlyList<Promise>> LiveAsync(TeamId team, MemberId? by, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<Promise>)[.. connection.Query<Row>(
            // By name "Open" comes before "Proposed".
            Select + " WHERE team_id = @team AND state IN ('Proposed', 'Open') AND (@by IS NULL OR member_id = @by) ORDER BY state, due_at, id LIMIT @most",
            new { team = team.Value, by = by?.Value, most }).Select(row => row.Read())],
        cancellationToken);

    public ValueTask<IReadOnlyList<MemberRate>> RatesAsync(TeamId team, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<MemberRate>)[.. connection.Query<(long Member, string Name, int Kept, int Late, int Broken)>(
            """
            SELECT p.member_id, m.name, sum(CASE WHEN p.state = 'Kept' THEN 1 ELSE 0 END), sum(CASE WHEN p.state = 'Broken' AND p.kept_at IS NOT NULL THEN 1 ELSE 0 END),
              sum(CASE WHEN p.state = 'Broken' AND p.kept_at IS NULL THEN 1 ELSE 0 END)
            FROM promises p JOIN members m ON m.id = p.member_id
            WHERE p.team_id = @team AND p.state IN ('Kept', 'Broken') AND p.ended_at >= @since AND p.ended_at <= @until
            GROUP BY p.member_id, m.name ORDER BY m.name
            """,
            new { team = team.Value, since = Columns.Ms(since), until = Columns.Ms(until) })
            .Select(row => new MemberRate(new MemberId(row.Member), row.Name, new KeptRate(row.Kept, row.Late, row.Broken)))],
        cancellationToken);

    public ValueTask<IReadOnlyList<NudgeId>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<NudgeId>)[.. connection.Query<long>(
            "SELECT nudge_id FROM promises WHERE wake_at <= @now GROUP BY nudge_id ORDER BY min(wake_at) LIMIT @most", new { now = Columns.Ms(now), most }).Select(id => new NudgeId(id))],
        cancellationToken);

    /// <summary>Keeps a new promise, or what became of one.</summary>
    public static void Save(DbConnection connection, Promise promise)
    {
        var values = new
        {
            id = promise.Id.Value,
            team = promise.Team.Value,
            nudge = promise.Nudge.Value,
            member = promise.By.Value,
            byName = promise.ByName,
            toName = promise.ToName,
            words = promise.Words,
            dueAt = Columns.Ms(promise.DueAt),
            state = promise.State.ToString(),
            madeAt = Columns.Ms(promise.MadeAt),
            source = promise.Source,
            openSince = Columns.Ms(promise.OpenSince),
            remindedAt = Columns.Ms(promise.RemindedAt),
            endedAt = Columns.Ms(promise.EndedAt),
            keptAt = Columns.Ms(promise.KeptAt),
            wakeAt = Columns.Ms(PromiseLifecycle.NextWake(promise)),
        };
        if (promise.Id.Value != 0)
        {
            connection.Execute(
                """
                UPDATE promises SET due_at = @dueAt, state = @state, open_since = @openSince, reminded_at = @remindedAt, ended_at = @endedAt, kept_at = @keptAt, wake_at = @wakeAt WHERE id = @id
                """,
                values);
            return;
        }

        if (connection.ExecuteScalar<int>("SELECT count(*) FROM promises WHERE nudge_id = @nudge", values) >= Promise.MostOfNudge)
            return;
        connection.Execute(
            """
            INSERT INTO promises (team_id, nudge_id, member_id, by_name, to_name, words, due_at, state, made_at, source, open_since, reminded_at, ended_at, kept_at, wake_at)
            VALUES (@team, @nudge, @member, @byName, @toName, @words, @dueAt, @state, @madeAt, @source, @openSince, @remindedAt, @endedAt, @keptAt, @wakeAt)
            ON CONFLICT (source) DO NOTHING
            """,
            values);
    }

    /// <summary>Takes away what an earlier version of a note proposed and nobody answered.</summary>
    /// <param name="source">As the note is kept with.</param>
    /// <returns>How many.</returns>
    public static int TakeBack(DbConnection connection, NudgeId nudge, string source)
    {
        var prefix = $"note {source} ";
        return connection.Execute("DELETE FROM promises WHERE nudge_id = @nudge AND state = 'Proposed' AND substr(source, 1, @length) = @prefix", new { nudge = nudge.Value, prefix, length = prefix.Length });
    }

    /// <summary>By nudge, in the order in which they were made.</summary>
    public static ILookup<long, Promise> Of(DbConnection connection, IReadOnlyCollection<long> nudges) => nudges.Count == 0
        ? Enumerable.Empty<Row>().ToLookup(row => row.NudgeId, row => row.Read())
        : connection.Query<Row>(Select + " WHERE nudge_id IN @nudges ORDER BY id", new { nudges }).ToLookup(row => row.NudgeId, row => row.Read());

    /// <summary>What promises say of a person goes; that one was kept or broken stays as a count. Nobody can keep any more what nobody can read.</summary>
    public static void Erase(DbConnection connection, long nudge)
    {
        var of = new { nudge };
        foreach (var (team, key) in connection.Query<(int Team, string Key)>(
            "SELECT n.team_id, n.key FROM notices n JOIN promises p ON p.team_id = n.team_id AND n.key LIKE 'promise ' || p.id || ' %' WHERE p.nudge_id = @nudge", of).AsList())
            SqlOutbox.Empty(connection, new TeamId(team), key);
        connection.Execute("DELETE FROM promises WHERE nudge_id = @nudge AND state IN ('Proposed', 'Dropped')", of);
        connection.Execute("UPDATE promises SET state = 'Dropped', wake_at = NULL WHERE nudge_id = @nudge AND state = 'Open'", of);
        connection.Execute("UPDATE promises SET words = '', to_name = '' WHERE nudge_id = @nudge", of);
    }

    /// <summary>What <c>promises</c> holds of some nudges goes with these, and the notices about them.</summary>
    /// <param name="nudges">A question for their ids.</param>
    public static string[] Forget(string nudges) =>
    [
        $"DELETE FROM console_messages WHERE key IN (SELECT 'notice-' || calls.key FROM ({Calls} ({nudges})) calls)",
        $"DELETE FROM outbox WHERE notice_key IN ({Calls} ({nudges}))",
        $"DELETE FROM notices WHERE key IN ({Calls} ({nudges}))",
        $"DELETE FROM promises WHERE nudge_id IN ({nudges})",
    ];

    private sealed record Row
    {
        public long Id { get; init; }

        public int TeamId { get; init; }

        public long NudgeId { get; init; }

        public long MemberId { get; init; }

        public string ByName { get; init; } = "";

        public string ToName { get; init; } = "";

        public string Words { get; init; } = "";

        public long DueAt { get; init; }

        public string State { get; init; } = "";

        public long MadeAt { get; init; }

        public string? Source { get; init; }

        public long? OpenSince { get; init; }

        public long? RemindedAt { get; init; }

        public long? EndedAt { get; init; }

        public long? KeptAt { get; init; }

        public Promise Read() => new()
        {
            Id = new PromiseId(Id),
            Team = new TeamId(TeamId),
            Nudge = new NudgeId(NudgeId),
            By = new MemberId(MemberId),
            ByName = ByName,
            ToName = ToName,
            Words = Words,
            DueAt = Columns.Time(DueAt),
            State = Enum.Parse<PromiseState>(State),
            MadeAt = Columns.Time(MadeAt),
            Source = Source,
            OpenSince = Columns.Time(OpenSince),
            RemindedAt = Columns.Time(RemindedAt),
            EndedAt = Columns.Time(EndedAt),
            KeptAt = Columns.Time(KeptAt),
        };
    }
}
