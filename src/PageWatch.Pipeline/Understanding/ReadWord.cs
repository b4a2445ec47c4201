namespace PageWatch.Pipeline.Understanding;

/// <summary>A word of a post, and what stands around it.</summary>
/// <param name="Text">As the word stream folds it.</param>
/// <param name="Tail">What follows an apostrophe ("l'emballage": "emballage"); null without one.</param>
/// <param name="Plain">The word without letters repeated for effect ("sooo": "so"); null when none are.</param>
/// <param name="Sentence">Counts the sentences of the text from 0.</param>
/// <param name="Clause">Counts the stretches between commas, brackets and dashes, through the whole text.</param>
internal readonly record struct ReadWord(string Text, string? Tail, string? Plain, int Start, int Length, int Sentence, int Clause, WordLook Look)
{
    public int End => Start + Length;

    /// <summary>Part of a link or of a mention: it says where to, not what.</summary>
    public bool IsAside => (Look & (WordLook.Link | WordLook.Mention)) != WordLook.None;

    public bool Is(WordLook look) => (Look & look) != WordLook.None;
}

/// <summary>How a word is written.</summary>
[Flags]
internal enum WordLook
{
    None = 0,

    /// <summary>Three letters or more, all capitals.</summary>
    Shouted = 1,

    /// <summary>Begins with a capital.</summary>
    Capital = 2,

    /// <summary>Stands alone between quotation marks.</summary>
    Quoted = 4,

    Link = 8,

    Mention = 16,

    Hashtag = 32,
}
