using System.Data.Common;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Sqlite;

/// <summary>The index of words is a table of FTS5: https://www.sqlite.org/fts5.html</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string WordsKey => "rowid";

    public override string HasWords => "post_words MATCH @words";

    public override string WordsOf(IReadOnlyList<string> words, bool anyEnding) =>
        "\"" + string.Join(' ', words.Select(word => word.Replace("\"", "\"\"", StringComparison.Ordinal))) + (anyEnding ? "\" *" : "\"");

    public override string AndWords => " AND ";

    public override string OrWords => " OR ";

    public override string MayFoldTo(string column, string folded) => $"(replace(lower({column}), '''', '') = {folded} OR length(CAST({column} AS BLOB)) <> length({column}))";

    public override string AsWritten => "";

    public override string AddWords => "INSERT INTO post_words (rowid, words) VALUES (@post, @words)";

    /// <remarks>There is one writer.</remarks>
    public override string ToBeChanged => "";

    public override string AskedAuthors =>
        "(SELECT json_extract(value, '$[0]') AS nudge, json_extract(value, '$[1]') AS author, json_extract(value, '$[2]') AS before FROM json_each(@asked))";

    public override SqlBatch Batch(DbConnection connection) => new SqliteBatch(connection);
}
