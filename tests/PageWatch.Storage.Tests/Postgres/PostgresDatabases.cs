using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Storage.Postgres;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Postgres;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Postgres;

/// <summary>Databases that tests use one after another, each as good as new; making one takes a server longer than most tests.</summary>
public sealed class PostgresDatabases : IAsyncLifetime
{
    public const string Name = "PostgreSQL";

    private const string Seeds = "seeds";

    private readonly ConcurrentBag<RealPostgres> free = [];

    public async ValueTask<IStoreUnderTest> OpenAsync() => await OpenOneAsync();

    internal async ValueTask<PostgresUnderTest> OpenOneAsync()
    {
        if (!free.TryTake(out var database))
        {
            database = await RealPostgres.CreateAsync();
            new PostgresMigrator(PostgresPlace.Read(database.ConnectionString), NullLogger<PostgresMigrator>.Instance).Run(A.Morning);
            await database.RememberAsync(Seeds);
        }

        return new PostgresUnderTest(database, new FakeTimeProvider(A.Morning), GiveBackAsync);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in free)
            await database.DisposeAsync();
    }

    private async ValueTask GiveBackAsync(RealPostgres database)
    {
        await database.StartOverAsync(Seeds);
        free.Add(database);
    }
}

[CollectionDefinition(PostgresDatabases.Name)]
public sealed class PostgresDatabasesCollection : ICollectionFixture<PostgresDatabases>;
