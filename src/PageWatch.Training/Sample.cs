namespace PageWatch.Training;

/// <summary>A text as the trainers see it, cut and looked up once.</summary>
internal sealed class Sample
{
    /// <summary>For each token its type in <see cref="WordTypes"/>.</summary>
    public required int[] Types { get; init; }

    /// <summary>For each token its marks.</summary>
    public required byte[] Marks { get; init; }

    public required float[] Measures { get; init; }

    /// <summary>Keys until rows are placed, then the places of the rows that were kept.</summary>
    public required int[] WordRows { get; set; }

    public required int[] LetterRows { get; set; }

    /// <summary>How many keys there were before those without a row were dropped.</summary>
    public required int WordKeys { get; init; }

    public required int LetterKeys { get; init; }

    /// <summary>What the text teaches: a head, a label, and how much it counts.</summary>
    public List<Lesson> Lessons { get; } = [];

    /// <summary>What the teachers say: a probability for each shipped column; null before they are asked.</summary>
    public float[]? Taught { get; set; }

    /// <summary>The most that it counts anywhere.</summary>
    public float Weight { get; set; }
}

/// <summary>A label of a text.</summary>
/// <param name="Head">Its place in the manifest.</param>
internal readonly record struct Lesson(int Head, int Label, float Weight);
