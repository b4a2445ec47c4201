namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>What training found: the numbers of a net as they stand in the model file.</summary>
public sealed record NetWeights
{
    public required NetShape Shape { get; init; }

    /// <summary>For each word its numbers, letter groups included.</summary>
    public required sbyte[] Words { get; init; }

    /// <summary>What 1 is worth in <see cref="Words"/>.</summary>
    public required float WordScale { get; init; }

    /// <summary>For each row of letter groups its numbers, for words that the vocabulary does not have.</summary>
    public required sbyte[] Letters { get; init; }

    public required float LetterScale { get; init; }

    /// <summary>[filter][offset][input].</summary>
    public required float[] Patterns { get; init; }

    public required float[] PatternBias { get; init; }

    /// <summary>How much each number of a token draws attention to it.</summary>
    public required float[] Attention { get; init; }

    /// <summary>[column][pooled].</summary>
    public required float[] Heads { get; init; }

    public required float[] HeadBias { get; init; }

    /// <summary>All is as long as the shape says, and of sizes that whole registers can be taken from: reading a post does not look again.</summary>
    public bool Fits() =>
        Shape.Words >= 0 && Shape.Width > 0 && Shape.Width % 8 == 0 && Shape.Filters > 0 && Shape.Filters % 16 == 0 && Shape.Columns > 0
        && Words.Length == Shape.Words * Shape.Width && Letters.Length == NetShape.LetterRows * Shape.Width
        && Patterns.Length == Shape.Filters * Shape.Window && PatternBias.Length == Shape.Filters
        && Attention.Length == Shape.Inputs && Heads.Length == Shape.Columns * Shape.Pooled && HeadBias.Length == Shape.Columns;
}
