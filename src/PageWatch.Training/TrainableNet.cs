using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>A net while it learns: full precision, with what its optimiser remembers.</summary>
internal sealed class TrainableNet
{
    /// <summary>Tokens of a post that are learnt from.</summary>
    private const int MostTokens = 96;

    private const int FilterBlock = 16;
    private const int PlaceBlock = 4;

    private readonly NetShape _shape;
    private readonly WordTypes _types;
    private readonly NetPlan _plan;
    private readonly Random _random;

    private readonly WordNumbers _numbers;
    private readonly float[] _wordsSeen;
    private readonly float[] _lettersSeen;
    private readonly float[] _conceptsSeen;

    private readonly DenseWeights _patterns;
    private readonly DenseWeights _patternBias;
    private readonly DenseWeights _attention;
    private readonly DenseWeights _heads;
    private readonly DenseWeights _headBias;

    private readonly float[] _packed;
    private readonly float[] _inputs;
    private readonly float[] _inputErrors;
    private readonly float[] _best;
    private readonly int[] _bestPlace;
    private readonly float[] _weights = new float[MostTokens];
    private readonly bool[] _isKept = new bool[MostTokens];
    private readonly bool[] _hasWord = new bool[MostTokens];
    private readonly float[] _pooled;
    private readonly float[] _pooledErrors;
    private readonly float[] _mask;
    private int _count;

    public TrainableNet(NetShape shape, WordTypes types, NetPlan plan, WordNumbers start, int seed)
    {
        _shape = shape;
        _types = types;
        _plan = plan;
        _random = new Random(seed);
        _numbers = start.Copy();
        _wordsSeen = new float[shape.Words];
        _lettersSeen = new float[NetShape.LetterRows];
        _conceptsSeen = new float[_numbers.Concepts.Length / shape.Width];
        _patterns = new DenseWeights(Uniform(shape.Filters * shape.Window, Math.Sqrt(6.0 / (shape.Window + shape.Filters))));
        _patternBias = new DenseWeights(new float[shape.Filters]);
        _attention = new DenseWeights(new float[shape.Inputs]);
        _heads = new DenseWeights(Uniform(shape.Columns * shape.Pooled, 0.05));
        _headBias = new DenseWeights(new float[shape.Columns]);
        _packed = new float[shape.Filters * shape.Window];
        _inputs = new float[(MostTokens + 2 + PlaceBlock) * shape.Inputs];
        _inputErrors = new float[_inputs.Length];
        _best = new float[shape.Filters];
        _bestPlace = new int[shape.Filters];
        _pooled = new float[shape.Pooled];
        _pooledErrors = new float[shape.Pooled];
        _mask = new float[shape.Pooled];
        Pack();
    }

    private IEnumerable<DenseWeights> Dense => [_patterns, _patternBias, _attention, _heads, _headBias];

    /// <summary>Scores of some columns, after <see cref="Read"/>.</summary>
    public void Score(int firstColumn, Span<float> scores)
    {
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = _headBias.Values[firstColumn + c]
                + TensorPrimitives.Dot<float>(_pooled, _heads.Values.AsSpan((firstColumn + c) * _shape.Pooled, _shape.Pooled));
        }
    }

    /// <summary>Reads a post up to where the heads look; some of it is hidden by chance, so that nothing is learnt by heart.</summary>
    public void Read(Sample sample)
    {
        Pool(sample, hides: true);
        Array.Clear(_pooledErrors);
        var keep = (float)(1 - _plan.Dropout);
        for (var i = 0; i < _mask.Length; i++)
            _mask[i] = _random.NextSingle() < keep ? 1 / keep : 0;
        TensorPrimitives.Multiply(_pooled, _mask, _pooled);
    }

    /// <summary>Reads a post with nothing hidden, as it is read once all is learnt.</summary>
    public void ReadWhole(Sample sample) => Pool(sample, hides: false);

    /// <summary>Takes how wrong a column's score was.</summary>
    public void Blame(int column, float error)
    {
        _headBias.Errors[column] += error;
        var at = column * _shape.Pooled;
        TensorPrimitives.MultiplyAdd(_pooled, error, _heads.Errors.AsSpan(at, _shape.Pooled), _heads.Errors.AsSpan(at, _shape.Pooled));
        TensorPrimitives.MultiplyAdd(_heads.Values.AsSpan(at, _shape.Pooled), error, _pooledErrors, _pooledErrors);
    }

    /// <summary>Carries the blame back to patterns, attention and words. Words move at once, the rest with <see cref="Move"/>.</summary>
    public void Learn(Sample sample, float wordRate)
    {
        TensorPrimitives.Multiply(_pooledErrors, _mask, _pooledErrors);
        _inputErrors.AsSpan(0, (_count + 2) * _shape.Inputs).Clear();
        for (var f = 0; f < _shape.Filters; f++)
        {
            var error = _pooledErrors[f];
            if (error == 0 || _best[f] + _patternBias.Values[f] <= 0)
                continue;
            _patternBias.Errors[f] += error;
            var window = _bestPlace[f] * _shape.Inputs;
            var pattern = f * _shape.Window;
            TensorPrimitives.MultiplyAdd(
                _inputs.AsSpan(window, _shape.Window), error, _patterns.Errors.AsSpan(pattern, _shape.Window), _patterns.Errors.AsSpan(pattern, _shape.Window));
            TensorPrimitives.MultiplyAdd(
                _patterns.Values.AsSpan(pattern, _shape.Window), error, _inputErrors.AsSpan(window, _shape.Window), _inputErrors.AsSpan(window, _shape.Window));
        }

        LearnAttention();
        for (var place = 0; place < _count; place++)
        {
            if (_isKept[place])
                LearnWord(sample.Types[place], _hasWord[place], _inputErrors.AsSpan((place + 1) * _shape.Inputs, _shape.Width), wordRate);
        }
    }

    /// <summary>A step of all that is not words.</summary>
    public void Move(float rate)
    {
        foreach (var dense in Dense)
            dense.Move(rate);
        Pack();
    }

    /// <summary>Adds the weights as they are to a mean that is being made.</summary>
    public void Remember(NetMemory memory) => memory.Add([_numbers.Words, _numbers.Letters, _numbers.Concepts, .. Dense.Select(dense => dense.Values)]);

    /// <summary>Takes the mean of what was remembered.</summary>
    public void Recall(NetMemory memory)
    {
        memory.MeanTo([_numbers.Words, _numbers.Letters, _numbers.Concepts, .. Dense.Select(dense => dense.Values)]);
        Pack();
    }

    /// <summary>The net as it goes into the model file.</summary>
    /// <param name="columns">Shipped columns stand first.</param>
    /// <param name="typeOfWord">For each word its type.</param>
    public NetWeights Freeze(int columns, int[] typeOfWord)
    {
        var words = new float[_numbers.Words.Length];
        for (var word = 0; word < _shape.Words; word++)
        {
            var to = words.AsSpan(word * _shape.Width, _shape.Width);
            _numbers.Take(typeOfWord[word], hasWord: true, to);
        }

        var (packedWords, wordScale) = Eight(words);
        var (packedLetters, letterScale) = Eight(_numbers.Letters);
        return new NetWeights
        {
            Shape = _shape with { Columns = columns },
            Words = packedWords,
            WordScale = wordScale,
            Letters = packedLetters,
            LetterScale = letterScale,
            Patterns = _patterns.Values,
            PatternBias = _patternBias.Values,
            Attention = _attention.Values,
            Heads = _heads.Values[..(columns * _shape.Pooled)],
            HeadBias = _headBias.Values[..columns],
        };
    }

    private static (sbyte[] Packed, float Scale) Eight(float[] values)
    {
        var sizes = Array.ConvertAll(values, Math.Abs);
        Array.Sort(sizes);
        var scale = sizes[(int)((sizes.Length - 1) * 0.9998)] / 127;
        return (Array.ConvertAll(values, v => (sbyte)Math.Clamp(MathF.Round(v / scale), -127, 127)), scale);
    }

    private float[] Uniform(int count, double size)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)(((_random.NextDouble() * 2) - 1) * size);
        return values;
    }

    private void Pool(Sample sample, bool hides)
    {
        _count = Math.Min(sample.Types.Length, MostTokens);
        Lay(sample, hides);
        Strongest();
        Attend();
        for (var f = 0; f < _shape.Filters; f++)
            _pooled[f] = Math.Max(0, _best[f] + _patternBias.Values[f]);
        sample.Measures.CopyTo(_pooled.AsSpan(_shape.Filters + _shape.Inputs));
    }

    private void Lay(Sample sample, bool hides)
    {
        var width = _shape.Width;
        _inputs.AsSpan(0, (_count + 2 + PlaceBlock) * _shape.Inputs).Clear();
        for (var place = 0; place < _count; place++)
        {
            _isKept[place] = !hides || _random.NextDouble() >= _plan.WordDropout;
            if (!_isKept[place])
                continue;
            var type = sample.Types[place];
            // Now and then a known word is read by its letters alone, as unknown ones will be.
            _hasWord[place] = _numbers.WordOf(type) >= 0 && !(hides && _types.Letters[type].Length > 0 && _random.NextDouble() < (_types.Concepts[type].Length > 0 ? _plan.ConceptShown : 0.1));
            var inputs = _inputs.AsSpan((place + 1) * _shape.Inputs, _shape.Inputs);
            _numbers.Take(type, _hasWord[place], inputs[..width]);
            var valence = _types.Valences[type];
            inputs[width] = valence.Vader / 127f;
            inputs[width + 1] = valence.Afinn / 127f;
            inputs[width + 2] = valence.Emoji / 127f;
            var marks = (TokenMarks)sample.Marks[place];
            if (marks == TokenMarks.None)
                continue;
            for (var extra = 3; extra < NetShape.Extras; extra++)
                inputs[width + extra] = NetPart.ExtraOf(extra, marks, valence.Mean);
        }
    }

    private void LearnWord(int type, bool hasWord, Span<float> errors, float rate)
    {
        var width = _shape.Width;
        var size = TensorPrimitives.SumOfSquares<float>(errors) / width;
        if (size == 0)
            return;
        if (hasWord)
        {
            var word = _numbers.WordOf(type);
            _wordsSeen[word] += size;
            var step = -rate / (MathF.Sqrt(_wordsSeen[word]) + 1e-4f);
            var to = _numbers.Own(word);
            TensorPrimitives.MultiplyAdd(errors, step, to, to);
        }

        LearnRows(_types.Letters[type], _numbers.Letters, _lettersSeen, errors, size, rate);
        LearnRows(_types.Concepts[type], _numbers.Concepts, _conceptsSeen, errors, size, rate);
    }

    private void LearnRows(int[] rows, float[] of, float[] seen, Span<float> errors, float size, float rate)
    {
        var share = 1f / Math.Max(1, rows.Length);
        foreach (var row in rows)
        {
            seen[row] += size * share * share;
            var step = -rate * share / (MathF.Sqrt(seen[row]) + 1e-4f);
            var to = _numbers.Row(of, row);
            TensorPrimitives.MultiplyAdd(errors, step, to, to);
        }
    }

    /// <summary>Patterns in blocks of sixteen, so that one block stays near while it passes over the post.</summary>
    private void Pack()
    {
        var window = _shape.Window;
        for (var f = 0; f < _shape.Filters; f++)
        {
            var to = (f / FilterBlock * window * FilterBlock) + (f % FilterBlock);
            for (var k = 0; k < window; k++)
                _packed[to + (k * FilterBlock)] = _patterns.Values[(f * window) + k];
        }
    }

    private void Strongest()
    {
        var window = _shape.Window;
        var step = _shape.Inputs;
        ref var inputs = ref MemoryMarshal.GetArrayDataReference(_inputs);
        for (var block = 0; block < _shape.Filters; block += FilterBlock)
        {
            ref var packed = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_packed), block * window);
            var best0 = Vector256.Create(float.NegativeInfinity);
            var best1 = best0;
            var at0 = Vector256<int>.Zero;
            var at1 = at0;
            for (var place = 0; place < _count; place += PlaceBlock)
            {
                ref var x = ref Unsafe.Add(ref inputs, place * step);
                Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
                for (var k = 0; k < window; k++)
                {
                    var w0 = Vector256.LoadUnsafe(ref Unsafe.Add(ref packed, k * FilterBlock));
                    var w1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref packed, (k * FilterBlock) + 8));
                    var v = Vector256.Create(Unsafe.Add(ref x, k));
                    a0 = Vector256.FusedMultiplyAdd(v, w0, a0);
                    a1 = Vector256.FusedMultiplyAdd(v, w1, a1);
                    v = Vector256.Create(Unsafe.Add(ref x, k + step));
                    b0 = Vector256.FusedMultiplyAdd(v, w0, b0);
                    b1 = Vector256.FusedMultiplyAdd(v, w1, b1);
                    v = Vector256.Create(Unsafe.Add(ref x, k + (2 * step)));
                    c0 = Vector256.FusedMultiplyAdd(v, w0, c0);
                    c1 = Vector256.FusedMultiplyAdd(v, w1, c1);
                    v = Vector256.Create(Unsafe.Add(ref x, k + (3 * step)));
                    d0 = Vector256.FusedMultiplyAdd(v, w0, d0);
                    d1 = Vector256.FusedMultiplyAdd(v, w1, d1);
                }

                Keep(a0, a1, place);
                if (place + 1 < _count)
                    Keep(b0, b1, place + 1);
                if (place + 2 < _count)
                    Keep(c0, c1, place + 2);
                if (place + 3 < _count)
                    Keep(d0, d1, place + 3);
            }

            best0.StoreUnsafe(ref _best[block]);
            best1.StoreUnsafe(ref _best[block + 8]);
            at0.StoreUnsafe(ref _bestPlace[block]);
            at1.StoreUnsafe(ref _bestPlace[block + 8]);

            void Keep(Vector256<float> low, Vector256<float> high, int at)
            {
                var here = Vector256.Create(at);
                at0 = Vector256.ConditionalSelect(Vector256.GreaterThan(low, best0).AsInt32(), here, at0);
                at1 = Vector256.ConditionalSelect(Vector256.GreaterThan(high, best1).AsInt32(), here, at1);
                best0 = Vector256.Max(low, best0);
                best1 = Vector256.Max(high, best1);
            }
        }

        if (_count == 0)
            Array.Clear(_best);
    }

    private void Attend()
    {
        var to = _pooled.AsSpan(_shape.Filters, _shape.Inputs);
        to.Clear();
        if (_count == 0)
            return;
        var weights = _weights.AsSpan(0, _count);
        for (var place = 0; place < _count; place++)
            weights[place] = TensorPrimitives.Dot<float>(Inputs(place), _attention.Values);
        TensorPrimitives.SoftMax(weights, weights);
        for (var place = 0; place < _count; place++)
            TensorPrimitives.MultiplyAdd(Inputs(place), weights[place], to, to);
    }

    private Span<float> Inputs(int place) => _inputs.AsSpan((place + 1) * _shape.Inputs, _shape.Inputs);

    private void LearnAttention()
    {
        var errors = _pooledErrors.AsSpan(_shape.Filters, _shape.Inputs);
        var mean = 0f;
        Span<float> shares = stackalloc float[_count];
        for (var place = 0; place < _count; place++)
        {
            shares[place] = TensorPrimitives.Dot<float>(Inputs(place), errors);
            mean += shares[place] * _weights[place];
        }

        for (var place = 0; place < _count; place++)
        {
            var to = _inputErrors.AsSpan((place + 1) * _shape.Inputs, _shape.Inputs);
            TensorPrimitives.MultiplyAdd(errors, _weights[place], to, to);
            var error = _weights[place] * (shares[place] - mean);
            TensorPrimitives.MultiplyAdd(_attention.Values, error, to, to);
            TensorPrimitives.MultiplyAdd(Inputs(place), error, _attention.Errors, _attention.Errors);
        }
    }
}
