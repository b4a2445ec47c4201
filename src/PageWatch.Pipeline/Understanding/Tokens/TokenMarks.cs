namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>What a token shows beyond its letters.</summary>
[Flags]
public enum TokenMarks : byte
{
    None = 0,

    /// <summary>All in capitals, in a post that is not.</summary>
    Shouted = 1,

    /// <summary>Letters or signs repeated: "sooo", "!!!", five faces in a row.</summary>
    Stretched = 2,

    /// <summary>Stood behind a hash, or is a part of what did.</summary>
    Hashtag = 4,

    /// <summary>Within reach of a "not".</summary>
    Negated = 8,
}
