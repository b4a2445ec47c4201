using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace PageWatch.Testing.Postgres;

/// <summary>A running server, and a fresh database on it that is dropped at the end.</summary>
public sealed partial class RealPostgres : IAsyncDisposable
{
    private const string Variable = "PAGEWATCH_TEST_POSTGRES";

    private readonly string server;
    private readonly string database;

    private RealPostgres(string server, string database)
    {
        this.server = server;
        this.database = database;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
    }

    /// <summary>As an operator would write it.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes an empty database.</summary>
    public static async Task<RealPostgres> CreateAsync()
    {
        var fresh = new RealPostgres(Server(), $"test_{Guid.NewGuid():N}");
        await RunAsync(fresh.server, $"CREATE DATABASE {fresh.database}");
        return fresh;
    }

    /// <summary>Ends the sessions of this database that have this name, or all of them, as a server that is restarted does.</summary>
    public Task CutAsync(string? applicationName = null) => RunAsync(
        server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND ('{applicationName}' = '' OR application_name = '{applicationName}')");

    /// <summary>Lets nobody in any more until <paramref name="isOpen"/> says otherwise; who is in stays.</summary>
    public Task OpenAsync(bool isOpen) => RunAsync(server, $"ALTER DATABASE {database} WITH ALLOW_CONNECTIONS {(isOpen ? "true" : "false")}");

    /// <summary>Takes everything out again but what <paramref name="seeds"/> remembers: much faster than another database.</summary>
    /// <param name="seeds">Rows of a fresh database, as <see cref="RememberAsync"/> kept them.</param>
    public async Task StartOverAsync(string seeds)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            SET session_replication_role = replica;
            DO $$ DECLARE t record; BEGIN
              FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('DELETE FROM %I', t.tablename); END LOOP;
              FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{seeds}' LOOP EXECUTE format('INSERT INTO %I OVERRIDING SYSTEM VALUE SELECT * FROM {seeds}.%I', t.tablename, t.tablename); END LOOP;
            END $$;
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Keeps what a fresh database holds aside.</summary>
    public Task RememberAsync(string seeds) => RunAsync(
        ConnectionString,
        $"""
        CREATE SCHEMA {seeds};
        DO $$ DECLARE t record; has boolean; BEGIN
          FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', t.tablename) INTO has;
            IF has THEN EXECUTE format('CREATE TABLE {seeds}.%I AS TABLE %I', t.tablename, t.tablename); END IF;
          END LOOP;
        END $$;
        """);

    public async ValueTask DisposeAsync() => await RunAsync(server, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    private static async Task RunAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Server()
    {
        var file = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(file))
            throw new InvalidOperationException($"There is no PostgreSQL to test against. Run ./test, which starts one; or run infra/test/postgres/start.sh FOLDER > pg.env and set {Variable}=pg.env.");
        var lines = File.ReadLines(file).Select(line => KeyAndValue().Match(line)).Where(line => line.Success)
            .ToDictionary(line => line.Groups["key"].Value, line => line.Groups["value"].Value, StringComparer.Ordinal);
        return new NpgsqlConnectionStringBuilder
        {
            Host = lines["PG_HOST"],
            Port = int.Parse(lines["PG_PORT"], CultureInfo.InvariantCulture),
            Username = lines["PG_USER"],
            Password = lines["PG_PASSWORD"],
            Database = "postgres",
            Pooling = false,
        }.ConnectionString;
    }

    [GeneratedRegex("^(?<key>[A-Z_]+)='(?<value>[^']*)'$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyAndValue();
}
