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

    /// <summary>A condition: true at least of all texts that fold to a value, be it of many others that have letters beyond ASCII.</summary>
    /// <param name="column">Of text, and not null.</param>
    /// <param name="folded">The parameter that holds what the word stream makes of it.</param>
    public abstract string MayFoldTo(string column, string folded);

    /// <summary>Stands behind a column that is compared character by character, whatever the language of the server.</summary>
    public abstract string AsWritten { get; }

    /// <summary>Ends a question whose row is changed next, by what it says now: nobody else changes it until then.</summary>
    public abstract string ToBeChanged { get; }

    /// <summary>Rows (nudge, author, before) out of the parameter <c>@asked</c>: JSON, an array of three values a row.</summary>
    public abstract string AskedAuthors { get; }

    public abstract SqlBatch Batch(DbConnection connection);
}
