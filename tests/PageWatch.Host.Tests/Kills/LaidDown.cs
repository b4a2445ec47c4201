using Dapper;
using Microsoft.Data.Sqlite;

namespace PageWatch.Host.Tests.Kills;

/// <summary>What lies in the service's file, read past the service.</summary>
internal sealed class LaidDown(string dataFolder)
{
    /// <summary>What is still to be done: deliveries to read, cards to show, replies on their way.</summary>
    public string Open() => string.Join(", ", Ask<string>(
        """
        SELECT count(*) || ' deliveries waiting' FROM inbox WHERE state = 'Waiting' HAVING count(*) > 0
        UNION ALL SELECT count(*) || ' cards due' FROM outbox WHERE shown < wanted HAVING count(*) > 0
        UNION ALL SELECT count(*) || ' replies on their way' FROM replies WHERE state IN ('Approved', 'Sending', 'Unknown') HAVING count(*) > 0
        """));

    public IReadOnlyList<T> Ask<T>(string sql, object? parameters = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "pagewatch.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection.Query<T>(sql, parameters).AsList();
    }
}
