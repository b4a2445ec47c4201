using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.WordPress;

/// <summary>What the account of a page may do on its site; each includes those before it. Stored by name: never rename without a migration.</summary>
internal enum WordPressRights
{
    /// <summary>No account: what everybody sees.</summary>
    Visitor,

    /// <summary>May comment (role Subscriber): replies, and sees what everybody sees.</summary>
    Member,

    /// <summary>May write articles (<c>edit_posts</c>, role Contributor or Author): may also list comments by author, its own held ones included.</summary>
    Writer,

    /// <summary>May moderate (<c>moderate_comments</c>, role Editor or Administrator): sees held comments and takes replies back.</summary>
    Moderator,
}

/// <summary>What follows from the rights.</summary>
internal static class WordPressCapabilities
{
    /// <summary>
    /// The column holds 65,525 bytes (<c>comment_content_column_length</c>) of escaped text, and one byte of plain text escapes to five at worst:
    /// what is no longer than this fits whatever it holds. See <see cref="WordPressText"/>.
    /// </summary>
    public const int LongestReply = WordPressText.LongestHtml / 5;

    public static PageCapabilities Of(WordPressRights rights, WordPressOptions options) => new()
    {
        ReadBy = ReadBy.Poll,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.ByReadingAgain,
        Reply = rights == WordPressRights.Visitor ? ReplyMode.None : ReplyMode.Threaded,
        LongestReply = rights == WordPressRights.Visitor ? 0 : LongestReply,
        LengthUnit = LengthUnit.Utf8Bytes,
        SettlingTime = rights == WordPressRights.Visitor ? TimeSpan.Zero : options.SettlingTime,
        // A member's reply may be held, and a member cannot list what is held: absence would prove nothing.
        CanReadBack = rights >= WordPressRights.Writer,
        CanDeleteOwnReply = rights == WordPressRights.Moderator,
    };
}
