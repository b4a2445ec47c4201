using System.Diagnostics;
using Npgsql;
using PageWatch.Pipeline;

namespace PageWatch.Storage.Postgres;

/// <summary>One connection of one thread, opened when it is needed and again when it was lost. While the server is away it is not asked more and more often.</summary>
/// <param name="options">What the session is told at its beginning; null for nothing.</param>
internal sealed class PostgresLine(PostgresPlace place, string? options) : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private PostgresConnection? connection;
    private TimeSpan wait;
    private long failedAt;

    /// <exception cref="StorageUnavailableException">The server does not answer, or did not a moment ago.</exception>
    public PostgresConnection Open()
    {
        if (connection is not null)
            return connection;
        if (wait > TimeSpan.Zero && Stopwatch.GetElapsedTime(failedAt) < wait)
            throw PostgresTrouble.Explain(new TimeoutException("It did not answer a moment ago."), place);
        var fresh = place.Connection(options);
        try
        {
            fresh.Open();
        }
        catch (Exception problem) when (problem is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            fresh.Dispose();
            failedAt = Stopwatch.GetTimestamp();
            wait = wait == TimeSpan.Zero ? FirstWait : wait * 2 < LongestWait ? wait * 2 : LongestWait;
            throw PostgresTrouble.Refused(problem, place);
        }

        wait = TimeSpan.Zero;
        return connection = new PostgresConnection(fresh);
    }

    /// <summary>Gives the connection up; the next <see cref="Open"/> makes another.</summary>
    public void Drop()
    {
        connection?.Dispose();
        connection = null;
    }

    public void Dispose() => Drop();
}
