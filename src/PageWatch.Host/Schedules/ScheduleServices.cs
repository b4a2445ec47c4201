using Microsoft.Data.Sqlite;
using PageWatch.Host.Settings;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using Quartz;
using Quartz.Impl.AdoJobStore;

namespace PageWatch.Host.Schedules;

/// <summary>Wires Quartz. Its persistent store lies apart from the posts: beside SQLite in a file of its own, in PostgreSQL in a schema of its own, where replicas share it.</summary>
internal static class ScheduleServices
{
    private const int MostJobs = 1000;

    /// <summary>A replica that has not been heard of for about this long is followed by another.</summary>
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddSchedules(this IServiceCollection services, Store place)
    {
        if (place.Postgres is null)
            PrepareFile(place.Folder.Schedules);
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "pagewatch");
            // Polls wait for their turn as jobs that hold no thread; there must be room for them beside what else is due.
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = MostJobs);
            quartz.UsePersistentStore(store =>
            {
                if (place.Postgres is { } postgres)
                {
                    store.UseDataSource(source =>
                    {
                        source.Provider = DataSourceOptions.Providers.Npgsql;
                        source.ConnectionString = postgres.PooledConnectionString("schedules");
                    });
                    store.UseDriverDelegate<PostgreSQLDelegate>();
                    store.UseClustering(cluster => cluster.CheckinInterval = CheckIn);
                }
                else
                {
                    store.UseDataSource(source =>
                    {
                        source.Provider = DataSourceOptions.Providers.Sqlite;
                        source.ConnectionString = new SqliteConnectionStringBuilder { DataSource = place.Folder.Schedules, DefaultTimeout = 30 }.ToString();
                    });
                    store.UseDriverDelegate<SQLiteDelegate>();
                }

                store.ProvisionSchema();
            });

            Every<DueSweepJob>(quartz, "due", TimeSpan.FromSeconds(1));
            Every<PromiseSweepJob>(quartz, "promises", TimeSpan.FromSeconds(10));
            Every<SubscriptionJob>(quartz, "subscriptions", TimeSpan.FromSeconds(10));
            Every<HealthRoundJob>(quartz, "health", TimeSpan.FromMinutes(1));
            Every<CannedSweepJob>(quartz, "canned", TimeSpan.FromHours(1));
            Nightly<ReconcileJob>(quartz, "reconcile", hour: 2, minute: 43);
            Nightly<RetentionJob>(quartz, "retention", hour: 3, minute: 17);
            Nightly<AuditJob>(quartz, "audit", hour: 4, minute: 7);
            Weekly<FairnessJob>(quartz, "fairness", day: "MON", hour: 5, minute: 7);
        });
        services.AddQuartzHostedService(options =>
        {
            options.WaitForJobsToComplete = true;
            options.AwaitApplicationStarted = true;
        });
        services.AddSingleton<IPollSchedule, QuartzPollSchedule>();
        services.AddHostedService<WatchScheduler>();
        return services;
    }

    private static void Every<TJob>(IQuartzBuilder quartz, string name, TimeSpan interval)
        where TJob : IJob => quartz.ScheduleJob<TJob>(trigger => trigger.WithIdentity(name).StartNow().WithSimpleSchedule(schedule => schedule
            .WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));

    private static void Nightly<TJob>(IQuartzBuilder quartz, string name, int hour, int minute)
        where TJob : IJob => At<TJob>(quartz, name, $"0 {minute} {hour} * * ?");

    private static void Weekly<TJob>(IQuartzBuilder quartz, string name, string day, int hour, int minute)
        where TJob : IJob => At<TJob>(quartz, name, $"0 {minute} {hour} ? * {day}");

    private static void At<TJob>(IQuartzBuilder quartz, string name, string cron)
        where TJob : IJob => quartz.ScheduleJob<TJob>(trigger => trigger.WithIdentity(name).WithSchedule(CronScheduleBuilder.Create(cron).InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));

    /// <summary>Write-ahead logging is a property of the file: a sweep a second then costs one small append.</summary>
    private static void PrepareFile(string file)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL;";
            command.ExecuteNonQuery();
        }
        catch (SqliteException problem)
        {
            // Every trigger in it follows from the watches, so a lost file costs nothing.
            throw new StorageUnavailableException($"The schedules in {file} cannot be opened: {problem.Message} Move the file away; it is made again from the watches.", problem);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
