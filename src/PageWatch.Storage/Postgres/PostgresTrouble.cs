using Npgsql;
using PageWatch.Pipeline;

namespace PageWatch.Storage.Postgres;

/// <summary>What a failure of the server means: another hand was faster, the server takes nothing now, or a bug.</summary>
internal static class PostgresTrouble
{
    /// <summary>
    /// Two writes were in one another's way. What looked first and wrote then may meet a row that came in between; run again it finds that row.
    /// https://www.postgresql.org/docs/current/errcodes-appendix.html
    /// </summary>
    public static bool IsCollision(Exception problem) =>
        problem is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation };

    /// <summary>The connection is of no use any more.</summary>
    public static bool IsLost(Exception problem) => problem switch
    {
        PostgresException server => server.SqlState.StartsWith("57P", StringComparison.Ordinal) || server.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => problem is System.Net.Sockets.SocketException or IOException or TimeoutException,
    };

    /// <returns>The exception that callers know, with the mend; the same one where it is no trouble of the server.</returns>
    public static Exception Explain(Exception problem, PostgresPlace place)
    {
        var mend = problem switch
        {
            StorageUnavailableException => null,
            PostgresException { SqlState: "53100" } => "its disk is full. Make room there; senders will try again.",
            PostgresException { SqlState: "53300" } => "it has no connection left. Raise max_connections, or run fewer replicas.",
            PostgresException { SqlState: var state } when state.StartsWith("53", StringComparison.Ordinal) => "it is out of resources. Look at its log.",
            PostgresException { SqlState: "25006" } => "it takes no writes: it is a standby. Name the primary in PageWatch:Storage:Postgres.",
            PostgresException { SqlState: "28P01" or "28000" } => "it refuses the account. Mend Username and Password in PageWatch:Storage:Postgres.",
            PostgresException { SqlState: "3D000" } => "there is no such database. Create it, or mend Database in PageWatch:Storage:Postgres.",
            PostgresException { SqlState: "42501" } => "the account may not do this. Make it the owner of the database.",
            PostgresException { SqlState: var state } when state.StartsWith("58", StringComparison.Ordinal) => "its disk fails. Look at its log.",
            _ when IsLost(problem) => "it does not answer. See that it runs and can be reached from here; this service goes on by itself.",
            _ => null,
        };
        return mend is null ? problem : new StorageUnavailableException($"Nothing was saved in the database {place.Name}: {mend}", problem);
    }

    /// <returns>What callers know, for a connection that could not be made.</returns>
    public static StorageUnavailableException Refused(Exception problem, PostgresPlace place) => Explain(problem, place) as StorageUnavailableException
        ?? new StorageUnavailableException($"Nothing was saved in the database {place.Name}: it lets nobody in ({(problem as PostgresException)?.MessageText ?? problem.Message}). See to it there; this service goes on by itself.", problem);
}
