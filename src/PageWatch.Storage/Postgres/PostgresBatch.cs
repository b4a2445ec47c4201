using Npgsql;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>Statements that go to the server in one turn.</summary>
internal sealed class PostgresBatch(NpgsqlConnection connection) : SqlBatch
{
    private NpgsqlBatch? batch;

    public override void Add(string sql, object? values = null)
    {
        batch ??= connection.CreateBatch();
        batch.BatchCommands.Add(PlacedStatement.Of(sql).With(values));
    }

    public override IReadOnlyList<int> Run()
    {
        if (batch is null)
            return [];
        using var said = batch;
        batch = null;
        said.ExecuteNonQuery();
        var changed = new int[said.BatchCommands.Count];
        for (var i = 0; i < changed.Length; i++)
            changed[i] = said.BatchCommands[i].RecordsAffected;
        return changed;
    }
}
