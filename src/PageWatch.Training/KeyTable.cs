using System.Runtime.InteropServices;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Gives the keys that enough posts have a row each; the most frequent choose first.</summary>
internal sealed class KeyTable
{
    public KeyTable(IReadOnlyList<Sample> samples, LinearPlan plan)
    {
        Rows = new sbyte[(1 << plan.PairBits) * 2 * LinearPart.RowLength];
        // Counted roughly first, so that the millions of keys that one post has never meet a dictionary.
        var sketch = new float[1 << (plan.PairBits + 7)];
        var mask = sketch.Length - 1;
        foreach (var sample in samples)
        {
            foreach (var key in sample.WordRows)
                sketch[key & mask] += sample.Weight;
            foreach (var key in sample.LetterRows)
                sketch[key & mask] += sample.Weight;
        }

        var counted = new Dictionary<int, float>();
        foreach (var sample in samples)
        {
            Count(sample.WordRows, sample.Weight);
            Count(sample.LetterRows, sample.Weight);
        }

        void Count(int[] keys, float weight)
        {
            foreach (var key in keys)
            {
                if (sketch[key & mask] >= plan.LeastPosts)
                    CollectionsMarshal.GetValueRefOrAddDefault(counted, key, out _) += weight;
            }
        }

        foreach (var (key, weight) in counted.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            if (weight < plan.LeastPosts)
                break;
            Wanted++;
            Kept += Place((uint)key) ? 1 : 0;
        }
    }

    /// <summary>Only the checks are set.</summary>
    public sbyte[] Rows { get; }

    public int Kept { get; private set; }

    public int Wanted { get; private set; }

    /// <summary>Turns a sample's keys into the places of their rows.</summary>
    public void Look(Sample sample)
    {
        sample.WordRows = RowsOf(sample.WordRows);
        sample.LetterRows = RowsOf(sample.LetterRows);
    }

    private int[] RowsOf(int[] keys)
    {
        var rows = new List<int>(keys.Length);
        foreach (var key in keys)
        {
            var at = LinearPart.RowOf(Rows, (uint)key);
            if (at >= 0)
                rows.Add(at / LinearPart.RowLength);
        }

        return [.. rows];
    }

    private bool Place(uint key)
    {
        var at = LinearPart.PairOf(Rows, key);
        var check = LinearPart.CheckOf(key);
        if (Rows[at] == check || Rows[at + LinearPart.RowLength] == check)
            return false;
        if (Rows[at] != 0)
            at += LinearPart.RowLength;
        if (Rows[at] != 0)
            return false;
        Rows[at] = check;
        return true;
    }
}
