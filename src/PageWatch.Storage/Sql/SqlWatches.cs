using System.Data.Common;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlWatches(ISqlDatabase database, ISecretBox box) : IWatches
{
    private const string Select =
        """
        SELECT page_id AS PageId, team_id AS TeamId, name, state, problem, hook_key AS HookKey, owner_id AS OwnerId, cadence, nudges_since AS NudgesSince,
               first_look_done AS FirstLookDone, page, can, last_success_at AS LastSuccessAt, last_post_at AS LastPostAt, failures, last_problem AS LastProblem,
               not_before AS NotBefore, adapts, poll_wait AS PollWait, next_poll_at AS NextPollAt, last_call_at AS LastCallAt, not_called_for AS NotCalledFor,
               not_called_since AS NotCalledSince, last_reconciled_at AS LastReconciledAt, repaired, token_ends_at AS TokenEndsAt, quota_left AS QuotaLeft, quota_resets_at AS QuotaResetsAt
        FROM watches
        """;

    private long changes;

    public long Changes => Interlocked.Read(ref changes);

    public ValueTask<IReadOnlyList<Watch>> AllAsync(CancellationToken cancellationToken) => Many("WHERE state <> 'Ended' ORDER BY page_id", new { }, cancellationToken);

    public ValueTask<IReadOnlyList<Watch>> OfTeamAsync(TeamId team, CancellationToken cancellationToken) =>
        Many("WHERE state <> 'Ended' AND team_id = @team ORDER BY name_key", new { team = team.Value }, cancellationToken);

    public ValueTask<Watch?> FindAsync(PageId page, CancellationToken cancellationToken) => database.ReadAsync(connection => Find(connection, page), cancellationToken);

    public async ValueTask<Watch?> FindByNameAsync(TeamId team, string name, CancellationToken cancellationToken) =>
        (await Many("WHERE state <> 'Ended' AND team_id = @team AND name_key = @key", new { team = team.Value, key = Columns.Key(name) }, cancellationToken)) is [var watch, ..] ? watch : null;

    public async ValueTask<Watch?> FindByHookAsync(string hookKey, CancellationToken cancellationToken) =>
        (await Many("WHERE state <> 'Ended' AND hook_key = @hookKey", new { hookKey }, cancellationToken)) is [var watch, ..] ? watch : null;

    public async ValueTask<Watch?> AddAsync(Watch watch, IReadOnlyDictionary<string, string> secrets, AuditEntry audit, CancellationToken cancellationToken)
    {
        var page = await ChangeAsync(
            connection =>
            {
                var taken = connection.ExecuteScalar<bool>(
                    "SELECT EXISTS (SELECT 1 FROM watches WHERE state <> 'Ended' AND team_id = @team AND (name_key = @key OR (platform = @platform AND address = @address)))",
                    new { team = watch.Team.Value, key = Columns.Key(watch.Name), platform = watch.Page.Platform.Name, address = watch.Page.Address.AbsoluteUri });
                if (taken)
                    return (PageId?)null;
                var id = new PageId(connection.ExecuteScalar<long>(
                    """
                    INSERT INTO watches (team_id, name, name_key, platform, address, state, problem, hook_key, owner_id, cadence, adapts, nudges_since, first_look_done, page, can)
                    VALUES (@team, @name, @key, @platform, @address, @state, @problem, @hookKey, @owner, @cadence, @adapts, @since, FALSE, '{}', @can) RETURNING page_id
                    """,
                    Values(watch)));
                connection.Execute("UPDATE watches SET page = @page WHERE page_id = @id", new { id = id.Value, page = StoredJson.Write(watch.Page with { Id = id }) });
                KeepSecrets(connection, id, secrets);
                AuditWriter.Add(connection, audit);
                return id;
            },
            SavePriority.Click,
            cancellationToken);
        return page is { } added ? await FindAsync(added, cancellationToken) : null;
    }

    public async ValueTask UpdateAsync(Watch watch, IReadOnlyDictionary<string, string>? secrets, AuditEntry? audit, CancellationToken cancellationToken) => await ChangeAsync(
        connection =>
        {
            connection.Execute(
                """
                UPDATE watches SET state = @state, problem = @problem, hook_key = @hookKey, cadence = @cadence, adapts = @adapts, nudges_since = @since, page = @page, can = @can, not_before = NULL, failures = 0
                WHERE page_id = @id
                """,
                Values(watch));
            if (secrets is not null)
                ReplaceSecrets(connection, watch.Id, secrets);

            if (audit is not null)
                AuditWriter.Add(connection, audit);
            return 0;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<bool> RenewAsync(Watch watch, IReadOnlyDictionary<string, string> secrets, AuditEntry audit, Notice over, CancellationToken cancellationToken) => await ChangeAsync(
        connection =>
        {
            var changed = connection.Execute(
                """
                UPDATE watches SET state = 'Active', problem = NULL, hook_key = @hookKey, cadence = @cadence, adapts = @adapts, page = @page, can = @can, not_before = NULL, failures = 0, last_problem = NULL,
                  poll_wait = NULL, next_poll_at = NULL, token_ends_at = NULL, quota_left = NULL, quota_resets_at = NULL
                WHERE page_id = @id AND state <> 'Ended'
                """,
                Values(watch));
            if (changed == 0)
                return false;
            ReplaceSecrets(connection, watch.Id, secrets);
            SqlOutbox.IsOver(connection, over);
            AuditWriter.Add(connection, audit);
            return true;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<bool> EndAsync(Watch watch, AuditEntry audit, Notice over, CancellationToken cancellationToken) => await ChangeAsync(
        connection =>
        {
            if (connection.Execute("UPDATE watches SET state = 'Ended', problem = NULL, hook_key = NULL WHERE page_id = @id AND state <> 'Ended'", new { id = watch.Id.Value }) == 0)
                return false;
            ReplaceSecrets(connection, watch.Id, new Dictionary<string, string>());
            SqlOutbox.IsOver(connection, over);
            AuditWriter.Add(connection, audit);
            return true;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, string>> SecretsAsync(PageId page, CancellationToken cancellationToken)
    {
        var sealedOnes = await database.ReadAsync(
            connection => connection.Query<(string Name, byte[] Sealed)>("SELECT name, sealed FROM watch_secrets WHERE page_id = @id", new { id = page.Value }).AsList(), cancellationToken);
        return sealedOnes.ToDictionary(each => each.Name, each => box.Open(each.Sealed), StringComparer.Ordinal);
    }

    public ValueTask<Cursor?> CursorAsync(PageId page, string stream, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<string?>("SELECT value FROM cursors WHERE page_id = @id AND stream = @stream", new { id = page.Value, stream }) is { } value ? new Cursor(value) : null, cancellationToken);

    public async ValueTask<bool> FailedAsync(PageId page, WatchHealth health, WatchState state, string? problem, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            "UPDATE watches SET failures = @failures, last_problem = @last, not_before = @notBefore, state = @state, problem = @problem WHERE page_id = @id AND state <> 'Ended'",
            new { id = page.Value, failures = health.FailuresInARow, last = health.LastProblem, notBefore = Columns.Ms(health.NotBefore), state = state.ToString(), problem }) > 0,
        SavePriority.Bulk,
        cancellationToken);

    /// <summary>Counted before and after: who reads in between reads again.</summary>
    private async Task<T> ChangeAsync<T>(Func<DbConnection, T> work, SavePriority priority, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref changes);
        try
        {
            return await database.WriteAsync(work, priority, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref changes);
        }
    }

    internal static Watch? Find(DbConnection connection, PageId page) => connection.QueryFirstOrDefault<Stored>(Select + " WHERE page_id = @id", new { id = page.Value })?.Read();

    private ValueTask<IReadOnlyList<Watch>> Many(string where, object values, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => (IReadOnlyList<Watch>)[.. connection.Query<Stored>($"{Select} {where}", values).Select(row => row.Read())], cancellationToken);

    private void ReplaceSecrets(DbConnection connection, PageId page, IReadOnlyDictionary<string, string> secrets)
    {
        connection.Execute("DELETE FROM watch_secrets WHERE page_id = @id", new { id = page.Value });
        KeepSecrets(connection, page, secrets);
    }

    private void KeepSecrets(DbConnection connection, PageId page, IReadOnlyDictionary<string, string> secrets)
    {
        foreach (var (name, secret) in secrets)
            connection.Execute("INSERT INTO watch_secrets (page_id, name, sealed) VALUES (@page, @name, @sealed)", new { page = page.Value, name, @sealed = box.Seal(secret) });
    }

    private static object Values(Watch watch) => new
    {
        id = watch.Id.Value,
        team = watch.Team.Value,
        name = watch.Name,
        key = Columns.Key(watch.Name),
        platform = watch.Page.Platform.Name,
        address = watch.Page.Address.AbsoluteUri,
        state = watch.State.ToString(),
        problem = watch.Problem,
        hookKey = watch.HookKey,
        owner = watch.Owner.Value,
        cadence = (long)watch.Cadence.TotalMilliseconds,
        adapts = watch.Adapts,
        since = Columns.Ms(watch.NudgesSince),
        page = StoredJson.Write(watch.Page),
        can = StoredJson.Write(watch.Can),
    };

    private sealed record Stored
    {
        public long PageId { get; init; }

        public int TeamId { get; init; }

        public string Name { get; init; } = "";

        public string State { get; init; } = "";

        public string? Problem { get; init; }

        public string? HookKey { get; init; }

        public long OwnerId { get; init; }

        public long Cadence { get; init; }

        public long NudgesSince { get; init; }

        public bool FirstLookDone { get; init; }

        public string Page { get; init; } = "";

        public string Can { get; init; } = "";

        public long? LastSuccessAt { get; init; }

        public long? LastPostAt { get; init; }

        public int Failures { get; init; }

        public string? LastProblem { get; init; }

        public long? NotBefore { get; init; }

        public bool Adapts { get; init; }

        public long? PollWait { get; init; }

        public long? NextPollAt { get; init; }

        public long? LastCallAt { get; init; }

        public int NotCalledFor { get; init; }

        public long? NotCalledSince { get; init; }

        public long? LastReconciledAt { get; init; }

        public int Repaired { get; init; }

        public long? TokenEndsAt { get; init; }

        public int? QuotaLeft { get; init; }

        public long? QuotaResetsAt { get; init; }

        public Watch Read() => new()
        {
            Page = StoredJson.Read<Page>(Page),
            Team = new TeamId(TeamId),
            Name = Name,
            Owner = new MemberId(OwnerId),
            Can = StoredJson.Read<PageCapabilities>(Can),
            Cadence = TimeSpan.FromMilliseconds(Cadence),
            Adapts = Adapts,
            NudgesSince = Columns.Time(NudgesSince),
            State = Enum.Parse<WatchState>(State),
            Problem = Problem,
            HookKey = HookKey,
            FirstLookDone = FirstLookDone,
            Health = new WatchHealth
            {
                LastSuccessAt = Columns.Time(LastSuccessAt),
                LastPostAt = Columns.Time(LastPostAt),
                FailuresInARow = Failures,
                LastProblem = LastProblem,
                NotBefore = Columns.Time(NotBefore),
                PollWait = PollWait is { } wait ? TimeSpan.FromMilliseconds(wait) : null,
                NextPollAt = Columns.Time(NextPollAt),
                LastCallAt = Columns.Time(LastCallAt),
                NotCalledFor = NotCalledFor,
                NotCalledSince = Columns.Time(NotCalledSince),
                LastReconciledAt = Columns.Time(LastReconciledAt),
                Repaired = Repaired,
                TokenEndsAt = Columns.Time(TokenEndsAt),
                Quota = QuotaLeft is { } left ? new Quota(left, Columns.Time(QuotaResetsAt)) : null,
            },
        };
    }
}
