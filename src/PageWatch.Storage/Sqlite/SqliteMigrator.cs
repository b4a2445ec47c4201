using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PageWatch.Pipeline;

namespace PageWatch.Storage.Sqlite;

/// <summary>Brings the file's schema up to what this program knows. The file is copied before anything is changed; a newer file is left alone.</summary>
public sealed partial class SqliteMigrator
{
    private static readonly IReadOnlyList<(int Number, string Name, string Sql)> Own = MigrationFiles.Of("Sqlite");

    private readonly DataFolder folder;
    private readonly ILogger logger;
    private readonly IReadOnlyList<(int Number, string Name, string Sql)> migrations;

    public SqliteMigrator(DataFolder folder, ILogger<SqliteMigrator> logger)
        : this(folder, logger, Own)
    {
    }

    /// <summary>With migrations of a test's own.</summary>
    internal SqliteMigrator(DataFolder folder, ILogger logger, IReadOnlyList<(int Number, string Name, string Sql)> migrations)
    {
        this.folder = folder;
        this.logger = logger;
        this.migrations = migrations;
    }

    /// <summary>The schema that this program works with.</summary>
    public static int Newest => Own[^1].Number;

    /// <returns>The schema before and after.</returns>
    /// <exception cref="StorageUnavailableException">The file is newer than this program, damaged or not writable; it was not changed.</exception>
    public (int Before, int After) Run(DateTimeOffset now)
    {
        try
        {
            using var connection = SqliteDatabase.Open(new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false }.ToString());
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder.Database, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var before = Version(connection);
            var newest = migrations[^1].Number;
            if (before > newest)
            {
                throw new StorageUnavailableException(
                    $"The data in {folder.Path} has schema {before}; this program knows schemas up to {newest}. Start the newer program, or go back to a copy in {folder.Backups} that this one knows. Nothing was changed.");
            }

            if (before == newest)
                return (before, before);
            if (before > 0)
                Copy(connection, before, now);
            foreach (var (number, name, sql) in migrations.Where(migration => migration.Number > before))
            {
                SqliteDatabase.Execute(connection, "BEGIN IMMEDIATE");
                SqliteDatabase.Execute(connection, sql);
                SqliteDatabase.Execute(connection, $"PRAGMA user_version = {number}");
                SqliteDatabase.Execute(connection, "COMMIT");
                Log.Ran(logger, name);
            }

            return (before, newest);
        }
        catch (SqliteException problem)
        {
            throw new StorageUnavailableException($"The data in {folder.Path} cannot be opened: {problem.Message} Restore a copy from {folder.Backups}, or give a folder of its own with --data DIR.", problem);
        }
    }

    private void Copy(SqliteConnection connection, int version, DateTimeOffset now)
    {
        DataFolder.Make(folder.Backups);
        var copy = Path.Combine(folder.Backups, string.Create(CultureInfo.InvariantCulture, $"pagewatch-schema-{version}-{now:yyyyMMdd-HHmmss}.db"));
        using var command = connection.CreateCommand();
        // VACUUM INTO copies one consistent state, the log included, and writes a file that opens by itself.
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Log.Copied(logger, copy);
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The data was copied to {Copy} before its schema changes.")]
        public static partial void Copied(ILogger logger, string copy);

        [LoggerMessage(2, LogLevel.Information, "Migration {Name} ran.")]
        public static partial void Ran(ILogger logger, string name);
    }
}
