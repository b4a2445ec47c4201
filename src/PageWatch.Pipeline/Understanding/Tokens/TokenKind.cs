namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>What a token is made of.</summary>
public enum TokenKind : byte
{
    Word,
    Number,

    /// <summary>One character of a script that writes without spaces.</summary>
    Character,
    Emoji,

    /// <summary>A face made of signs.</summary>
    Emoticon,

    /// <summary>Punctuation that tells something: "!", "?", "...", a quotation mark, a currency.</summary>
    Sign,
    Link,
    Mention,
}
