using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>
/// A small convolutional net: patterns over three tokens, the strongest place of each, and all tokens weighed by attention.
/// As a pattern is a sum over its three tokens, what a frequent word adds to each pattern is worked out once, when the word is first met,
/// in whole numbers; reading a post then only adds rows and keeps the largest.
/// </summary>
public sealed class NetPart
{
    /// <summary>Tokens that are read; of longer posts the first and, for the last eighth, the last ones.</summary>
    public const int MostTokens = 1024;

    /// <summary>Whole numbers that make 1.</summary>
    private const float One = 1024;

    /// <summary>Four rows of this size add up to what fits a short.</summary>
    private const float Largest = 8000;

    /// <summary>Pattern shares that are worked out at once: six registers of eight.</summary>
    private const int Block = 48;

    private const int PartBits = 8;

    /// <summary>Words whose rows are kept, the most frequent: all but a few of what people write. A row takes twelve times the room of its word.</summary>
    private const int MostKept = 16_384;

    private readonly NetShape _shape;
    private readonly NetWeights _weights;
    private readonly HashIndex _words;
    private readonly short[] _adds;
    private readonly short[] _extraAdds;

    /// <summary>For each word whose row may be kept; no number as long as it is not.</summary>
    private readonly float[] _attention;
    private readonly float[] _patterns;
    private readonly Valence[] _valences;

    /// <param name="words">The most frequent first.</param>
    // Runs once, long: a first, slow translation of it would be most of the time a model takes to load.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public NetPart(NetWeights weights, HashIndex words, Lexicon lexicon)
    {
        _weights = weights;
        _shape = weights.Shape;
        _words = words;
        _patterns = ByInput(weights);
        var row = NetShape.Span * _shape.Filters;
        var kept = Math.Min(MostKept, _shape.Words);
        _adds = new short[kept * row];
        _extraAdds = new short[NetShape.Extras * row];
        _attention = new float[kept];
        Array.Fill(_attention, float.NaN);
        _valences = new Valence[_shape.Words];
        for (var word = 0; word < _shape.Words; word++)
            _valences[word] = lexicon.Of(words.Hashes[word]);
        var inputs = new float[_shape.Inputs];
        var sums = new float[row];
        for (var extra = 0; extra < NetShape.Extras; extra++)
        {
            Array.Clear(inputs);
            inputs[_shape.Width + extra] = 1;
            Work(inputs, sums, _extraAdds.AsSpan(extra * row, row));
        }
    }

    public NetWeights Weights => _weights;

    /// <summary>The row of a letter group.</summary>
    public static int LetterRow(uint key) => (int)(key & (NetShape.LetterRows - 1));

    /// <summary>Reads a post.</summary>
    /// <param name="scores">What the net says is added to these.</param>
    internal void Score(PostTokens post, PostFeatures features, NetScratch scratch, Span<float> scores)
    {
        Lay(post, features, scratch);
        Answer(scratch, features.Measures, 0, scores);
    }

    /// <summary>Lays a post out in a scratch, for <see cref="Answer"/> and <see cref="AnswerWithout"/>.</summary>
    internal void Lay(PostTokens post, PostFeatures features, NetScratch scratch)
    {
        var tokens = post.Tokens;
        scratch.Count = Math.Min(tokens.Length, MostTokens);
        for (var place = 0; place < scratch.Count; place++)
            Lay(post, features, scratch, place, TokenAt(place, tokens.Length));
    }

    /// <summary>What the net says of the post that was laid out.</summary>
    /// <param name="firstColumn">The column of the first score.</param>
    /// <param name="scores">What the net says is added to these.</param>
    internal void Answer(NetScratch scratch, ReadOnlySpan<float> measures, int firstColumn, Span<float> scores)
    {
        var pooled = scratch.Pooled(_shape);
        Strongest(scratch, pooled);
        Attend(scratch, pooled.Slice(_shape.Filters, _shape.Inputs));
        measures.CopyTo(pooled[(_shape.Filters + _shape.Inputs)..]);
        for (var i = 0; i < scores.Length; i++)
        {
            var column = firstColumn + i;
            scores[i] += _weights.HeadBias[column]
                + TensorPrimitives.Dot(pooled, _weights.Heads.AsSpan(column * _shape.Pooled, _shape.Pooled));
        }
    }

    /// <summary>As <see cref="Answer"/>, with one token read as if it said nothing.</summary>
    /// <param name="measures">Those of the post without the token.</param>
    /// <param name="tokens">How many the post has.</param>
    internal void AnswerWithout(NetScratch scratch, ReadOnlySpan<float> measures, int token, int tokens, int firstColumn, Span<float> scores)
    {
        var place = PlaceOf(token, tokens);
        if (place < 0)
        {
            Answer(scratch, measures, firstColumn, scores);
            return;
        }

        var row = NetShape.Span * _shape.Filters;
        scratch.Hide(place, row, _shape.Inputs);
        Answer(scratch, measures, firstColumn, scores);
        scratch.Show(place, row, _shape.Inputs);
    }

    // Runs once, long: a first, slow translation of it would be most of the time a model takes to load.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] ByInput(NetWeights weights)
    {
        // [block][input][place in the block] of [offset][filter]: one block is read from its beginning to its end.
        var shape = weights.Shape;
        var patterns = new float[shape.Inputs * NetShape.Span * shape.Filters];
        for (var filter = 0; filter < shape.Filters; filter++)
        {
            for (var offset = 0; offset < NetShape.Span; offset++)
            {
                for (var input = 0; input < shape.Inputs; input++)
                {
                    var place = (offset * shape.Filters) + filter;
                    patterns[(((place / Block * shape.Inputs) + input) * Block) + (place % Block)] =
                        weights.Patterns[(filter * shape.Window) + (offset * shape.Inputs) + input];
                }
            }
        }

        return patterns;
    }

    private static int TokenAt(int place, int tokens) =>
        tokens <= MostTokens || place < MostTokens - (MostTokens / 8) ? place : tokens - MostTokens + place;

    private static int PlaceOf(int token, int tokens)
    {
        if (tokens <= MostTokens || token < MostTokens - (MostTokens / 8))
            return token;
        var place = token - tokens + MostTokens;
        return place >= MostTokens - (MostTokens / 8) ? place : -1;
    }

    /// <summary>Writes a token's share of the patterns, its numbers and its attention.</summary>
    private void Lay(PostTokens post, PostFeatures features, NetScratch scratch, int place, int at)
    {
        var row = NetShape.Span * _shape.Filters;
        ref readonly var token = ref post.Tokens[at];
        var adds = scratch.Adds(place, row);
        var inputs = scratch.Inputs(place, _shape.Inputs);
        var word = _words.Find(token.Hash);
        if (word >= 0)
        {
            TakeWord(word, inputs);
            TakeValence(_valences[word], inputs);
        }
        else
        {
            TakeLetters(features.LetterKeysOf(at), inputs);
            TakeValence(features.Valences[at], inputs);
        }

        if ((uint)word < (uint)_attention.Length)
        {
            scratch.Attention[place] = Kept(word, inputs, scratch);
            _adds.AsSpan(word * row, row).CopyTo(adds);
        }
        else
        {
            Work(inputs, scratch.Sums(row), adds);
            scratch.Attention[place] = TensorPrimitives.Dot<float>(inputs, _weights.Attention);
        }

        if (token.Marks != TokenMarks.None)
            Mark(token.Marks, features.Valences[at].Mean, adds, inputs, ref scratch.Attention[place]);
    }

    /// <summary>Sees to it that a word's row is worked out. Two threads may do so at once: they find the same.</summary>
    /// <returns>The word's attention.</returns>
    private float Kept(int word, ReadOnlySpan<float> inputs, NetScratch scratch)
    {
        var attention = Volatile.Read(ref _attention[word]);
        if (!float.IsNaN(attention))
            return attention;
        var adds = _adds.AsSpan(word * NetShape.Span * _shape.Filters, NetShape.Span * _shape.Filters);
        Work(inputs, scratch.Sums(adds.Length), adds);
        attention = TensorPrimitives.Dot(inputs, _weights.Attention);
        Volatile.Write(ref _attention[word], attention);
        return attention;
    }

    private void Mark(TokenMarks marks, float valence, Span<short> adds, Span<float> inputs, ref float attention)
    {
        for (var extra = 3; extra < NetShape.Extras; extra++)
        {
            var value = ExtraOf(extra, marks, valence);
            if (value == 0)
                continue;
            inputs[_shape.Width + extra] = value;
            attention += value * _weights.Attention[_shape.Width + extra];
            var row = _extraAdds.AsSpan(extra * adds.Length, adds.Length);
            if (value == 1)
            {
                TensorPrimitives.Add(adds, row, adds);
                continue;
            }

            AddPart(row, (int)MathF.Round(value * (1 << PartBits)), adds);
        }
    }

    /// <summary>Adds a part of a row, in fractions of two to <see cref="PartBits"/>.</summary>
    private static void AddPart(ReadOnlySpan<short> row, int part, Span<short> adds)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(adds);
        for (nuint i = 0; i < (nuint)adds.Length; i += (nuint)Vector256<short>.Count)
        {
            var whole = Vector256.LoadUnsafe(ref from, i);
            var low = (Vector256.WidenLower(whole) * part) >> PartBits;
            var high = (Vector256.WidenUpper(whole) * part) >> PartBits;
            (Vector256.LoadUnsafe(ref to, i) + Vector256.Narrow(low, high)).StoreUnsafe(ref to, i);
        }
    }

    /// <summary>The numbers that a token adds beyond its word: see <see cref="NetShape.Extras"/>.</summary>
    public static float ExtraOf(int extra, TokenMarks marks, float valence) => extra switch
    {
        3 => (marks & TokenMarks.Negated) != TokenMarks.None ? valence : 0,
        4 => (marks & TokenMarks.Shouted) != TokenMarks.None ? 1 : 0,
        5 => (marks & TokenMarks.Stretched) != TokenMarks.None ? 1 : 0,
        6 => (marks & TokenMarks.Hashtag) != TokenMarks.None ? 1 : 0,
        7 => (marks & TokenMarks.Negated) != TokenMarks.None ? 1 : 0,
        _ => 0,
    };

    private void TakeWord(int word, Span<float> inputs)
    {
        Widen(_weights.Words.AsSpan(word * _shape.Width, _shape.Width), _weights.WordScale, inputs);
        inputs[_shape.Width..].Clear();
    }

    private void TakeLetters(ReadOnlySpan<uint> keys, Span<float> inputs)
    {
        inputs.Clear();
        if (keys.IsEmpty)
            return;
        var share = _weights.LetterScale / keys.Length;
        foreach (var key in keys)
        {
            var from = LetterRow(key) * _shape.Width;
            for (var i = 0; i < _shape.Width; i += Vector256<float>.Count)
            {
                var sum = Vector256.LoadUnsafe(ref inputs[i]) + (Eight(_weights.Letters, from + i) * share);
                sum.StoreUnsafe(ref inputs[i]);
            }
        }
    }

    private static void Widen(ReadOnlySpan<sbyte> from, float scale, Span<float> to)
    {
        for (var i = 0; i < from.Length; i += Vector256<float>.Count)
            (Eight(from, i) * scale).StoreUnsafe(ref to[i]);
    }

    private static Vector256<float> Eight(ReadOnlySpan<sbyte> from, int at)
    {
        var bytes = Vector128.CreateScalarUnsafe(MemoryMarshal.Read<long>(MemoryMarshal.AsBytes(from.Slice(at, 8)))).AsSByte();
        return Vector256.ConvertToSingle(Vector256.WidenLower(Vector256.WidenLower(bytes.ToVector256Unsafe())));
    }

    private void TakeValence(Valence valence, Span<float> inputs)
    {
        inputs[_shape.Width] = valence.Vader / 127f;
        inputs[_shape.Width + 1] = valence.Afinn / 127f;
        inputs[_shape.Width + 2] = valence.Emoji / 127f;
    }

    /// <summary>What the numbers of one token add to every pattern at each of its places.</summary>
    private void Work(ReadOnlySpan<float> inputs, Span<float> sums, Span<short> adds)
    {
        ref var patterns = ref MemoryMarshal.GetArrayDataReference(_patterns);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var row = sums.Length;
        for (var from = 0; from < row; from += Block)
        {
            ref var block = ref Unsafe.Add(ref patterns, from * inputs.Length);
            var a = Vector256<float>.Zero;
            var b = a;
            var c = a;
            var d = a;
            var e = a;
            var f = a;
            for (var i = 0; i < inputs.Length; i++)
            {
                var x = Vector256.Create(inputs[i]);
                ref var pattern = ref Unsafe.Add(ref block, i * Block);
                a = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref pattern), a);
                b = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref pattern, 8), b);
                c = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref pattern, 16), c);
                d = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref pattern, 24), d);
                e = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref pattern, 32), e);
                f = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref pattern, 40), f);
            }

            a.StoreUnsafe(ref sum, (nuint)from);
            b.StoreUnsafe(ref sum, (nuint)from + 8);
            c.StoreUnsafe(ref sum, (nuint)from + 16);
            d.StoreUnsafe(ref sum, (nuint)from + 24);
            e.StoreUnsafe(ref sum, (nuint)from + 32);
            f.StoreUnsafe(ref sum, (nuint)from + 40);
        }

        ref var add = ref MemoryMarshal.GetReference(adds);
        var most = Vector256.Create(Largest);
        for (nuint i = 0; i < (nuint)row; i += 16)
        {
            var low = Vector256.Min(Vector256.Max(Vector256.LoadUnsafe(ref sum, i) * One, -most), most);
            var high = Vector256.Min(Vector256.Max(Vector256.LoadUnsafe(ref sum, i + 8) * One, -most), most);
            Vector256.Narrow(Vector256.ConvertToInt32(Vector256.Round(low)), Vector256.ConvertToInt32(Vector256.Round(high))).StoreUnsafe(ref add, i);
        }
    }

    /// <summary>The strongest place of each pattern.</summary>
    private void Strongest(NetScratch scratch, Span<float> pooled)
    {
        var count = scratch.Count;
        var row = NetShape.Span * _shape.Filters;
        var filters = (nuint)_shape.Filters;
        ref var adds = ref scratch.FirstAdd;
        for (nuint filter = 0; filter < filters; filter += 16)
        {
            var most = Vector256.Create(short.MinValue);
            ref var here = ref Unsafe.Add(ref adds, filter);
            for (var place = 0; place < count; place++)
            {
                var sum = Vector256.LoadUnsafe(ref Unsafe.Add(ref here, place * row), filters);
                if (place > 0)
                    sum += Vector256.LoadUnsafe(ref Unsafe.Add(ref here, (place - 1) * row));
                if (place + 1 < count)
                    sum += Vector256.LoadUnsafe(ref Unsafe.Add(ref here, (place + 1) * row), 2 * filters);
                most = Vector256.Max(most, sum);
            }

            if (count == 0)
                most = Vector256<short>.Zero;
            for (var i = 0; i < 16; i++)
                pooled[(int)filter + i] = Math.Max(0, (most[i] / One) + _weights.PatternBias[(int)filter + i]);
        }
    }

    private void Attend(NetScratch scratch, Span<float> pooled)
    {
        pooled.Clear();
        if (scratch.Count == 0)
            return;
        var attention = scratch.Attention.AsSpan(0, scratch.Count);
        var shares = scratch.Shares.AsSpan(0, scratch.Count);
        TensorPrimitives.SoftMax(attention, shares);
        for (var place = 0; place < shares.Length; place++)
            TensorPrimitives.MultiplyAdd(scratch.Inputs(place, _shape.Inputs), shares[place], pooled, pooled);
    }
}
