using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>
/// The linear part: a row of small weights for each key that training kept, one weight a column. A row's first byte checks that it is
/// the key's own, so that what was never seen in training weighs nothing.
/// </summary>
public sealed class LinearPart
{
    /// <summary>Bytes of a row: the check, then a weight for each column.</summary>
    public const int RowLength = 32;

    /// <summary>How many columns a row has at most.</summary>
    public const int MostColumns = RowLength - 1;

    private readonly sbyte[] _rows;
    private readonly float[] _scales;
    private readonly float[] _measureWeights;
    private readonly uint _pairMask;

    /// <param name="rows">A power of two of pairs of rows; a key's row is one of the two of its pair.</param>
    /// <param name="scales">What a weight of 1 is worth, a column each.</param>
    /// <param name="measureWeights">For each measure, <see cref="RowLength"/> weights of which the first is unused.</param>
    public LinearPart(sbyte[] rows, float[] scales, float[] measureWeights)
    {
        // Add trusts these lengths.
        if (!BitOperations.IsPow2(rows.Length) || rows.Length < 2 * RowLength)
            throw new ArgumentException($"{rows.Length} bytes are no power of two of pairs of rows.", nameof(rows));
        if (scales.Length != MostColumns || measureWeights.Length != PostFeatures.MeasureCount * RowLength)
            throw new ArgumentException("A scale for each column and weights for each measure are needed.", nameof(scales));
        _rows = rows;
        _scales = scales;
        _measureWeights = measureWeights;
        _pairMask = (uint)(rows.Length / (2 * RowLength)) - 1;
    }

    public ReadOnlySpan<sbyte> Rows => _rows;

    public ReadOnlySpan<float> Scales => _scales;

    public ReadOnlySpan<float> MeasureWeights => _measureWeights;

    /// <summary>What a key's row must begin with; never 0, which marks an empty row.</summary>
    public static sbyte CheckOf(uint key) => (sbyte)Math.Max(1u, key >> 24);

    /// <param name="rows">Pairs of rows, a power of two of them.</param>
    /// <returns>Where the key's row begins; -1 when training did not keep it.</returns>
    public static int RowOf(ReadOnlySpan<sbyte> rows, uint key)
    {
        var at = PairOf(rows, key);
        var check = CheckOf(key);
        return rows[at] == check ? at : rows[at + RowLength] == check ? at + RowLength : -1;
    }

    /// <returns>Where the two rows begin of which one may be the key's.</returns>
    public static int PairOf(ReadOnlySpan<sbyte> rows, uint key) => (int)(key & ((uint)(rows.Length / (2 * RowLength)) - 1)) * 2 * RowLength;

    /// <summary>Adds up what the features say.</summary>
    /// <param name="scores">One for each column.</param>
    public void Score(PostFeatures features, Span<float> scores)
    {
        Span<float> sums = stackalloc float[RowLength];
        sums.Clear();
        Add(features.WordKeys, sums);
        Add(features.LetterKeys, sums);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = sums[i + 1] * _scales[i];
        for (var m = 0; m < PostFeatures.MeasureCount; m++)
        {
            var measure = features.Measures[m];
            if (measure == 0)
                continue;
            var weights = _measureWeights.AsSpan(m * RowLength, RowLength);
            for (var i = 0; i < scores.Length; i++)
                scores[i] += measure * weights[i + 1];
        }
    }

    /// <summary>What each byte of a row counts in a weighted sum of some columns, for <see cref="Sum"/>.</summary>
    /// <param name="counts">What each column counts, from <paramref name="firstColumn"/> on.</param>
    /// <param name="weights"><see cref="RowLength"/> of them.</param>
    public void Weigh(int firstColumn, ReadOnlySpan<float> counts, Span<float> weights)
    {
        weights.Clear();
        for (var i = 0; i < counts.Length; i++)
            weights[1 + firstColumn + i] = counts[i] * _scales[firstColumn + i];
    }

    /// <summary>What one key adds to a weighted sum, before the share of its group; 0 when training did not keep the key.</summary>
    /// <param name="weights">By <see cref="Weigh"/>.</param>
    public float Sum(uint key, ReadOnlySpan<float> weights)
    {
        var at = RowOf(_rows, key);
        if (at < 0)
            return 0;
        var row = Vector256.Create<sbyte>(_rows.AsSpan(at, RowLength));
        var (low, high) = (Vector256.WidenLower(row), Vector256.WidenUpper(row));
        var sum = Part(Vector256.WidenLower(low), weights) + Part(Vector256.WidenUpper(low), weights[8..])
            + Part(Vector256.WidenLower(high), weights[16..]) + Part(Vector256.WidenUpper(high), weights[24..]);
        return Vector256.Sum(sum);

        static Vector256<float> Part(Vector256<int> row, ReadOnlySpan<float> weights) => Vector256.ConvertToSingle(row) * Vector256.Create(weights);
    }

    /// <summary>What a change of the measures changes.</summary>
    /// <param name="scores">Those of the columns from <paramref name="firstColumn"/> on: with less without.</param>
    public void ScoreDifference(ReadOnlySpan<float> with, ReadOnlySpan<float> without, int firstColumn, Span<float> scores)
    {
        scores.Clear();
        for (var m = 0; m < PostFeatures.MeasureCount; m++)
        {
            var difference = with[m] - without[m];
            for (var i = 0; i < scores.Length && difference != 0; i++)
                scores[i] += difference * _measureWeights[(m * RowLength) + 1 + firstColumn + i];
        }
    }

    /// <summary>A group of keys counts by the root of their number, so that long posts are not surer than short ones by length alone.</summary>
    public static float ShareOf(int keys) => 1 / MathF.Sqrt(Math.Max(1, keys));

    private void Add(ReadOnlySpan<uint> keys, Span<float> sums)
    {
        var low = Vector256<int>.Zero;
        var lowHigh = Vector256<int>.Zero;
        var highLow = Vector256<int>.Zero;
        var high = Vector256<int>.Zero;
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (var from = 0; from < keys.Length; from += 128)
        {
            // 128 weights of at most 127 fit a short.
            var first = Vector256<short>.Zero;
            var second = Vector256<short>.Zero;
            foreach (var key in keys[from..Math.Min(keys.Length, from + 128)])
            {
                // As RowOf, without a branch: which keys are kept cannot be guessed, and a wrong guess would wait for memory.
                ref var pair = ref Unsafe.Add(ref rows, (nint)(key & _pairMask) * (2 * RowLength));
                var check = CheckOf(key);
                var isFirst = pair == check ? 1 : 0;
                var isSecond = Unsafe.Add(ref pair, RowLength) == check ? 1 - isFirst : 0;
                var kept = Vector256.Create((sbyte)-(isFirst + isSecond));
                var row = Vector256.LoadUnsafe(ref Unsafe.Add(ref pair, isSecond * RowLength)) & kept;
                first += Vector256.WidenLower(row);
                second += Vector256.WidenUpper(row);
            }

            low += Vector256.WidenLower(first);
            lowHigh += Vector256.WidenUpper(first);
            highLow += Vector256.WidenLower(second);
            high += Vector256.WidenUpper(second);
        }

        var share = ShareOf(keys.Length);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        Store(low, 0, ref sum);
        Store(lowHigh, 8, ref sum);
        Store(highLow, 16, ref sum);
        Store(high, 24, ref sum);

        void Store(Vector256<int> added, nuint offset, ref float to) =>
            (Vector256.LoadUnsafe(ref to, offset) + (Vector256.ConvertToSingle(added) * share)).StoreUnsafe(ref to, offset);
    }
}
