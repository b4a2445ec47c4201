using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Pipeline;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Sqlite;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class SqliteUnderTest : IStoreUnderTest
{
    private readonly string path = Directory.CreateTempSubdirectory("pagewatch-storage-").FullName;
    private DataFolder? folder;
    private ServiceProvider? services;

    public SqliteUnderTest() => Open();

    public IServiceProvider Services => services!;

    public FakeTimeProvider Time { get; } = new(A.Morning);

    public string Folder => path;

    public async ValueTask ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public async ValueTask<bool> HoldsAnywhereAsync(string text)
    {
        await Services.GetRequiredService<SqliteDatabase>().CheckpointAsync(CancellationToken.None);
        var wanted = Encoding.UTF8.GetBytes(text);
        // The raw bytes of every file: tables, indexes, free pages and the log.
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(path, recursive: true);
    }

    private void Open()
    {
        folder = DataFolder.Take(path, Time.GetUtcNow());
        new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(Time.GetUtcNow());
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<IDoorbell, Doorbell>();
        collection.AddSingleton<ISecretBox>(new Box(DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(path, "keys"))).CreateProtector("test")));
        collection.AddSqliteStorage(folder);
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
