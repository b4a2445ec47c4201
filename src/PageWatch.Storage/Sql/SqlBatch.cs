namespace PageWatch.Storage.Sql;

/// <summary>Statements that run in their order on one connection, in as few turns as its database can.</summary>
internal abstract class SqlBatch
{
    /// <summary>Where a statement for many rows names them: they stand behind <c>FROM</c>, or beside a table that stands there. To others a comment.</summary>
    public const string FromRows = "/*from rows*/";

    /// <inheritdoc cref="FromRows"/>
    public const string AndRows = "/*and rows*/";

    /// <remarks>
    /// Equal statements may run as one for all their rows: <c>INSERT … VALUES</c>, and what holds <see cref="FromRows"/> or <see cref="AndRows"/>. Others on the same
    /// table keep their places; statements on other tables may move.
    /// </remarks>
    /// <param name="values">As for Dapper; no lists.</param>
    public abstract void Add(string sql, object? values = null);

    /// <summary>Runs what was added since the last run.</summary>
    /// <returns>For each statement the rows that it changed. Of statements that ran as one: 1 each when they changed a row each, else 0 for all.</returns>
    public abstract IReadOnlyList<int> Run();
}
