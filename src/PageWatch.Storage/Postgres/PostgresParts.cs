using System.Globalization;
using Dapper;
using Npgsql;

namespace PageWatch.Storage.Postgres;

/// <summary>Makes the parts of the posts' table ahead, one a month, and takes away old ones that have become empty.</summary>
internal static class PostgresParts
{
    /// <summary>Months before and after this one that have a part.</summary>
    private const int Before = 1;
    private const int Ahead = 2;

    /// <summary>Inside a transaction that ends soon: the table is locked meanwhile where a part is made or taken away.</summary>
    public static void Prepare(NpgsqlConnection connection, DateTimeOffset now)
    {
        var known = connection.Query<string>("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'posts'::regclass").ToHashSet(StringComparer.Ordinal);
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = -Before; i <= Ahead; i++)
        {
            var from = month.AddMonths(i);
            if (!known.Contains(NameOf(from)))
                Make(connection, from);
        }

        foreach (var part in known.Where(part => part != "posts_other" && string.CompareOrdinal(part, NameOf(month.AddMonths(-Before))) < 0))
        {
            if (!connection.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 FROM {part})"))
                connection.Execute($"DROP TABLE {part}");
        }
    }

    private static void Make(NpgsqlConnection connection, DateTimeOffset from)
    {
        var (low, high) = (from.ToUnixTimeMilliseconds(), from.AddMonths(1).ToUnixTimeMilliseconds());
        // What came into the last part before this one was made stays there; a part beside it would contradict it.
        if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM posts_other WHERE published_at >= @low AND published_at < @high)", new { low, high }))
            return;
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE {NameOf(from)} PARTITION OF posts FOR VALUES FROM ({low}) TO ({high})"));
    }

    private static string NameOf(DateTimeOffset month) => string.Create(CultureInfo.InvariantCulture, $"posts_{month:yyyy_MM}");
}
