using System.Data.Common;
using System.Text;
using Dapper;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>The index of words is a tsvector of our own words, without places and without a language: https://www.postgresql.org/docs/current/datatype-textsearch.html</summary>
internal sealed class PostgresDialect : SqlDialect
{
    /// <summary>Characters; a lexeme has 2,046 bytes at most. A longer word is found by its beginning, and the matcher decides.</summary>
    private const int LongestWord = 500;

    public override string WordsKey => "post_id";

    public override string HasWords => "words @@ CAST(@words AS tsquery)";

    public override string AddWords =>
        "INSERT INTO post_words (post_id, words) SELECT @post, array_to_tsvector(array(SELECT left(word, 500) FROM unnest(string_to_array(@words, ' ')) word WHERE word <> '')) " + SqlBatch.FromRows;

    /// <remarks>By their numbers: the index of words would be gone through for all posts each time. It is not used for what is asked to be true.</remarks>
    public override IEnumerable<long> WithWords(DbConnection connection, string words, IReadOnlyList<long> posts) =>
        connection.Query<long>("SELECT post_id FROM post_words WHERE post_id IN @posts AND (words @@ CAST(@words AS tsquery)) IS TRUE", new { posts, words });

    /// <remarks>A question in a question is asked once a row, by the row's number; a join would go through the index of words, or through all that has words, each time.</remarks>
    public override string NextWithWords(string next) =>
        $"""
        WITH stretch AS MATERIALIZED ({next})
        SELECT s.id AS Id, s.at AS At, NULL AS Passed FROM stretch s WHERE (SELECT (w.words @@ CAST(@words AS tsquery)) IS TRUE FROM post_words w WHERE w.post_id = s.id)
        UNION ALL
        (SELECT s.id, s.at, (SELECT count(*) FROM stretch) FROM stretch s ORDER BY s.at, s.id LIMIT 1)
        """;

    public override string AsWritten => " COLLATE \"C\"";

    public override string WordsOf(IReadOnlyList<string> words, bool anyEnding)
    {
        var asked = words.Select((word, i) => Quoted(word) + (anyEnding && i == words.Count - 1 ? ":*" : "")).Distinct(StringComparer.Ordinal).ToList();
        return asked.Count == 1 ? asked[0] : $"({string.Join(AndWords, asked)})";
    }

    public override string AndWords => " & ";

    public override string OrWords => " | ";

    public override string ToBeChanged => " FOR UPDATE";

    public override string AskedAuthors =>
        "(SELECT CAST(value ->> 0 AS bigint) AS nudge, value ->> 1 AS author, CAST(value ->> 2 AS bigint) AS before FROM json_array_elements(CAST(@asked AS json)))";

    public override SqlBatch Batch(DbConnection connection) => new PostgresBatch(((PostgresConnection)connection).Inner);

    private static string Quoted(string word)
    {
        var quoted = new StringBuilder(word.Length + 2).Append('\'');
        foreach (var rune in word.EnumerateRunes().Take(LongestWord))
        {
            if (rune.Value is '\'' or '\\')
                quoted.Append((char)rune.Value);
            quoted.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        }

        return quoted.Append('\'').ToString();
    }
}
