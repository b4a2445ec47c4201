using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>Tells the languages of one script apart: a row of small weights for each group of letters, a weight a language.</summary>
public sealed class ScriptProfile
{
    /// <summary>As many languages as a script can have: the width of a row in memory.</summary>
    public const int Lanes = 32;

    /// <summary>As many rows as may be added up before they are carried over; 127 times this fits 16 bits.</summary>
    private const int MostAtOnce = 256;

    private readonly sbyte[] _weights;
    private readonly string[] _languages;

    /// <param name="languages">Tags; <see cref="LanguageGuess.Unknown"/> among them stands for names and cries.</param>
    /// <param name="bits">There are two to this power rows.</param>
    /// <param name="weights">Row after row, as many in each as there are languages.</param>
    /// <param name="temperature">What a sum over the square root of the number of its rows is divided by to be a logarithm of a probability.</param>
    /// <exception cref="InvalidDataException">The sizes do not fit one another.</exception>
    public ScriptProfile(Script script, IReadOnlyList<string> languages, int bits, ReadOnlySpan<sbyte> weights, float temperature)
    {
        if (languages.Count is 0 or > Lanes || bits is < 4 or > 20 || weights.Length != languages.Count << bits || !(temperature > 0) || !float.IsFinite(temperature))
            throw new InvalidDataException($"The profile of {script} has {languages.Count} languages, {bits} bits, {weights.Length} weights and the temperature {temperature}: they do not fit.");
        (Script, Bits, Temperature) = (script, bits, temperature);
        _languages = [.. languages];
        _weights = new sbyte[Lanes << bits];
        for (var row = 0; row < 1 << bits; row++)
            weights.Slice(row * languages.Count, languages.Count).CopyTo(_weights.AsSpan(row * Lanes));
    }

    public Script Script { get; }

    /// <summary>In the order of the weights.</summary>
    public IReadOnlyList<string> Languages => _languages;

    public int Bits { get; }

    public float Temperature { get; }

    /// <summary>The weights of a row, one a language.</summary>
    public ReadOnlySpan<sbyte> Row(int row) => _weights.AsSpan(row * Lanes, Languages.Count);

    /// <summary>Adds what a word says to the sums.</summary>
    /// <param name="word">As <see cref="SaidWords"/> gives it.</param>
    /// <param name="sums"><see cref="Lanes"/> of them.</param>
    /// <returns>How many rows were added.</returns>
    public int Add(ReadOnlySpan<char> word, Span<int> sums)
    {
        Span<int> rows = stackalloc int[WordGrams.Most];
        var count = WordGrams.Of(word, Bits, rows);
        System.Diagnostics.Debug.Assert(count <= MostAtOnce, "Sixteen bits would overflow.");
        ref var first = ref MemoryMarshal.GetArrayDataReference(_weights);
        var low = Vector256<short>.Zero;
        var high = Vector256<short>.Zero;
        foreach (var row in rows[..count])
        {
            var (left, right) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)row * Lanes));
            low += left;
            high += right;
        }

        ref var sum = ref MemoryMarshal.GetReference(sums[..Lanes]);
        var (a, b) = Vector256.Widen(low);
        var (c, d) = Vector256.Widen(high);
        (Vector256.LoadUnsafe(ref sum) + a).StoreUnsafe(ref sum);
        (Vector256.LoadUnsafe(ref sum, 8) + b).StoreUnsafe(ref sum, 8);
        (Vector256.LoadUnsafe(ref sum, 16) + c).StoreUnsafe(ref sum, 16);
        (Vector256.LoadUnsafe(ref sum, 24) + d).StoreUnsafe(ref sum, 24);
        return count;
    }

    /// <summary>Makes sums probabilities.</summary>
    /// <param name="rows">How many rows were added up.</param>
    /// <param name="shares">Room for one a language.</param>
    /// <returns>The place of the likeliest.</returns>
    public int Share(ReadOnlySpan<int> sums, int rows, Span<double> shares)
    {
        var scale = ScaleOf(rows);
        sums = sums[.._languages.Length];
        var best = Best(sums);
        var total = 0.0;
        for (var i = 0; i < sums.Length; i++)
        {
            var under = (sums[best] - sums[i]) * scale;
            total += shares[i] = under > 30 ? 0 : Math.Exp(-under);
        }

        for (var i = 0; i < sums.Length; i++)
            shares[i] /= total;
        return best;
    }

    /// <summary>How much less likely a language is than the likeliest one, as a logarithm.</summary>
    public double Behind(ReadOnlySpan<int> sums, int rows, int language)
    {
        sums = sums[.._languages.Length];
        return (sums[Best(sums)] - sums[language]) * ScaleOf(rows);
    }

    private static int Best(ReadOnlySpan<int> sums)
    {
        var best = 0;
        for (var i = 1; i < sums.Length; i++)
            best = sums[i] > sums[best] ? i : best;
        return best;
    }

    private double ScaleOf(int rows) => 1 / (Temperature * Math.Sqrt(Math.Max(rows, 1)));
}
