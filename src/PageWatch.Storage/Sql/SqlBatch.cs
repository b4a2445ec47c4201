namespace PageWatch.Storage.Sql;

/// <summary>Statements that run in their order on one connection, in as few turns as its database can.</summary>
internal abstract class SqlBatch
{
    /// <param name="values">As for Dapper; no lists.</param>
    public abstract void Add(string sql, object? values = null);

    /// <summary>Runs what was added since the last run.</summary>
    /// <returns>Rows that each statement changed.</returns>
    public abstract IReadOnlyList<int> Run();
}
