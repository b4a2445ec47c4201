using System.Data.Common;

namespace PageWatch.Storage.Sql;

/// <summary>What one database says otherwise than another; everything else is the same SQL.</summary>
internal abstract class SqlDialect
{
    /// <summary>The column of <c>post_words</c> that holds the post's id.</summary>
    public abstract string WordsKey { get; }

    /// <summary>A condition on <c>post_words</c>: the row holds the words of the parameter <c>@words</c>, made by <see cref="WordQuery.Of"/>.</summary>
    public abstract string HasWords { get; }

    /// <summary>The index's own query for posts that hold a run of words.</summary>
    /// <param name="words">Folded, as the word stream cuts them; none is empty.</param>
    /// <param name="anyEnding">The last may go on.</param>
    public abstract string WordsOf(IReadOnlyList<string> words, bool anyEnding);

    /// <summary>Stands between what must all be there.</summary>
    public abstract string AndWords { get; }

    /// <summary>Stands between what one of must be there.</summary>
    public abstract string OrWords { get; }

    /// <summary>Puts words into the index: the parameters <c>@post</c>, of which there are none yet, and <c>@words</c>, as the word stream cuts them, spaces between.</summary>
    public abstract string AddWords { get; }

    /// <summary>Asks the index which of some posts hold words.</summary>
    /// <param name="connection">To the index.</param>
    /// <param name="words">Made by <see cref="WordQuery.Of"/>.</param>
    /// <param name="posts">Their numbers, ascending.</param>
    /// <returns>At least those; perhaps others.</returns>
    public abstract IEnumerable<long> WithWords(DbConnection connection, string words, IReadOnlyList<long> posts);

    /// <summary>Asks which of the next posts hold words in one question, where that is cheaper than to ask for the posts first.</summary>
    /// <param name="next">Asks for the next posts, the newest first, by <c>Id</c> and <c>At</c>.</param>
    /// <returns>Asks with the value <c>@words</c> besides, made by <see cref="WordQuery.Of"/>, for <c>Id</c>, <c>At</c> and <c>Passed</c>: rows of those that hold them, where the last is null; and one row that
    /// tells the oldest of all that were passed, and how many they were; none when there was none. Null where it is not cheaper.</returns>
    public virtual string? NextWithWords(string next) => null;

    /// <summary>Stands behind a column that is compared character by character, whatever the language of the server.</summary>
    public abstract string AsWritten { get; }

    /// <summary>Ends a question whose row is changed next, by what it says now: nobody else changes it until then.</summary>
    public abstract string ToBeChanged { get; }

    /// <summary>Rows (nudge, author, before) out of the parameter <c>@asked</c>: JSON, an array of three values a row.</summary>
    public abstract string AskedAuthors { get; }

    public abstract SqlBatch Batch(DbConnection connection);
}
