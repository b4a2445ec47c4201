namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>The hashes that features and vocabularies are known by. Part of the model file's format: a change needs a new version of it.</summary>
public static class TextHash
{
    /// <summary>What an empty form hashes to before <see cref="Finish"/>.</summary>
    public const uint Seed = 2166136261;

    public static uint Add(uint hash, char c) => (hash ^ c) * 16777619;

    /// <summary>Spreads what is known over all bits: places are taken from the low ones, checks from the high ones.</summary>
    public static uint Finish(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x7feb352d;
        hash ^= hash >> 15;
        hash *= 0x846ca68b;
        return hash ^ (hash >> 16);
    }

    public static uint Of(ReadOnlySpan<char> form)
    {
        var hash = Seed;
        foreach (var c in form)
            hash = Add(hash, c);
        return Finish(hash);
    }

    /// <summary>Of two things in this order.</summary>
    public static uint Of(uint first, uint second) => Finish((first * 0x9E3779B1) ^ (second + 0x85EBCA77 + (first >> 5)));
}
