namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>What a letter is written in. Stored in the profile file by number: add at the end only.</summary>
public enum Script
{
    /// <summary>No letter that a language is known by.</summary>
    None,

    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Han,

    /// <summary>Hiragana and Katakana.</summary>
    Kana,

    Hangul,
    Hebrew,
    Greek,
    Thai,
    Bengali,
    Tamil,
    Telugu,
    Gujarati,
    Gurmukhi,
    Kannada,
    Malayalam,
    Sinhala,
    Lao,
    Khmer,
    Burmese,
    Georgian,
    Armenian,
    Ethiopic,
}
