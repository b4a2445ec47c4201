using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace PageWatch.Storage.Sqlite;

/// <summary>
/// A connection that keeps its statements prepared: preparing costs more than running most of them. Whoever uses it sees an ordinary connection.
/// For one thread at a time.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner) : DbConnection
{
    /// <summary>The latest used stay; lists of values of many lengths would otherwise fill the memory.</summary>
    private const int MostKept = 300;

    private readonly Dictionary<string, LinkedListNode<Kept>> byText = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> lately = new();

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var kept in lately)
                kept.Statement.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>The statement of this text; a new one when the kept one still gives rows to somebody.</returns>
    private Kept Take(string text)
    {
        if (byText.TryGetValue(text, out var known))
        {
            if (known.Value.Rows is { IsClosed: false })
                return new Kept(text, New(text));
            lately.Remove(known);
            lately.AddFirst(known);
            return known.Value;
        }

        var kept = new Kept(text, New(text));
        byText[text] = lately.AddFirst(kept);
        if (lately.Count > MostKept && lately.Last is { Value: { Rows: null or { IsClosed: true } } last })
        {
            lately.RemoveLast();
            byText.Remove(last.Text);
            last.Statement.Dispose();
        }

        return kept;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is what the caller gave to an ordinary command.")]
    private SqliteCommand New(string text)
    {
        var command = inner.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private sealed class Kept(string text, SqliteCommand statement)
    {
        public string Text => text;

        public SqliteCommand Statement => statement;

        /// <summary>What was read last; the statement is free again when it is closed.</summary>
        public DbDataReader? Rows { get; set; }

        /// <remarks>The same statement has the same names nearly always: then only the values change.</remarks>
        public void Fill(SqliteParameterCollection values)
        {
            var own = statement.Parameters;
            if (own.Count != values.Count || !HasNamesOf(values))
            {
                own.Clear();
                // With its sign: without it each name is looked for four times, once plain and once with each sign there is.
                foreach (SqliteParameter value in values)
                    own.AddWithValue("@" + value.ParameterName.TrimStart('@'), value.Value);
                return;
            }

            for (var i = 0; i < values.Count; i++)
                own[i].Value = values[i].Value;
        }

        private bool HasNamesOf(SqliteParameterCollection values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                if (!values[i].ParameterName.AsSpan().TrimStart('@').SequenceEqual(statement.Parameters[i].ParameterName.AsSpan(1)))
                    return false;
            }

            return true;
        }
    }

    /// <summary>Holds text and values until it is run; only then is the statement taken.</summary>
    private sealed class Command(PreparedConnection owner) : DbCommand
    {
        private readonly SqliteCommand values = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; } = 30;

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = owner;

        protected override DbParameterCollection DbParameterCollection => values.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override int ExecuteNonQuery() => Filled().Statement.ExecuteNonQuery();

        public override object? ExecuteScalar() => Filled().Statement.ExecuteScalar();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            var kept = Filled();
            // The connection is not the caller's to close with the last row.
            return kept.Rows = kept.Statement.ExecuteReader(behavior & ~CommandBehavior.CloseConnection);
        }

        protected override DbParameter CreateDbParameter() => new SqliteParameter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                values.Dispose();
            base.Dispose(disposing);
        }

        private Kept Filled()
        {
            var kept = owner.Take(CommandText);
            kept.Fill(values.Parameters);
            return kept;
        }
    }
}
