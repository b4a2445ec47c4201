using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>A statement whose values go by their places (<c>$1</c>), as the server wants them: looked through once, and never again for its names.</summary>
internal sealed partial class PlacedStatement
{
    private static readonly ConcurrentDictionary<string, PlacedStatement> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string Sql, Type Values), Value[]> KnownValues = new();

    private readonly string sql;
    private readonly string placed;
    private readonly List<string> names = [];
    private readonly string? forRows;

    private PlacedStatement(string sql)
    {
        this.sql = sql;
        Table = Target().Match(sql).Groups["table"].Value;
        placed = Name().Replace(sql, match =>
        {
            var name = match.Groups["name"].Value;
            if (!names.Contains(name, StringComparer.Ordinal))
                names.Add(name);
            return $"${names.IndexOf(name) + 1}";
        });
        forRows = ForRows();
    }

    /// <summary>The table that it writes to.</summary>
    public string Table { get; }

    /// <param name="sql">With names of values, as in <c>@id</c>; no text in it holds an @.</param>
    public static PlacedStatement Of(string sql) => Known.GetOrAdd(sql, static sql => new PlacedStatement(sql));

    /// <param name="values">An object whose properties have the names.</param>
    public NpgsqlBatchCommand With(object? values)
    {
        var command = new NpgsqlBatchCommand(placed);
        if (names.Count == 0)
            return command;
        var type = (values ?? throw new ArgumentNullException(nameof(values), $"\"{sql}\" asks for values.")).GetType();
        foreach (var value in ValuesOf(type))
            command.Parameters.Add(value.From(values));
        return command;
    }

    /// <summary>Whether it can run once for all of these values.</summary>
    public bool CanBeOne(IReadOnlyList<object?> values)
    {
        if (forRows is null)
            return false;
        // The server refuses to change one row twice in one statement; a statement's first value is the key of its row.
        if (!sql.Contains("DO UPDATE", StringComparison.Ordinal))
            return true;
        var key = ValuesOf(values[0]!.GetType())[0];
        var seen = new HashSet<object?>();
        return values.All(each => seen.Add(key.Property.GetValue(each)));
    }

    /// <summary>Once for all of these values, which go as a column each.</summary>
    public NpgsqlBatchCommand AsOne(IReadOnlyList<object?> values)
    {
        var command = new NpgsqlBatchCommand(forRows!);
        foreach (var value in ValuesOf(values[0]!.GetType()))
            command.Parameters.Add(value.ColumnFrom(values));
        return command;
    }

    private Value[] ValuesOf(Type values) => KnownValues.GetOrAdd((sql, values), static (key, statement) => [.. statement.names.Select(name => Value.Of(key.Values, name))], this);

    /// <summary>The same for many rows, which come as columns; null when nobody said where they stand.</summary>
    private string? ForRows()
    {
        if (names.Count == 0)
            return null;
        var rows = $"unnest({string.Join(", ", names.Select((_, i) => $"${i + 1}"))}) AS came ({string.Join(", ", names.Select((_, i) => $"v{i + 1}"))})";
        var named = Name().Replace(sql, match => $"came.v{names.IndexOf(match.Groups["name"].Value) + 1}");
        if (named.Contains(SqlBatch.FromRows, StringComparison.Ordinal))
            return named.Replace(SqlBatch.FromRows, $" FROM {rows} ", StringComparison.Ordinal);
        if (named.Contains(SqlBatch.AndRows, StringComparison.Ordinal))
            return named.Replace(SqlBatch.AndRows, $" CROSS JOIN {rows} ", StringComparison.Ordinal);
        var insert = InsertOfValues().Match(named);
        return insert.Success && !insert.Groups["rest"].Value.Contains("came.", StringComparison.Ordinal)
            ? $"{insert.Groups["into"].Value} SELECT {insert.Groups["values"].Value} FROM {rows} WHERE true {insert.Groups["rest"].Value}"
            : null;
    }

    [GeneratedRegex(@"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"^(?<into>\s*INSERT INTO \w+ \([^()]*\))\s+VALUES \((?<values>[^()]*)\)(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InsertOfValues();

    [GeneratedRegex(@"(?<![@\w])@(?<name>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    private sealed record Value(PropertyInfo Property, NpgsqlDbType Type)
    {
        public static Value Of(Type values, string name)
        {
            var property = values.GetProperty(name) ?? throw new InvalidOperationException($"There is no value for @{name}.");
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            return new Value(property, type == typeof(long) ? NpgsqlDbType.Bigint
                : type == typeof(int) ? NpgsqlDbType.Integer
                : type == typeof(string) ? NpgsqlDbType.Text
                : type == typeof(bool) ? NpgsqlDbType.Boolean
                : type == typeof(byte[]) ? NpgsqlDbType.Bytea
                : throw new NotSupportedException($"@{name} is a {type.Name}."));
        }

        public NpgsqlParameter From(object values) => new() { NpgsqlDbType = Type, Value = Clean(values) ?? DBNull.Value };

        public NpgsqlParameter ColumnFrom(IReadOnlyList<object?> rows) => new()
        {
            NpgsqlDbType = NpgsqlDbType.Array | Type,
            Value = Type switch
            {
                NpgsqlDbType.Bigint => rows.Select(row => (long?)Clean(row!)).ToArray(),
                NpgsqlDbType.Integer => rows.Select(row => (int?)Clean(row!)).ToArray(),
                NpgsqlDbType.Boolean => rows.Select(row => (bool?)Clean(row!)).ToArray(),
                NpgsqlDbType.Bytea => rows.Select(row => (byte[]?)Clean(row!)).ToArray(),
                _ => rows.Select(row => (string?)Clean(row!)).ToArray(),
            },
        };

        private object? Clean(object values) => Property.GetValue(values) is string text ? PostgresText.Clean(text) : Property.GetValue(values);
    }
}
