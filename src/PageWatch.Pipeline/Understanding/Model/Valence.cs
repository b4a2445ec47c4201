namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>How a word sounds by each lexicon, -127 (worst) to 127 (best); 0 where the lexicon does not have it.</summary>
public readonly record struct Valence(sbyte Vader, sbyte Afinn, sbyte Emoji)
{
    /// <summary>The mean of what is known, -1 to 1.</summary>
    public float Mean
    {
        get
        {
            var known = (Vader != 0 ? 1 : 0) + (Afinn != 0 ? 1 : 0) + (Emoji != 0 ? 1 : 0);
            return known == 0 ? 0 : (Vader + Afinn + Emoji) / (127f * known);
        }
    }
}
