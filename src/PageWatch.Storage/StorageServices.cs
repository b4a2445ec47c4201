using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Search;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Storage;

/// <summary>Wires the stores.</summary>
public static class StorageServices
{
    /// <summary>Everything in one SQLite file of a folder that was taken and migrated before.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteDatabase>(provider, folder.Database));
        services.AddSingleton<IInbox, SqliteInbox>();
        services.AddSingleton<IWatches, SqliteWatches>();
        services.AddSingleton<SqlitePosts>();
        services.AddSingleton<IPosts>(provider => provider.GetRequiredService<SqlitePosts>());
        services.AddSingleton<IPostSearch>(provider => provider.GetRequiredService<SqlitePosts>());
        services.AddSingleton<IJourneyStore, SqliteJourney>();
        services.AddSingleton<SqliteOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<INotices>(provider => provider.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<IConsoleBoard, SqliteConsoleBoard>();
        services.AddSingleton<IMembers, SqliteMembers>();
        services.AddSingleton<ITeamRecords, SqliteTeamRecords>();
        services.AddSingleton<IRetention, SqliteRetention>();
        services.AddSingleton<IInstallation, SqliteInstallation>();
        return services;
    }
}
