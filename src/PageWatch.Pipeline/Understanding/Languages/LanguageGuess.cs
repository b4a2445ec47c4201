namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>In which language a text is.</summary>
/// <param name="Language">ISO 639-1, lower case; <see cref="Unknown"/> when nothing tells.</param>
/// <param name="Confidence">0 to 1: of a hundred guesses at 0.8, about eighty are right.</param>
public readonly record struct LanguageGuess(string Language, double Confidence)
{
    /// <summary>What stands for no language that can be known.</summary>
    public const string Unknown = "und";

    /// <summary>The script alone told it: no list of words can know better.</summary>
    public bool ByScript { get; init; }

    /// <summary>Whether it is a language at all.</summary>
    public bool IsKnown => Language != Unknown;
}
