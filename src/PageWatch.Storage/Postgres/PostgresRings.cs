using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Postgres;

/// <summary>Carries rings to the other replicas. Many rings for one door in a moment are one; a ring that is lost is healed by whoever looks by himself.</summary>
internal sealed partial class PostgresRings(PostgresDatabase database, PostgresReplica replica, ILogger<PostgresRings> logger)
{
    /// <summary>Rings that come within this are one.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, bool> onTheWay = new(StringComparer.Ordinal);

    public void Send(string what)
    {
        if (replica.HasOthers && onTheWay.TryAdd(what, true))
            _ = SendSoonAsync(what);
    }

    private async Task SendSoonAsync(string what)
    {
        try
        {
            await Task.Delay(Together, TimeProvider.System);
            // From here on a ring is one of its own.
            onTheWay.TryRemove(what, out _);
            await database.WriteAsync(
                connection =>
                {
                    replica.Ring(connection, what);
                    return true;
                },
                SavePriority.Click,
                CancellationToken.None);
        }
        catch (Exception problem) when (problem is StorageUnavailableException or ObjectDisposedException)
        {
            Log.Lost(logger, what, problem.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The ring {What} did not reach the other replicas: {Problem}")]
        public static partial void Lost(ILogger logger, string what, string problem);
    }
}
