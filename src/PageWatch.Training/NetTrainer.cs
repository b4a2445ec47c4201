using System.Numerics.Tensors;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Trains one net on all heads at once. One thread a net, so that sums are made in the same order every time.</summary>
internal sealed class NetTrainer(TrainingManifest manifest, HeadLayout layout, NetVocabulary vocabulary, WordTypes types)
{
    private const int Batch = 32;

    /// <summary>Lessons that count less than this are met in some epochs only, and count more when they are.</summary>
    private const float WholeWeight = 0.5f;

    /// <param name="tell">Is told what has been done, for people.</param>
    public TrainableNet Train(IReadOnlyList<Sample> samples, int seed, Action<string> tell)
    {
        var plan = manifest.Net;
        var shape = new NetShape(vocabulary.Count, plan.Width, plan.Filters, layout.AllColumns);
        var net = new TrainableNet(shape, types, vocabulary.WordOfType, plan, seed);
        var random = new Random(seed + 1);
        var balances = Balances(samples);
        var memory = new NetMemory();
        var scores = new float[layout.AllColumns];
        var order = samples.ToArray();
        var expected = order.Sum(s => (double)Math.Min(1, s.Weight / WholeWeight)) * plan.Epochs / Batch;
        double steps = 0;
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            random.Shuffle(order);
            double loss = 0;
            var inBatch = 0;
            var seen = 0;
            foreach (var sample in order)
            {
                var chance = Math.Min(1, sample.Weight / WholeWeight);
                if (chance < 1 && random.NextSingle() >= chance)
                    continue;
                var rate = RateAt(steps / expected);
                net.Read(sample);
                foreach (var lesson in sample.Lessons)
                {
                    var weight = lesson.Weight / chance * balances[lesson.Head][lesson.Label] * (float)manifest.Heads[lesson.Head].NetWeight;
                    if (weight > 0)
                        loss += Teach(net, lesson, weight, scores);
                }

                net.Learn(sample, (float)(plan.WordRate * rate));
                seen++;
                if (++inBatch < Batch)
                    continue;
                net.Move((float)(plan.Rate * rate));
                inBatch = 0;
                steps++;
            }

            if (epoch >= plan.Epochs - plan.Averaged)
                net.Remember(memory);
            tell(FormattableString.Invariant($"net {seed}: epoch {epoch + 1} of {plan.Epochs}, {seen} posts, loss {loss / seen:0.0000}"));
        }

        net.Recall(memory);
        return net;
    }

    /// <summary>Rises for the first twentieth, then falls in a straight line to a tenth.</summary>
    private static double RateAt(double done) => done < 0.05 ? 0.1 + (0.9 * done / 0.05) : 1 - (0.9 * Math.Min(1, (done - 0.05) / 0.95));

    private float[][] Balances(IReadOnlyList<Sample> samples)
    {
        var balances = new float[manifest.Heads.Count][];
        for (var head = 0; head < balances.Length; head++)
        {
            balances[head] = LabelBalance.Of(
                samples.SelectMany(s => s.Lessons).Where(l => l.Head == head), manifest.Heads[head].Labels.Count, manifest.Heads[head].Balance);
        }

        return balances;
    }

    private double Teach(TrainableNet net, Lesson lesson, float weight, float[] scores)
    {
        var labels = manifest.Heads[lesson.Head].Labels.Count;
        var first = layout.ColumnOf(lesson.Head);
        var smoothing = (float)manifest.Net.Smoothing;
        if (labels == 2)
        {
            net.Score(first, scores.AsSpan(0, 1));
            var p = 1 / (1 + MathF.Exp(-scores[0]));
            var target = lesson.Label == 0 ? 1 - (smoothing / 2) : smoothing / 2;
            net.Blame(first, weight * (p - target));
            return -weight * Math.Log(Math.Max(1e-6, lesson.Label == 0 ? p : 1 - p));
        }

        var of = scores.AsSpan(0, labels);
        net.Score(first, of);
        TensorPrimitives.SoftMax(of, of);
        var loss = -weight * Math.Log(Math.Max(1e-6, of[lesson.Label]));
        for (var i = 0; i < labels; i++)
        {
            var target = (i == lesson.Label ? 1 - smoothing : 0) + (smoothing / labels);
            net.Blame(first + i, weight * (of[i] - target));
        }

        return loss;
    }
}
