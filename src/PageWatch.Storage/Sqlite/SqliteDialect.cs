using System.Data.Common;
using Dapper;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Sqlite;

/// <summary>The index of words is a table of FTS5: https://www.sqlite.org/fts5.html</summary>
internal sealed class SqliteDialect : SqlDialect
{
    /// <summary>Numbers that lie apart from others by no more than this are asked about together: the index answers for a stretch of numbers at once.</summary>
    private const int Gap = 1_000;

    /// <summary>So few numbers are looked at sooner than the index is asked about them.</summary>
    private const int Few = 4;

    public override string WordsKey => "rowid";

    public override string HasWords => "post_words MATCH @words";

    public override string WordsOf(IReadOnlyList<string> words, bool anyEnding) =>
        "\"" + string.Join(' ', words.Select(word => word.Replace("\"", "\"\"", StringComparison.Ordinal))) + (anyEnding ? "\" *" : "\"");

    public override string AndWords => " AND ";

    public override string OrWords => " OR ";

    public override IEnumerable<long> WithWords(DbConnection connection, string words, IReadOnlyList<long> posts)
    {
        var named = new List<long>();
        for (var from = 0; from < posts.Count;)
        {
            var to = from + 1;
            while (to < posts.Count && posts[to] - posts[to - 1] <= Gap)
                to++;
            named.AddRange(to - from <= Few
                ? posts.Skip(from).Take(to - from)
                : connection.Query<long>("SELECT rowid FROM post_words WHERE post_words MATCH @words AND rowid BETWEEN @low AND @high", new { words, low = posts[from], high = posts[to - 1] }));
            from = to;
        }

        return named;
    }

    public override string AsWritten => "";

    public override string AddWords => "INSERT INTO post_words (rowid, words) VALUES (@post, @words)";

    /// <remarks>There is one writer.</remarks>
    public override string ToBeChanged => "";

    public override string AskedAuthors =>
        "(SELECT json_extract(value, '$[0]') AS nudge, json_extract(value, '$[1]') AS author, json_extract(value, '$[2]') AS before FROM json_each(@asked))";

    public override SqlBatch Batch(DbConnection connection) => new SqliteBatch(connection);
}
