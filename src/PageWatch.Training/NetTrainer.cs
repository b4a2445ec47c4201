using System.Numerics.Tensors;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Trains one net on all heads at once. One thread a net, so that sums are made in the same order every time.</summary>
internal sealed class NetTrainer(TrainingManifest manifest, HeadLayout layout, NetVocabulary vocabulary, WordTypes types, WordNumbers start)
{
    private const int Batch = 32;

    private const int NoLabel = -1;

    /// <summary>Lessons that count less than this are met in some epochs only, and count more when they are.</summary>
    private const float WholeWeight = 0.5f;

    /// <param name="epochs">How often the posts are met.</param>
    /// <param name="tell">Is told what has been done, for people.</param>
    public TrainableNet Train(IReadOnlyList<Sample> samples, int seed, int epochs, Action<string> tell)
    {
        var plan = manifest.Net;
        var shape = new NetShape(vocabulary.Count, plan.Width, plan.Filters, layout.AllColumns);
        var net = new TrainableNet(shape, types, plan, start, seed);
        var random = new Random(seed + 1);
        var balances = Balances(samples);
        var memory = new NetMemory();
        var scores = new float[layout.AllColumns];
        var order = samples.ToArray();
        var expected = order.Sum(s => (double)Math.Min(1, s.Weight / WholeWeight)) * epochs / Batch;
        double steps = 0;
        for (var epoch = 0; epoch < epochs; epoch++)
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
                        loss += Teach(net, sample, lesson.Head, lesson.Label, weight, scores);
                }

                if (sample.Taught is not null)
                    TeachTheRest(net, sample, scores);

                net.Learn(sample, (float)(plan.WordRate * rate));
                seen++;
                if (++inBatch < Batch)
                    continue;
                net.Move((float)(plan.Rate * rate));
                inBatch = 0;
                steps++;
            }

            if (epoch >= epochs - plan.Averaged)
                net.Remember(memory);
            tell(FormattableString.Invariant($"net {seed}: epoch {epoch + 1} of {epochs}, {seen} posts, loss {loss / seen:0.0000}"));
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

    /// <summary>The teachers' word on what no label tells.</summary>
    private void TeachTheRest(TrainableNet net, Sample sample, float[] scores)
    {
        for (var head = 0; head < manifest.Heads.Count; head++)
        {
            if (layout.IsShipped(head) && !sample.Lessons.Exists(lesson => lesson.Head == head))
                Teach(net, sample, head, NoLabel, (float)(manifest.Net.TeacherWeight * manifest.Heads[head].NetWeight), scores);
        }
    }

    /// <param name="label"><see cref="NoLabel"/> to go by the teachers alone.</param>
    private double Teach(TrainableNet net, Sample sample, int head, int label, float weight, float[] scores)
    {
        var labels = manifest.Heads[head].Labels.Count;
        var first = layout.ColumnOf(head);
        var smoothing = (float)manifest.Net.Smoothing;
        var taught = layout.IsShipped(head) ? sample.Taught : null;
        var share = taught is null ? 0 : label == NoLabel ? 1 : (float)manifest.Net.TeacherShare;
        if (labels == 2)
        {
            net.Score(first, scores.AsSpan(0, 1));
            var p = 1 / (1 + MathF.Exp(-scores[0]));
            var target = Target(0);
            net.Blame(first, weight * (p - target));
            return -weight * ((target * Math.Log(Math.Max(1e-6, p))) + ((1 - target) * Math.Log(Math.Max(1e-6, 1 - p))));
        }

        var of = scores.AsSpan(0, labels);
        net.Score(first, of);
        TensorPrimitives.SoftMax(of, of);
        var loss = 0.0;
        for (var i = 0; i < labels; i++)
        {
            var target = Target(i);
            loss -= weight * target * Math.Log(Math.Max(1e-6, of[i]));
            net.Blame(first + i, weight * (of[i] - target));
        }

        return loss;

        float Target(int i)
        {
            var byLabel = (i == label ? 1 - smoothing : 0) + (smoothing / labels);
            return share == 0 ? byLabel : (share * taught![first + i]) + ((1 - share) * byLabel);
        }
    }
}
