using System.Data.Common;
using Dapper;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Sqlite;

/// <summary>Runs each statement at once: there is no way between us and the file that would be worth sparing.</summary>
internal sealed class SqliteBatch(DbConnection connection) : SqlBatch
{
    private List<int> changed = [];

    public override void Add(string sql, object? values = null) => changed.Add(connection.Execute(sql, values));

    public override IReadOnlyList<int> Run()
    {
        var done = changed;
        changed = [];
        return done;
    }
}
