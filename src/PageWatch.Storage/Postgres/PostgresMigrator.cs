using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using PageWatch.Pipeline;

namespace PageWatch.Storage.Postgres;

/// <summary>Brings the database's schema up to what this program knows: each migration is one transaction, one replica at a time; a newer schema is left alone.</summary>
public sealed partial class PostgresMigrator
{
    /// <summary>Held while the schema is looked at and changed, so that replicas that start together do not migrate together.</summary>
    private const string Lock = "SELECT pg_advisory_xact_lock(20567, 2)";

    private static readonly IReadOnlyList<(int Number, string Name, string Sql)> Own = MigrationFiles.Of("Postgres");

    private readonly PostgresPlace place;
    private readonly ILogger logger;
    private readonly IReadOnlyList<(int Number, string Name, string Sql)> migrations;

    public PostgresMigrator(PostgresPlace place, ILogger<PostgresMigrator> logger)
        : this(place, logger, Own)
    {
    }

    /// <summary>With migrations of a test's own.</summary>
    internal PostgresMigrator(PostgresPlace place, ILogger logger, IReadOnlyList<(int Number, string Name, string Sql)> migrations)
    {
        this.place = place;
        this.logger = logger;
        this.migrations = migrations;
    }

    /// <summary>The schema that this program works with.</summary>
    public static int Newest => Own[^1].Number;

    /// <returns>The schema before and after.</returns>
    /// <exception cref="StorageUnavailableException">The schema is newer than this program, or the server takes nothing; nothing was changed.</exception>
    public (int Before, int After) Run(DateTimeOffset now)
    {
        try
        {
            using var connection = OpenOrCreate();
            var before = -1;
            var version = 0;
            foreach (var (number, name, sql) in migrations)
            {
                using var step = connection.BeginTransaction();
                connection.Execute(Lock);
                version = Version(connection);
                if (before < 0)
                    before = version;
                Demand(version);
                if (version < number)
                {
                    connection.Execute(sql, commandTimeout: 0);
                    connection.Execute("INSERT INTO schema_versions (number, name, at) VALUES (@number, @name, @at)", new { number, name, at = now.UtcDateTime });
                    Log.Ran(logger, name);
                }

                step.Commit();
            }

            using var parts = connection.BeginTransaction();
            connection.Execute(Lock);
            version = Version(connection);
            Demand(version);
            if (migrations == Own)
                PostgresParts.Prepare(connection, now);
            parts.Commit();
            return (before, version);
        }
        catch (Exception problem) when (problem is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw PostgresTrouble.Explain(problem, place) as StorageUnavailableException
                ?? new StorageUnavailableException($"The database {place.Name} cannot be brought up to this program: {(problem as PostgresException)?.MessageText ?? problem.Message} Nothing was changed.", problem);
        }
    }

    /// <summary>A server that was just set up has no database of that name yet; an account that may make one need not be asked to.</summary>
    private NpgsqlConnection OpenOrCreate()
    {
        var connection = place.Connection();
        try
        {
            connection.Open();
            return connection;
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            connection.Dispose();
        }

        using (var beside = place.With("postgres").Connection())
        {
            beside.Open();
            try
            {
                beside.Execute($"CREATE DATABASE {place.QuotedDatabase} ENCODING 'UTF8' TEMPLATE template0");
                Log.Created(logger, place.Name);
            }
            catch (PostgresException problem) when (problem.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another replica was faster.
            }
        }

        connection = place.Connection();
        connection.Open();
        return connection;
    }

    private void Demand(int version)
    {
        var newest = migrations[^1].Number;
        if (version > newest)
        {
            throw new StorageUnavailableException(string.Create(CultureInfo.InvariantCulture,
                $"The database {place.Name} has schema {version}; this program knows schemas up to {newest}. Start the newer program, or go back to a backup that this one knows. Nothing was changed."));
        }
    }

    private static int Version(NpgsqlConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_versions (number integer PRIMARY KEY, name text NOT NULL, at timestamp NOT NULL)");
        return connection.ExecuteScalar<int>("SELECT coalesce(max(number), 0) FROM schema_versions");
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "The database {Place} was created.")]
        public static partial void Created(ILogger logger, string place);

        [LoggerMessage(1, LogLevel.Information, "Migration {Name} ran.")]
        public static partial void Ran(ILogger logger, string name);
    }
}
