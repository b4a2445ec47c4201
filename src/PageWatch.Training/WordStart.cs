using System.Numerics.Tensors;

namespace PageWatch.Training;

/// <summary>
/// Where the words of all nets begin: by which words stand near which in the training texts, labels or not (skip-grams with drawn opposites, Mikolov et al. 2013; words made of
/// their letter groups as well, Bojanowski et al. 2017).
/// </summary>
internal sealed class WordStart
{
    private const int Reach = 4;
    private const int Opposites = 5;
    private const float FirstRate = 0.05f;

    /// <summary>A word that makes up more than this share of all is left out now and then.</summary>
    private const double Frequent = 1e-3;

    private readonly NetPlan _plan;
    private readonly WordTypes _types;
    private readonly NetVocabulary _vocabulary;
    private readonly float[] _contexts;

    /// <param name="concepts">Rows of meanings.</param>
    public WordStart(NetPlan plan, WordTypes types, NetVocabulary vocabulary, int concepts)
    {
        (_plan, _types, _vocabulary) = (plan, types, vocabulary);
        Numbers = new WordNumbers(types, vocabulary, concepts, plan.Width);
        _contexts = new float[vocabulary.Count * plan.Width];
    }

    /// <summary>Where every net begins.</summary>
    public WordNumbers Numbers { get; }

    public void Learn(IReadOnlyList<Sample> samples, int seed, Action<string> tell)
    {
        var random = new Random(seed + 77);
        // A word that no text has keeps no numbers of its own: it is its letters and its meaning.
        var counts = Counts(samples);
        for (var word = 0; word < _vocabulary.Count; word++)
        {
            for (var i = 0; i < _plan.Width && counts[word] > 0; i++)
                Numbers.Own(word)[i] = Small(random);
        }

        foreach (var rows in (float[][])[Numbers.Letters, Numbers.Concepts])
        {
            for (var i = 0; i < rows.Length; i++)
                rows[i] = Small(random);
        }

        var total = counts.Sum();
        if (_plan.StartEpochs == 0 || total == 0)
            return;
        var draws = Draws(counts);
        var keep = Array.ConvertAll(counts, count => count == 0 ? 1f : (float)Math.Min(1, Math.Sqrt(Frequent * total / count)));
        var order = samples.ToArray();
        var steps = (double)order.Length * _plan.StartEpochs;
        var done = 0;
        for (var epoch = 0; epoch < _plan.StartEpochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var sample in order)
                Meet(sample, FirstRate * (float)Math.Max(0.05, 1 - (done++ / steps)), keep, draws, random);
        }

        Resize();
        tell($"{_vocabulary.Count} words begin by their neighbours");
    }

    private float Small(Random random) => (float)(((random.NextDouble() * 2) - 1) * _plan.StartSize * Math.Sqrt(3));

    private double[] Counts(IReadOnlyList<Sample> samples)
    {
        var counts = new double[_vocabulary.Count];
        foreach (var type in samples.SelectMany(sample => sample.Types))
        {
            if (_vocabulary.WordOfType[type] is var word and >= 0)
                counts[word]++;
        }

        return counts;
    }

    /// <summary>Words to draw opposites from, each as often as its count to the power of 3/4.</summary>
    private static int[] Draws(double[] counts)
    {
        const int Size = 1 << 20;
        var draws = new int[Size];
        var sum = counts.Sum(count => Math.Pow(count, 0.75));
        double reached = 0;
        var at = 0;
        for (var word = 0; word < counts.Length; word++)
        {
            reached += Math.Pow(counts[word], 0.75);
            for (; at < Size && at < reached / sum * Size; at++)
                draws[at] = word;
        }

        return draws;
    }

    private void Meet(Sample sample, float rate, float[] keep, int[] draws, Random random)
    {
        var width = _plan.Width;
        Span<float> middle = stackalloc float[width];
        Span<float> errors = stackalloc float[width];
        var types = sample.Types;
        for (var at = 0; at < types.Length; at++)
        {
            var word = _vocabulary.WordOfType[types[at]];
            if (word >= 0 && keep[word] < 1 && random.NextSingle() >= keep[word])
                continue;
            Numbers.Take(types[at], word >= 0, middle);
            errors.Clear();
            var reach = random.Next(1, Reach + 1);
            for (var near = Math.Max(0, at - reach); near <= Math.Min(types.Length - 1, at + reach); near++)
            {
                if (near == at || _vocabulary.WordOfType[types[near]] is not (var other and >= 0))
                    continue;
                Pull(middle, errors, other, 1, rate);
                for (var i = 0; i < Opposites; i++)
                {
                    var drawn = draws[random.Next(draws.Length)];
                    if (drawn != other)
                        Pull(middle, errors, drawn, 0, rate);
                }
            }

            Give(types[at], word, errors);
        }
    }

    private void Pull(Span<float> middle, Span<float> errors, int context, float wanted, float rate)
    {
        var to = _contexts.AsSpan(context * _plan.Width, _plan.Width);
        var score = TensorPrimitives.Dot<float>(middle, to);
        var step = rate * (wanted - (1 / (1 + MathF.Exp(-score))));
        TensorPrimitives.MultiplyAdd(to, step, errors, errors);
        TensorPrimitives.MultiplyAdd(middle, step, to, to);
    }

    private void Give(int type, int word, Span<float> errors)
    {
        if (word >= 0)
            Add(errors, Numbers.Own(word));
        foreach (var row in _types.Letters[type])
            Add(errors, Numbers.Row(Numbers.Letters, row));
        foreach (var row in _types.Concepts[type])
            Add(errors, Numbers.Row(Numbers.Concepts, row));

        static void Add(Span<float> errors, Span<float> to) => TensorPrimitives.Add(to, errors, to);
    }

    /// <summary>Made as small as words that begin by chance, so that labels can still move them.</summary>
    private void Resize()
    {
        var size = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(Numbers.Words) / Math.Max(1, Numbers.Words.Length));
        var by = (float)(_plan.StartSize / Math.Max(1e-6, size));
        foreach (var rows in (float[][])[Numbers.Words, Numbers.Letters, Numbers.Concepts])
            TensorPrimitives.Multiply(rows, by, rows);
    }
}
