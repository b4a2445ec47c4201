using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Trains the linear part, a head at a time, by gradient steps whose rate falls with what a weight has seen (AdaGrad).</summary>
internal sealed class LinearTrainer(TrainingManifest manifest, KeyTable table, HeadLayout layout)
{
    private const int Row = LinearPart.RowLength;

    private readonly float[] _weights = new float[table.Rows.Length];
    private readonly float[] _seen = new float[table.Rows.Length];
    private readonly float[] _measureWeights = new float[PostFeatures.MeasureCount * Row];
    private readonly float[] _measureSeen = new float[PostFeatures.MeasureCount * Row];
    private readonly float[] _bias = new float[Row];
    private readonly float[] _biasSeen = new float[Row];

    public void Train(IReadOnlyList<Sample> samples)
    {
        for (var head = 0; head < manifest.Heads.Count; head++)
        {
            if (layout.IsShipped(head))
                Train(samples, head);
        }
    }

    /// <summary>The trained weights in eight bits each.</summary>
    public LinearPart Pack()
    {
        var rows = (sbyte[])table.Rows.Clone();
        var scales = new float[LinearPart.MostColumns];
        for (var column = 1; column < Row; column++)
        {
            var sizes = new List<float>();
            for (var at = column; at < _weights.Length; at += Row)
            {
                if (_weights[at] != 0)
                    sizes.Add(Math.Abs(_weights[at]));
            }

            if (sizes.Count == 0)
                continue;
            sizes.Sort();
            // The few largest are cut, so that the many small ones keep their differences.
            var largest = sizes[(int)((sizes.Count - 1) * 0.9998)];
            var scale = largest / 127;
            scales[column - 1] = scale;
            for (var at = column; at < _weights.Length; at += Row)
                rows[at] = (sbyte)Math.Clamp(MathF.Round(_weights[at] / scale), -127, 127);
        }

        return new LinearPart(rows, scales, _measureWeights);
    }

    private void Train(IReadOnlyList<Sample> samples, int head)
    {
        var first = layout.ColumnOf(head) + 1;
        var labels = manifest.Heads[head].Labels.Count;
        var columns = labels == 2 ? 1 : labels;
        var lessons = new List<(Sample Sample, Lesson Lesson)>();
        foreach (var sample in samples)
        {
            foreach (var lesson in sample.Lessons)
            {
                if (lesson.Head == head)
                    lessons.Add((sample, lesson));
            }
        }

        if (lessons.Count == 0)
            return;
        var balance = LabelBalance.Of(lessons.Select(l => l.Lesson), labels, manifest.Heads[head].Balance);
        var random = new Random(manifest.Seed + head);
        var order = lessons.ToArray();
        var scores = new float[columns];
        for (var epoch = 0; epoch < manifest.Linear.Epochs; epoch++)
        {
            random.Shuffle(order);
            var rate = (float)(manifest.Linear.Rate / (1 + (0.3 * epoch)));
            foreach (var (sample, lesson) in order)
            {
                Score(sample, first, scores);
                Errors(scores, lesson.Label, labels);
                for (var c = 0; c < columns; c++)
                    Step(sample, first + c, scores[c] * lesson.Weight * balance[lesson.Label], rate, (float)manifest.Heads[head].Decay);
            }
        }
    }

    private static void Errors(float[] scores, int label, int labels)
    {
        if (labels == 2)
        {
            scores[0] = (1 / (1 + MathF.Exp(-scores[0]))) - (label == 0 ? 1 : 0);
            return;
        }

        var most = scores.Max();
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++)
            sum += scores[i] = MathF.Exp(scores[i] - most);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = (scores[i] / sum) - (i == label ? 1 : 0);
    }

    private void Score(Sample sample, int first, float[] scores)
    {
        var wordShare = LinearPart.ShareOf(sample.WordKeys);
        var letterShare = LinearPart.ShareOf(sample.LetterKeys);
        for (var c = 0; c < scores.Length; c++)
            scores[c] = _bias[first + c];
        foreach (var row in sample.WordRows)
        {
            for (var c = 0; c < scores.Length; c++)
                scores[c] += _weights[(row * Row) + first + c] * wordShare;
        }

        foreach (var row in sample.LetterRows)
        {
            for (var c = 0; c < scores.Length; c++)
                scores[c] += _weights[(row * Row) + first + c] * letterShare;
        }

        for (var m = 0; m < sample.Measures.Length; m++)
        {
            for (var c = 0; c < scores.Length; c++)
                scores[c] += _measureWeights[(m * Row) + first + c] * sample.Measures[m];
        }
    }

    private void Step(Sample sample, int column, float error, float rate, float decay)
    {
        Move(ref _bias[column], ref _biasSeen[column], error, rate, 0);
        var change = error * LinearPart.ShareOf(sample.WordKeys);
        foreach (var row in sample.WordRows)
            Move(ref _weights[(row * Row) + column], ref _seen[(row * Row) + column], change, rate, decay);
        change = error * LinearPart.ShareOf(sample.LetterKeys);
        foreach (var row in sample.LetterRows)
            Move(ref _weights[(row * Row) + column], ref _seen[(row * Row) + column], change, rate, decay);
        for (var m = 0; m < sample.Measures.Length; m++)
        {
            if (sample.Measures[m] != 0)
                Move(ref _measureWeights[(m * Row) + column], ref _measureSeen[(m * Row) + column], error * sample.Measures[m], rate, 0);
        }
    }

    private static void Move(ref float weight, ref float seen, float change, float rate, float decay)
    {
        change += decay * weight;
        seen += change * change;
        weight -= rate * change / (MathF.Sqrt(seen) + 0.3f);
    }
}
