using PageWatch.Storage;
using PageWatch.Storage.Postgres;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Host.Settings;

/// <summary>Which of the two databases keeps everything: one setting says it.</summary>
/// <param name="Folder">Taken by this process; beside PostgreSQL it holds only what is this replica's own.</param>
/// <param name="Postgres">Null for SQLite.</param>
internal sealed record Store(DataFolder Folder, PostgresPlace? Postgres)
{
    /// <summary>As it is shown to people; no password is in it.</summary>
    public string Name => Postgres is null ? Folder.Path : $"PostgreSQL: {Postgres.Name}";

    /// <exception cref="FormatException">The setting is no connection string.</exception>
    public static Store Of(IConfiguration configuration, DataFolder folder) => new(folder, PlaceOf(Read(configuration)));

    /// <inheritdoc cref="Name"/>
    public static string NameOf(IConfiguration configuration, string dataFolder) => PlaceOf(Read(configuration)) is { } place ? $"PostgreSQL: {place.Name}" : dataFolder;

    /// <summary>Where the keys lie that seal secrets.</summary>
    public static string KeysOf(StorageOptions options, DataFolder folder) => string.IsNullOrWhiteSpace(options.Keys) ? folder.Keys : Path.GetFullPath(options.Keys, folder.Path);

    /// <returns>What is wrong with the settings, with the mend; null when nothing is.</returns>
    public static string? ProblemOf(StorageOptions options)
    {
        try
        {
            PlaceOf(options);
            return null;
        }
        catch (FormatException problem)
        {
            // Never the value: it holds a password.
            return $"PageWatch:Storage:Postgres cannot be read. {problem.Message}";
        }
    }

    /// <summary>Brings the data up to this program.</summary>
    /// <returns>The schema before and after.</returns>
    public (int Before, int After) Migrate(DateTimeOffset now, ILoggerFactory loggers) => Postgres is { } place
        ? new PostgresMigrator(place, loggers.CreateLogger<PostgresMigrator>()).Run(now)
        : new SqliteMigrator(Folder, loggers.CreateLogger<SqliteMigrator>()).Run(now);

    public void AddTo(IServiceCollection services)
    {
        if (Postgres is { } place)
            services.AddPostgresStorage(Folder, place);
        else
            services.AddSqliteStorage(Folder);
    }

    private static StorageOptions Read(IConfiguration configuration) => configuration.GetSection("PageWatch:Storage").Get<StorageOptions>() ?? new StorageOptions();

    private static PostgresPlace? PlaceOf(StorageOptions options) => string.IsNullOrWhiteSpace(options.Postgres) ? null : PostgresPlace.Read(options.Postgres);
}
