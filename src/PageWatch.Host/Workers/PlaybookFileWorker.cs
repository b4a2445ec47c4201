using PageWatch.Pipeline;
using PageWatch.Pipeline.Drafts;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Host.Workers;

/// <summary>Reads the file of the playbook at the start and whenever it was written; without such a file it ends at once.</summary>
internal sealed partial class PlaybookFileWorker(PlaybookFile file, PlaybookFileIntake intake, DataFolder data, IDoorbell doorbell, TimeProvider time, ILogger<PlaybookFileWorker> logger) : BackgroundService
{
    /// <summary>Network drives tell of nothing, and a time stamp costs next to nothing.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Editors write a file in several steps.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    /// <summary>Some drives stamp in steps of two seconds: a younger file is read once more.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (file.Path is not { } path)
            return;
        using var watcher = Watch(path);
        (DateTimeOffset Written, long Length)? seen = null;
        byte[]? taken = null;
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var stamp = StampOf(path);
                if (isFirst || stamp != seen || (stamp is { Written: var written } && time.GetUtcNow() - written < Young))
                {
                    var bytes = await ReadAsync(path, stoppingToken);
                    if (isFirst || !Same(bytes, taken))
                        await intake.TakeAsync(bytes, stoppingToken);
                    (seen, taken, isFirst) = (stamp, bytes, false);
                }

                await doorbell.WaitAsync(Door.Playbook, Look, stoppingToken);
                await Task.Delay(Settle, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // A file that another program holds, or a full disk: it is read again, and the playbook stays what it was.
            catch (Exception problem)
            {
                Log.Failed(logger, path, problem);
                await Task.Delay(Look, time, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    /// <returns>Null where looking now and then has to do.</returns>
    private FileSystemWatcher? Watch(string path)
    {
        // Every write to the database in that folder would wake it.
        if (Path.GetDirectoryName(path) is not { } folder || folder == Path.GetFullPath(data.Path))
            return null;
        try
        {
            var watcher = new FileSystemWatcher(folder, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += (_, _) => doorbell.Ring(Door.Playbook);
            watcher.Created += (_, _) => doorbell.Ring(Door.Playbook);
            watcher.Deleted += (_, _) => doorbell.Ring(Door.Playbook);
            watcher.Renamed += (_, _) => doorbell.Ring(Door.Playbook);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        // No such folder yet, or a system that has no watch to give.
        catch (Exception problem) when (problem is ArgumentException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            Log.NotWatched(logger, path, Look.TotalSeconds, problem.Message);
            return null;
        }
    }

    private static (DateTimeOffset Written, long Length)? StampOf(string path)
    {
        var there = new FileInfo(path);
        // A link stays as it is when what it leads to is written.
        if (there is { Exists: true, LinkTarget: not null } && there.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            there = target;
        return there.Exists ? (new DateTimeOffset(there.LastWriteTimeUtc), there.Length) : null;
    }

    /// <returns>As much as is worth reading; null where there is no such file.</returns>
    private static async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, FileOptions.Asynchronous);
            var bytes = new byte[Math.Min(stream.Length, PlaybookFile.Longest)];
            return bytes[..await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)];
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null || other is null ? one == other : one.AsSpan().SequenceEqual(other);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The playbook {File} cannot be read now; it is tried again.")]
        public static partial void Failed(ILogger logger, string file, Exception problem);

        [LoggerMessage(2, LogLevel.Information, "The playbook {File} is looked at every {Seconds} seconds, for it cannot be watched: {Problem}")]
        public static partial void NotWatched(ILogger logger, string file, double seconds, string problem);
    }
}
