namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>The sizes of a net.</summary>
/// <param name="Words">How many words it knows.</param>
/// <param name="Width">Numbers that stand for a word.</param>
/// <param name="Filters">Patterns of three words in a row; a multiple of 16.</param>
/// <param name="Columns">Scores that come out.</param>
public readonly record struct NetShape(int Words, int Width, int Filters, int Columns)
{
    /// <summary>Two to this power rows stand for letter groups.</summary>
    public const int LetterBits = 14;

    public const int LetterRows = 1 << LetterBits;

    /// <summary>What a token adds to its word's numbers: how it sounds by three lexicons, how it sounds turned, and its four marks.</summary>
    public const int Extras = 8;

    /// <summary>Words that a pattern spans.</summary>
    public const int Span = 3;

    /// <summary>Numbers of a token.</summary>
    public int Inputs => Width + Extras;

    /// <summary>Numbers of as many tokens as a pattern spans.</summary>
    public int Window => Inputs * Span;

    /// <summary>What the scores are made of: the strongest of each pattern, the tokens weighed by attention, the measures.</summary>
    public int Pooled => Filters + Inputs + PostFeatures.MeasureCount;
}
