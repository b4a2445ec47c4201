using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Promises;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Search;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Postgres;
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
        services.AddStores();
        services.AddSingleton<IInbox>(provider => provider.GetRequiredService<SqlInbox>());
        services.AddSingleton<IJourneyStore>(provider => provider.GetRequiredService<SqlJourney>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqlOutbox>());
        return services;
    }

    /// <summary>Everything in a PostgreSQL database that was migrated before, beside other replicas that use it too; the folder holds what is this replica's own.</summary>
    /// <remarks>Takes the place of the doorbell: rings reach the other replicas.</remarks>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, DataFolder folder, PostgresPlace place)
    {
        services.AddSingleton(folder);
        services.AddSingleton(place);
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddStores();
        services.AddSingleton<PostgresReplica>();
        services.AddSingleton<PostgresRings>();
        services.AddSingleton<PostgresClaims>();
        services.AddSingleton<IInbox, PostgresInbox>();
        services.AddSingleton<IJourneyStore, PostgresJourney>();
        services.AddSingleton<IOutbox, PostgresOutbox>();
        services.AddSingleton<SqlRetention>();
        services.Replace(ServiceDescriptor.Singleton<IRetention, PostgresRetention>());
        services.Replace(ServiceDescriptor.Singleton<IDoorbell, PostgresDoorbell>());
        return services;
    }

    /// <summary>After the console's bell was added, on PostgreSQL: rings reach the consoles at other replicas.</summary>
    public static IServiceCollection AddPostgresConsoleBell(this IServiceCollection services)
    {
        var here = services.Last(service => service.ServiceType == typeof(IConsoleBell));
        services.Replace(ServiceDescriptor.Singleton<IConsoleBell>(provider => ActivatorUtilities.CreateInstance<PostgresConsoleBell>(
            provider, ActivatorUtilities.CreateInstance(provider, here.ImplementationType!))));
        return services;
    }

    private static void AddStores(this IServiceCollection services)
    {
        // "IN @ids" becomes a list of a few lengths instead of every length, so that prepared statements are met again.
        SqlMapper.Settings.PadListExpansions = true;
        services.AddSingleton<SqlInbox>();
        services.AddSingleton<IWatches, SqlWatches>();
        services.AddSingleton<ISubscriptions, SqlSubscriptions>();
        services.AddSingleton<ICoverage, SqlCoverage>();
        services.AddSingleton<SqlPosts>();
        services.AddSingleton<IPosts>(provider => provider.GetRequiredService<SqlPosts>());
        services.AddSingleton<IPostSearch, SqlSearch>();
        services.AddSingleton<IPostHistory>(provider => provider.GetRequiredService<SqlPosts>());
        services.AddSingleton<IPastReplies, SqlPastReplies>();
        services.AddSingleton<IDraftOutcomes, SqlDraftOutcomes>();
        services.AddSingleton<ICannedReplies, SqlCannedReplies>();
        services.AddSingleton<IPromises, SqlPromises>();
        services.AddSingleton<SqlJourney>();
        services.AddSingleton<SqlOutbox>();
        services.AddSingleton<INotices>(provider => provider.GetRequiredService<SqlOutbox>());
        services.AddSingleton<IConsoleBoard, SqlConsoleBoard>();
        services.AddSingleton<SqlChats>();
        services.AddSingleton<IChatIntake>(provider => provider.GetRequiredService<SqlChats>());
        services.AddSingleton<IChatQueue>(provider => provider.GetRequiredService<SqlChats>());
        services.AddSingleton<IChatPlaces>(provider => provider.GetRequiredService<SqlChats>());
        services.AddSingleton<INotes, SqlNotes>();
        services.AddSingleton<ILabels, SqlLabels>();
        services.AddSingleton<INudgeReports, SqlNudgeReports>();
        services.AddSingleton<IMembers, SqlMembers>();
        services.AddSingleton<ITeamRecords, SqlTeamRecords>();
        services.AddSingleton<ITeamHours, SqlTeamHours>();
        services.AddSingleton<IOnCall, SqlOnCall>();
        services.AddSingleton<IRetention, SqlRetention>();
        services.AddSingleton<IInstallation, SqlInstallation>();
    }
}
