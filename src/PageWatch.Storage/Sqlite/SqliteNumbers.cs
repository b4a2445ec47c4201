using System.Data.Common;
using System.Globalization;
using Dapper;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sqlite;

/// <summary>Numbers for new rows, counted in this process: it alone has the file. What was counted and never saved is counted again after a start.</summary>
internal sealed class SqliteNumbers
{
    private static readonly string[] Tables = [.. Enum.GetValues<Numbered>().Select(TableOf)];

    private readonly long[] numbers;

    public SqliteNumbers(DbConnection connection)
    {
        // sqlite_sequence never goes back, even when rows are removed.
        var known = connection.Query<(string Name, long Last)>("SELECT name, seq FROM sqlite_sequence").ToDictionary(row => row.Name, row => row.Last, StringComparer.Ordinal);
        numbers = [.. Tables.Select(table => known.GetValueOrDefault(table))];
    }

    public long Next(Numbered what) => Interlocked.Increment(ref numbers[(int)what]);

    private static string TableOf(Numbered what) => what switch
    {
        Numbered.Post => "posts",
        Numbered.Conversation => "conversations",
        Numbered.Nudge => "nudges",
        Numbered.Reply => "replies",
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, string.Create(CultureInfo.InvariantCulture, $"Nothing is numbered {what}.")),
    };
}
