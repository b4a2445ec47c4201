using Dapper;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Search;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sql;
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
        services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        return services.AddStores();
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        // "IN @ids" becomes a list of a few lengths instead of every length, so that prepared statements are met again.
        SqlMapper.Settings.PadListExpansions = true;
        services.AddSingleton<IInbox, SqlInbox>();
        services.AddSingleton<IWatches, SqlWatches>();
        services.AddSingleton<ISubscriptions, SqlSubscriptions>();
        services.AddSingleton<SqlPosts>();
        services.AddSingleton<IPosts>(provider => provider.GetRequiredService<SqlPosts>());
        services.AddSingleton<IPostSearch>(provider => provider.GetRequiredService<SqlPosts>());
        services.AddSingleton<IJourneyStore, SqlJourney>();
        services.AddSingleton<SqlOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqlOutbox>());
        services.AddSingleton<INotices>(provider => provider.GetRequiredService<SqlOutbox>());
        services.AddSingleton<IConsoleBoard, SqlConsoleBoard>();
        services.AddSingleton<IMembers, SqlMembers>();
        services.AddSingleton<ITeamRecords, SqlTeamRecords>();
        services.AddSingleton<IRetention, SqlRetention>();
        services.AddSingleton<IInstallation, SqlInstallation>();
        return services;
    }
}
