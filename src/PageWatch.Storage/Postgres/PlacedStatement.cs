using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace PageWatch.Storage.Postgres;

/// <summary>A statement whose values go by their places (<c>$1</c>), as the server wants them: looked through once, and never again for its names.</summary>
internal sealed partial class PlacedStatement
{
    private static readonly ConcurrentDictionary<string, PlacedStatement> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string Sql, Type Values), Value[]> KnownValues = new();

    private readonly string sql;
    private readonly string placed;
    private readonly List<string> names = [];

    private PlacedStatement(string sql)
    {
        this.sql = sql;
        placed = Name().Replace(sql, match =>
        {
            var name = match.Groups["name"].Value;
            if (!names.Contains(name, StringComparer.Ordinal))
                names.Add(name);
            return $"${names.IndexOf(name) + 1}";
        });
    }

    /// <param name="sql">With names of values, as in <c>@id</c>; no text in it holds an @.</param>
    public static PlacedStatement Of(string sql) => Known.GetOrAdd(sql, static sql => new PlacedStatement(sql));

    /// <param name="values">An object whose properties have the names.</param>
    public NpgsqlBatchCommand With(object? values)
    {
        var command = new NpgsqlBatchCommand(placed);
        if (names.Count == 0)
            return command;
        var type = (values ?? throw new ArgumentNullException(nameof(values), $"\"{sql}\" asks for values.")).GetType();
        foreach (var value in KnownValues.GetOrAdd((sql, type), static (key, statement) => [.. statement.names.Select(name => Value.Of(key.Values, name))], this))
            command.Parameters.Add(value.From(values));
        return command;
    }

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

        public NpgsqlParameter From(object values) => new()
        {
            NpgsqlDbType = Type,
            Value = Property.GetValue(values) switch
            {
                null => DBNull.Value,
                string text => PostgresText.Clean(text),
                var other => other,
            },
        };
    }
}
