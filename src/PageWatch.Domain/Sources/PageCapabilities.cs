namespace PageWatch.Domain.Sources;

/// <summary>What a platform can do on a page, as data: cards, checks and the README's table are made from it.</summary>
public sealed record PageCapabilities
{
    public required ReadBy ReadBy { get; init; }

    /// <summary>How edits are noticed; <see cref="ChangesSeen.Never"/> means a draft may answer words that changed since.</summary>
    public required ChangesSeen Edits { get; init; }

    public required ChangesSeen Deletes { get; init; }

    public required ReplyMode Reply { get; init; }

    /// <summary>The longest reply, counted in <see cref="LengthUnit"/>; 0 where there is no replying.</summary>
    public int LongestReply { get; init; }

    public LengthUnit LengthUnit { get; init; } = LengthUnit.Characters;

    /// <summary>The most bytes of UTF-8 that a reply may have besides, where a platform sets two limits (Bluesky); 0 where it sets one.</summary>
    public int MostReplyBytes { get; init; }

    /// <summary>After a reply was taken it may stay invisible for this long; absence before then proves nothing (promise 4).</summary>
    public TimeSpan SettlingTime { get; init; }

    /// <summary>Whether a reply whose answer was lost can be looked for. Where not, a person is asked.</summary>
    public bool CanReadBack { get; init; }

    public bool CanDeleteOwnReply { get; init; }

    /// <summary>The platform's folder puts a line above a reply that names whom it answers, because nobody is told otherwise (Mastodon). Staff are shown that it will (promise 3).</summary>
    public bool NamesWhomItAnswers { get; init; }

    /// <summary>A page that is only read.</summary>
    public bool IsReadOnly => Reply == ReplyMode.None;
}

/// <summary>How posts reach us; a page may have several ways.</summary>
[Flags]
public enum ReadBy
{
    None = 0,
    Poll = 1,
    Webhook = 2,
    Stream = 4,
}

/// <summary>How a change to a known post is noticed.</summary>
public enum ChangesSeen
{
    Never,

    /// <summary>By reading posts of the last days again.</summary>
    ByReadingAgain,

    /// <summary>The platform tells.</summary>
    Told,
}

/// <summary>What answering looks like.</summary>
public enum ReplyMode
{
    None,

    /// <summary>As many replies as one likes, under the post.</summary>
    Threaded,

    /// <summary>One answer a post; a second replaces the first.</summary>
    SingleSlot,
}

/// <summary>What a platform's limit counts.</summary>
public enum LengthUnit
{
    /// <summary>UTF-16 code units.</summary>
    Characters,

    /// <summary>Bytes of the UTF-8 text.</summary>
    Utf8Bytes,

    /// <summary>What a reader would call a character: extended grapheme clusters.</summary>
    Graphemes,

    /// <summary>Graphemes, where each http(s) link counts 23 and of "@user@server" only "@user" counts, as on Mastodon.</summary>
    GraphemesShortLinks,

    /// <summary>X's weighted count: 1 or 2 a character, 2 an emoji, 23 a link, of the composed text (NFC).</summary>
    Weighted,

    /// <summary>UTF-16 code units, and for an emoji the bytes of its UTF-8, as on Threads.</summary>
    CharactersEmojiBytes,
}
