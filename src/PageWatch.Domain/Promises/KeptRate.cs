namespace PageWatch.Domain.Promises;

/// <summary>How many promises that came to their end were kept. Those that were dropped count neither way.</summary>
/// <param name="Kept">In time, as <see cref="PromiseState.Kept"/>.</param>
/// <param name="Late">Broken, and kept after all.</param>
/// <param name="Broken">Broken, and never kept.</param>
public sealed record KeptRate(int Kept, int Late, int Broken)
{
    public int All => Kept + Late + Broken;

    /// <returns>Between 0 and 1; null where nothing was due.</returns>
    public double? Share => All == 0 ? null : (double)Kept / All;

    public static KeptRate operator +(KeptRate one, KeptRate other) => Add(one, other);

    public static KeptRate Add(KeptRate left, KeptRate right) => new(left.Kept + right.Kept, left.Late + right.Late, left.Broken + right.Broken);
}
