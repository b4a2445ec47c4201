using System.Data.Common;

namespace PageWatch.Storage.Sql;

/// <summary>What one database says otherwise than another; everything else is the same SQL.</summary>
internal abstract class SqlDialect
{
    /// <summary>The column of <c>post_words</c> that holds the post's id.</summary>
    public abstract string WordsKey { get; }

    /// <summary>A condition on <c>posts p</c>: the index holds the words of the parameter <c>@words</c>, made by <see cref="WordQuery"/>.</summary>
    public abstract string HasWords { get; }

    /// <summary>The index's own query for posts that hold every one of these runs of words.</summary>
    /// <param name="phrases">Folded words as the word stream cuts them; none is empty.</param>
    public abstract string WordQuery(IReadOnlyList<IReadOnlyList<string>> phrases);

    /// <summary>Puts the words of a post into the index; there are none of it.</summary>
    /// <param name="words">As the word stream cuts them, spaces between.</param>
    public abstract void AddWords(DbConnection connection, long post, string words);
}
