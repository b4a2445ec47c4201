using System.Text;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PageWatch.Pipeline;
using PageWatch.Storage.Postgres;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Postgres;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Postgres;

/// <summary>A database of its own on a real server, as one replica sees it.</summary>
internal sealed class PostgresUnderTest : IStoreUnderTest
{
    private readonly RealPostgres server;
    private readonly Func<RealPostgres, ValueTask> giveBack;
    private readonly string path = Directory.CreateTempSubdirectory("pagewatch-storage-").FullName;
    private readonly IDataProtector protector;
    private readonly List<PostgresUnderTest> besides = [];
    private DataFolder? folder;
    private ServiceProvider? services;

    /// <param name="giveBack">What happens to the database at the end.</param>
    /// <param name="protector">Null for keys of its own.</param>
    public PostgresUnderTest(RealPostgres server, FakeTimeProvider time, Func<RealPostgres, ValueTask> giveBack, IDataProtector? protector = null)
    {
        this.server = server;
        Time = time;
        this.giveBack = giveBack;
        this.protector = protector ?? DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(path, "keys"))).CreateProtector("test");
        Open();
    }

    public IServiceProvider Services => services!;

    public FakeTimeProvider Time { get; }

    public RealPostgres Server => server;

    /// <summary>Another replica on the same database, with the same keys; it ends with this one.</summary>
    public PostgresUnderTest Beside()
    {
        var beside = new PostgresUnderTest(server, Time, _ => ValueTask.CompletedTask, protector);
        besides.Add(beside);
        return beside;
    }

    public async ValueTask ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    /// <remarks>The tables as a query sees them; what the server keeps on its disk until it cleans up is not looked at.</remarks>
    public async ValueTask<bool> HoldsAnywhereAsync(string text)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        var columns = await connection.QueryAsync<(string Table, string Column, string Type)>(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'");
        foreach (var (table, column, type) in columns)
        {
            var holds = type == "bytea" ? $"position(@bytes IN \"{column}\") > 0" : $"position(@text IN CAST(\"{column}\" AS text)) > 0";
            if (await connection.ExecuteScalarAsync<bool>($"SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE {holds})", new { text, bytes = Encoding.UTF8.GetBytes(text) }))
                return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var beside in besides)
            await beside.DisposeAsync();
        await CloseAsync();
        Directory.Delete(path, recursive: true);
        await giveBack(server);
    }

    private void Open()
    {
        folder = DataFolder.Take(path, Time.GetUtcNow());
        var place = PostgresPlace.Read(server.ConnectionString);
        new PostgresMigrator(place, NullLogger<PostgresMigrator>.Instance).Run(Time.GetUtcNow());
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<ISecretBox>(new Box(protector));
        collection.AddPostgresStorage(folder, place);
        services = collection.BuildServiceProvider();
    }

    private async ValueTask CloseAsync()
    {
        await services!.DisposeAsync();
        folder!.Dispose();
    }

    private sealed class Box(IDataProtector protector) : ISecretBox
    {
        public byte[] Seal(string secret) => protector.Protect(Encoding.UTF8.GetBytes(secret));

        public string Open(byte[] secret) => Encoding.UTF8.GetString(protector.Unprotect(secret));
    }
}
