using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PageWatch.Host.Tests.Kills;

/// <summary>What the service has laid down in its database, read past the service.</summary>
internal sealed class LaidDown
{
    private readonly Func<DbConnection> connect;

    private LaidDown(Func<DbConnection> connect) => this.connect = connect;

    public static LaidDown InFile(string dataFolder) => new(() => new SqliteConnection(
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "pagewatch.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()));

    public static LaidDown InPostgres(string connectionString) => new(() => new NpgsqlConnection(connectionString));

    /// <summary>What is still to be done: deliveries to read, cards to show, replies on their way.</summary>
    public string Open() => string.Join(", ", Ask<string>(
        """
        SELECT count(*) || ' deliveries waiting' FROM inbox WHERE state = 'Waiting' HAVING count(*) > 0
        UNION ALL SELECT count(*) || ' cards due' FROM outbox WHERE shown < wanted HAVING count(*) > 0
        UNION ALL SELECT count(*) || ' replies on their way' FROM replies WHERE state IN ('Approved', 'Sending', 'Unknown') HAVING count(*) > 0
        """));

    public IReadOnlyList<T> Ask<T>(string sql, object? parameters = null)
    {
        using var connection = connect();
        connection.Open();
        return connection.Query<T>(sql, parameters).AsList();
    }
}
