using System.Data.Common;
using System.Text.Json;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlTeamRecords(ISqlDatabase database, ISecretBox box) : ITeamRecords
{
    /// <summary>The setting that stands while a team's publishing is paused.</summary>
    internal const string Pause = "publishing paused";

    private const string ChainSetting = "chain";

    // What is read stays true until it is written, as long as this process alone writes.
    private volatile RuleCache rules = new([]);

    public async ValueTask<RuleBook> RulesAsync(TeamId team, CancellationToken cancellationToken)
    {
        var cache = rules;
        var known = cache.ByTeam.GetValueOrDefault(team);
        if (known is not null && !database.IsShared)
            return known.Book;
        // Taking a thousand queries apart costs more than asking whether they are still the same.
        var stamp = database.IsShared ? await database.ReadAsync(connection => RuleStamp.Of(connection, team), cancellationToken) : RuleStamp.None;
        if (known is not null && known.Stamp == stamp)
            return known.Book;
        var read = await database.ReadAsync(
            connection => new RuleBook(
                [.. connection.Query<StoredRule>(StoredRule.Select + " FROM rules WHERE team_id = @team ORDER BY id", new { team = team.Value }).Select(row => row.Read())],
                [.. SqlMutes.Read(connection, team)]),
            cancellationToken);
        cache.ByTeam[team] = new Cached(stamp, read);
        return read;
    }

    public async ValueTask<WatchRule?> AddRuleAsync(WatchRule rule, AuditEntry audit, CancellationToken cancellationToken)
    {
        var added = await database.WriteAsync(
            connection =>
            {
                if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM rules WHERE team_id = @team AND name_key = @key)", new { team = rule.Team.Value, key = Columns.Key(rule.Name) }))
                    return null;
                var id = connection.ExecuteScalar<long>(
                    "INSERT INTO rules (team_id, name, name_key, query, target, notify, approvals, approver, options, is_on, version) VALUES (@team, @name, @key, @query, @target, @notify, @approvals, @approver, @options, @isOn, @version) RETURNING id", Values(rule));
                var numbered = rule with { Id = new RuleId(id) };
                KeepVersion(connection, numbered, audit);
                AuditWriter.Add(connection, audit);
                return numbered;
            },
            SavePriority.Click,
            cancellationToken);
        rules = new RuleCache(new());
        return added;
    }

    public async ValueTask<bool> ChangeRuleAsync(WatchRule rule, AuditEntry audit, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync(
            connection =>
            {
                var rows = connection.Execute(
                    "UPDATE rules SET query = @query, target = @target, notify = @notify, approvals = @approvals, approver = @approver, options = @options, is_on = @isOn, version = @version WHERE id = @id AND team_id = @team AND version = @version - 1", Values(rule));
                if (rows == 0)
                    return false;
                KeepVersion(connection, rule, audit);
                AuditWriter.Add(connection, audit);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
        rules = new RuleCache(new());
        return changed;
    }

    public async ValueTask<bool> RemoveRuleAsync(TeamId team, RuleId rule, AuditEntry audit, CancellationToken cancellationToken)
    {
        var removed = await database.WriteAsync(
            connection =>
            {
                if (connection.Execute("DELETE FROM rules WHERE id = @id AND team_id = @team", new { id = rule.Value, team = team.Value }) == 0)
                    return false;
                AuditWriter.Add(connection, audit);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
        rules = new RuleCache(new());
        return removed;
    }

    public ValueTask<IReadOnlyList<RuleVersion>> RuleHistoryAsync(TeamId team, string name, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<RuleVersion>)[.. connection.Query<StoredRule>(
                StoredRule.SelectVersion + " FROM rule_versions WHERE team_id = @team AND lower(name) = lower(@name) ORDER BY at DESC, rule_id DESC, version DESC LIMIT @most", new { team = team.Value, name, most })
            .Select(row => new RuleVersion(row.Read(), row.ByName, Columns.Time(row.At)))], cancellationToken);

    public async ValueTask<Mute> AddMuteAsync(Mute mute, AuditEntry audit, CancellationToken cancellationToken)
    {
        var added = await database.WriteAsync(
            connection =>
            {
                var numbered = SqlMutes.Add(connection, mute);
                AuditWriter.Add(connection, audit);
                return numbered;
            },
            SavePriority.Click,
            cancellationToken);
        rules = new RuleCache(new());
        return added;
    }

    public async ValueTask<bool> RemoveMuteAsync(TeamId team, MuteId mute, AuditEntry audit, CancellationToken cancellationToken)
    {
        var removed = await database.WriteAsync(
            connection =>
            {
                if (!SqlMutes.Remove(connection, team, mute))
                    return false;
                AuditWriter.Add(connection, audit);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
        rules = new RuleCache(new());
        return removed;
    }

    public ValueTask<IReadOnlyList<StaffChannel>> ChannelsAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<StaffChannel>)[.. connection.Query<SqlOutbox.StoredChannel>(SqlOutbox.StoredChannel.Select + " WHERE team_id = @team ORDER BY id", new { team = team.Value })
            .Select(row => row.Read())], cancellationToken);

    public async ValueTask<StaffChannel> AddChannelAsync(TeamId team, ChannelKind kind, string name, string address, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var changed = connection.QueryFirstOrDefault<long?>(
                """
                INSERT INTO channels (team_id, kind, name, address) VALUES (@team, @kind, @name, @address)
                ON CONFLICT (team_id, name) DO UPDATE SET kind = excluded.kind, address = excluded.address WHERE channels.kind <> excluded.kind OR channels.address <> excluded.address RETURNING id
                """,
                new { team = team.Value, kind = kind.ToString(), name, address });
            if (changed is not null)
                AuditWriter.Add(connection, audit);
            var id = changed ?? connection.ExecuteScalar<long>("SELECT id FROM channels WHERE team_id = @team AND name = @name", new { team = team.Value, name });
            return new StaffChannel(new ChannelId(id), team, kind, name, address);
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<StaffChannel?> AddChannelAsync(StaffChannel channel, string? secret, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var of = new
            {
                team = channel.Team.Value,
                kind = channel.Kind.ToString(),
                name = channel.Name,
                address = channel.Address,
                secret = secret is null ? null : box.Seal(secret),
                isFallback = channel.IsFallback,
            };
            if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM channels WHERE team_id = @team AND (lower(name) = lower(@name) OR (kind = @kind AND address = @address)))", of))
                return null;
            var id = connection.ExecuteScalar<long>(
                "INSERT INTO channels (team_id, kind, name, address, secret, is_fallback) VALUES (@team, @kind, @name, @address, @secret, @isFallback) RETURNING id", of);
            AuditWriter.Add(connection, audit);
            return channel with { Id = new ChannelId(id) };
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<bool> RemoveChannelAsync(TeamId team, ChannelId channel, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var of = new { team = team.Value, channel = channel.Value };
            connection.Execute("DELETE FROM outbox WHERE team_id = @team AND channel_id = @channel", of);
            if (connection.Execute("DELETE FROM channels WHERE team_id = @team AND id = @channel", of) == 0)
                return false;
            AuditWriter.Add(connection, audit);
            return true;
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<IReadOnlyList<StaffChannel>> ChannelsAtAsync(ChannelKind kind, string address, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<StaffChannel>)[.. connection.Query<SqlOutbox.StoredChannel>(SqlOutbox.StoredChannel.Select + " WHERE kind = @kind AND address = @address ORDER BY id", new { kind = kind.ToString(), address })
            .Select(row => row.Read())], cancellationToken);

    public async ValueTask<bool> RenameChannelAsync(StaffChannel channel, string name, AuditEntry audit, CancellationToken cancellationToken)
    {
        var renamed = await database.WriteAsync(
            connection =>
            {
                var of = new { id = channel.Id.Value, team = channel.Team.Value, name };
                if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM channels WHERE team_id = @team AND lower(name) = lower(@name) AND id <> @id)", of))
                    return false;
                var before = connection.QueryFirstOrDefault<string?>("SELECT name FROM channels WHERE id = @id AND team_id = @team", of);
                if (before is null)
                    return false;
                if (before == name)
                    return true;
                connection.Execute("UPDATE channels SET name = @name WHERE id = @id", of);
                foreach (var rule in connection.Query<StoredRule>(StoredRule.Select + " FROM rules WHERE team_id = @team AND notify <> ''", of).Select(row => row.Read()).ToList())
                {
                    if (!rule.Notify.Contains(before, StringComparer.OrdinalIgnoreCase))
                        continue;
                    var changed = rule with { Notify = [.. rule.Notify.Select(each => each.Equals(before, StringComparison.OrdinalIgnoreCase) ? name : each)], Version = rule.Version + 1 };
                    connection.Execute("UPDATE rules SET notify = @notify, version = @version WHERE id = @id", Values(changed));
                    KeepVersion(connection, changed, audit);
                }

                AuditWriter.Add(connection, audit);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
        rules = new RuleCache(new());
        return renamed;
    }

    public async ValueTask<bool> SetChannelBudgetAsync(StaffChannel channel, int? budget, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var set = connection.Execute("UPDATE channels SET daily_budget = @budget WHERE id = @id AND team_id = @team", new { budget, id = channel.Id.Value, team = channel.Team.Value }) > 0;
            if (set)
                AuditWriter.Add(connection, audit);
            return set;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask AskChannelAgainAsync(ChannelId channel, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("UPDATE channels SET not_before = NULL WHERE id = @id", new { id = channel.Value }), SavePriority.Click, cancellationToken);

    public async ValueTask<string?> ChannelSecretAsync(ChannelId channel, CancellationToken cancellationToken)
    {
        var sealedOne = await database.ReadAsync(connection => connection.QueryFirstOrDefault<byte[]?>("SELECT secret FROM channels WHERE id = @id", new { id = channel.Value }), cancellationToken);
        return sealedOne is null ? null : box.Open(sealedOne);
    }

    public ValueTask<(int Version, string Text)?> PlaybookAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var latest = connection.QueryFirstOrDefault<(int Version, string? Text)>("SELECT version, text FROM playbooks WHERE team_id = @team ORDER BY version DESC LIMIT 1", new { team = team.Value });
        return latest.Text is null ? ((int Version, string Text)?)null : (latest.Version, latest.Text);
    }, cancellationToken);

    public ValueTask<IReadOnlyList<PlaybookVersion>> PlaybookHistoryAsync(TeamId team, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<PlaybookVersion>)[.. connection.Query<(int Version, string ByName, long At)>(
                "SELECT version, by_name, at FROM playbooks WHERE team_id = @team ORDER BY version DESC LIMIT @most", new { team = team.Value, most })
            .Select(row => new PlaybookVersion(row.Version, row.ByName, Columns.Time(row.At)))], cancellationToken);

    public ValueTask<string?> PlaybookTextAsync(TeamId team, int version, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<string?>("SELECT text FROM playbooks WHERE team_id = @team AND version = @version", new { team = team.Value, version }), cancellationToken);

    public async ValueTask<bool> AddPlaybookAsync(TeamId team, int after, string text, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            // Two replicas may both see the same version as the last: the key then lets one of them in.
            var rows = connection.Execute(
                """
                INSERT INTO playbooks (team_id, version, text, at, by_name)
                SELECT @team, @after + 1, @text, @at, @by WHERE (SELECT coalesce(max(version), 0) FROM playbooks WHERE team_id = @team) = @after
                ON CONFLICT (team_id, version) DO NOTHING
                """,
                new { team = team.Value, after, text, at = Columns.Ms(audit.At), by = audit.ByName });
            if (rows > 0)
                AuditWriter.Add(connection, audit);
            return rows > 0;
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<string?> ChainAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<string?>("SELECT value FROM team_settings WHERE team_id = @team AND name = @name", new { team = team.Value, name = ChainSetting }), cancellationToken);

    public async ValueTask SetChainAsync(TeamId team, string? chain, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var of = new { team = team.Value, name = ChainSetting, value = chain };
            connection.Execute("DELETE FROM team_settings WHERE team_id = @team AND name = @name", of);
            if (chain is not null)
                connection.Execute("INSERT INTO team_settings (team_id, name, value) VALUES (@team, @name, @value)", of);
            AuditWriter.Add(connection, audit);
            return 0;
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<PublishingPause?> PublishingPauseAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<string?>("SELECT value FROM team_settings WHERE team_id = @team AND name = @name", new { team = team.Value, name = Pause }) is { } value
            ? JsonSerializer.Deserialize<PublishingPause>(value)
            : null, cancellationToken);

    public async ValueTask SetPublishingPauseAsync(TeamId team, PublishingPause? pause, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM team_settings WHERE team_id = @team AND name = @name", new { team = team.Value, name = Pause });
            if (pause is not null)
                connection.Execute("INSERT INTO team_settings (team_id, name, value) VALUES (@team, @name, @value)", new { team = team.Value, name = Pause, value = JsonSerializer.Serialize(pause) });
            connection.Execute(
                $"UPDATE outbox SET {SqlOutbox.Again} WHERE team_id = @team AND nudge_id IN (SELECT id FROM nudges WHERE team_id = @team AND is_live)", new { team = team.Value });
            AuditWriter.Add(connection, audit);
            return 0;
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<IReadOnlyList<AuditEntry>> HistoryAsync(TeamId team, long nudge, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<AuditEntry>)[.. connection.Query<Audited>(Audited.Select + " WHERE a.team_id = @team AND a.nudge_id = @nudge ORDER BY a.number", new { team = team.Value, nudge })
            .Select(row => row.Read())], cancellationToken);

    public ValueTask<(long Rows, long? BrokenAt)> VerifyRecordAsync(CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var previous = AuditChain.Beginning;
        var rows = 0L;
        foreach (var row in connection.Query<Audited>(Audited.Select + " ORDER BY a.number", buffered: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
            var entry = row.Read();
            var content = row.Salt is null
                || (AuditChain.DigestOf(row.Before, row.Salt) == row.BeforeDigest && AuditChain.DigestOf(row.After, row.Salt) == row.AfterDigest);
            if (row.Number != rows || !content || AuditChain.Link(previous, row.Number, entry, row.BeforeDigest, row.AfterDigest) != row.Link)
                return (rows, (long?)row.Number);
            previous = row.Link;
        }

        // Rows taken off the end leave a chain that is whole, and a head that nothing stands for.
        var head = connection.QuerySingle<(long Number, string Link)>("SELECT number, link FROM audit_head");
        return head == (rows, previous) ? (rows, (long?)null) : (rows, rows + 1);
    }, cancellationToken);

    private static void KeepVersion(DbConnection connection, WatchRule rule, AuditEntry audit) => connection.Execute(
        """
        INSERT INTO rule_versions (rule_id, version, team_id, name, query, target, notify, approvals, approver, options, is_on, at, by_name)
        VALUES (@id, @version, @team, @name, @query, @target, @notify, @approvals, @approver, @options, @isOn, @at, @by)
        """,
        new
        {
            id = rule.Id.Value,
            version = rule.Version,
            team = rule.Team.Value,
            name = rule.Name,
            query = rule.Query.ToString(),
            target = (long?)rule.Target?.TotalMilliseconds,
            notify = string.Join('\n', rule.Notify),
            approvals = rule.Approval.People,
            approver = rule.Approval.By.ToString(),
            options = StoredRule.Options(rule),
            isOn = rule.IsOn,
            at = Columns.Ms(audit.At),
            by = audit.ByName,
        });

    private static object Values(WatchRule rule) => new
    {
        id = rule.Id.Value,
        team = rule.Team.Value,
        name = rule.Name,
        key = Columns.Key(rule.Name),
        query = rule.Query.ToString(),
        target = (long?)rule.Target?.TotalMilliseconds,
        notify = string.Join('\n', rule.Notify),
        approvals = rule.Approval.People,
        approver = rule.Approval.By.ToString(),
        options = StoredRule.Options(rule),
        isOn = rule.IsOn,
        version = rule.Version,
    };

    private sealed record RuleCache(System.Collections.Concurrent.ConcurrentDictionary<TeamId, Cached> ByTeam);

    private sealed record Cached(RuleStamp Stamp, RuleBook Book);

    /// <summary>Is another one after every change of a team's rules and mutes: each adds to a count, a version or a number that is never given twice.</summary>
    private sealed record RuleStamp(long Rules, long Versions, long LastRule, long Mutes, long LastMute)
    {
        public static RuleStamp None { get; } = new(0, 0, 0, 0, 0);

        public static RuleStamp Of(DbConnection connection, TeamId team)
        {
            var (rules, versions, lastRule, mutes, lastMute) = connection.QuerySingle<(long, long, long, long, long)>(
                """
                SELECT (SELECT count(*) FROM rules WHERE team_id = @team), (SELECT CAST(COALESCE(sum(version), 0) AS bigint) FROM rules WHERE team_id = @team),
                       (SELECT COALESCE(max(id), 0) FROM rules WHERE team_id = @team), (SELECT count(*) FROM mutes WHERE team_id = @team),
                       (SELECT COALESCE(max(id), 0) FROM mutes WHERE team_id = @team)
                """,
                new { team = team.Value });
            return new RuleStamp(rules, versions, lastRule, mutes, lastMute);
        }
    }

    /// <summary>A row of the record.</summary>
    internal sealed record Audited
    {
        public const string Select =
            """
            SELECT a.number, a.team_id AS TeamId, a.at, a.member_id AS MemberId, a.by_name AS ByName, a.verb, a.subject, a.nudge_id AS NudgeId,
                   a.before_digest AS BeforeDigest, a.after_digest AS AfterDigest, a.link, c.salt, c.before, c.after
            FROM audit a LEFT JOIN audit_content c ON c.number = a.number
            """;

        public long Number { get; init; }

        public int TeamId { get; init; }

        public long At { get; init; }

        public long? MemberId { get; init; }

        public string ByName { get; init; } = "";

        public string Verb { get; init; } = "";

        public string Subject { get; init; } = "";

        public long? NudgeId { get; init; }

        public string? BeforeDigest { get; init; }

        public string? AfterDigest { get; init; }

        public string Link { get; init; } = "";

        public byte[]? Salt { get; init; }

        public string? Before { get; init; }

        public string? After { get; init; }

        public AuditEntry Read() => new(new TeamId(TeamId), Columns.Time(At), MemberId is { } member ? new MemberId(member) : null, ByName, Verb, Subject, Before, After) { Nudge = NudgeId };
    }
}
