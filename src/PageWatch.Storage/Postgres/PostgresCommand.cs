using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Npgsql;

namespace PageWatch.Storage.Postgres;

/// <summary>
/// A command in the stores' common SQL. Two things are said otherwise here: a list in SQL is one array (<c>IN @ids</c> is <c>= ANY(@ids)</c>), so that the
/// statement is the same for any length and is planned once; and text that PostgreSQL cannot hold (a zero character, half a pair) is replaced.
/// </summary>
internal sealed partial class PostgresCommand(NpgsqlCommand inner) : DbCommand
{
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    private string said = "";

    [AllowNull]
    public override string CommandText
    {
        get => said;
        set
        {
            said = value ?? "";
            inner.CommandText = Known.GetOrAdd(said, static sql => List().Replace(sql, match => match.Groups["not"].Success ? $"<> ALL({match.Groups["list"].Value})" : $"= ANY({match.Groups["list"].Value})"));
        }
    }

    public override int CommandTimeout
    {
        get => inner.CommandTimeout;
        set => inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => inner.CommandType;
        set => inner.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource
    {
        get => inner.UpdatedRowSource;
        set => inner.UpdatedRowSource = value;
    }

    /// <remarks>The driver's own connection: by its name Dapper knows that a list can be handed over as an array.</remarks>
    protected override DbConnection? DbConnection
    {
        get => inner.Connection;
        set => inner.Connection = value is PostgresConnection wrapped ? wrapped.Inner : (NpgsqlConnection?)value;
    }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => inner.Transaction;
        set => inner.Transaction = (NpgsqlTransaction?)value;
    }

    public override void Cancel() => inner.Cancel();

    public override int ExecuteNonQuery()
    {
        Clean();
        return inner.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        Clean();
        return inner.ExecuteScalar();
    }

    public override void Prepare() => inner.Prepare();

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        Clean();
        return inner.ExecuteReader(behavior);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Clean()
    {
        foreach (NpgsqlParameter parameter in inner.Parameters)
        {
            parameter.Value = parameter.Value switch
            {
                string text => PostgresText.Clean(text),
                IEnumerable<string> texts => texts.Select(PostgresText.Clean).ToArray(),
                var other => other,
            };
        }
    }

    [GeneratedRegex(@"\b(?<not>NOT )?IN (?<list>@\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();
}
