using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Fits how much each part's scores count, and what is added to each label, so that probabilities hold on posts that taught nothing.</summary>
internal static class Calibration
{
    private const int Steps = 600;

    /// <summary>Groups that a curve of confidence has at most, and posts that each has at least.</summary>
    private const int MostGroups = 10;
    private const int LeastInGroup = 30;

    /// <summary>As many posts speak in each group for the probability as it is.</summary>
    private const double Faith = 8;

    /// <summary>A post's scores for the columns of one head, and the right label.</summary>
    public sealed record Scored(float[] Linear, float[] Net, int Label);

    public static ModelHead Fit(HeadPlan plan, int firstColumn, IReadOnlyList<Scored> posts)
    {
        var labels = plan.Labels.Count;
        var columns = labels == 2 ? 1 : labels;
        // Logarithms of the two weights, then the intercepts.
        var parameters = new double[2 + columns];
        var mean = new double[parameters.Length];
        var square = new double[parameters.Length];
        var probabilities = new double[labels];
        parameters[0] = parameters[1] = Math.Log(0.5);
        for (var step = 1; step <= Steps && posts.Count > 0; step++)
        {
            var slope = new double[parameters.Length];
            foreach (var post in posts)
            {
                Probabilities(post, parameters, probabilities);
                for (var c = 0; c < columns; c++)
                {
                    var error = probabilities[c] - (post.Label == c ? 1 : 0);
                    slope[0] += error * Math.Exp(parameters[0]) * post.Linear[c];
                    slope[1] += error * Math.Exp(parameters[1]) * post.Net[c];
                    slope[2 + c] += error;
                }
            }

            // Few posts should not make one part silent.
            var pull = 3.0 * (parameters[0] - parameters[1]);
            slope[0] += pull;
            slope[1] -= pull;
            for (var i = 0; i < parameters.Length; i++)
            {
                slope[i] /= posts.Count;
                mean[i] = (0.9 * mean[i]) + (0.1 * slope[i]);
                square[i] = (0.99 * square[i]) + (0.01 * slope[i] * slope[i]);
                var unbiased = mean[i] / (1 - Math.Pow(0.9, step));
                parameters[i] -= 0.05 * Math.Pow(0.995, step) * unbiased / (Math.Sqrt(square[i] / (1 - Math.Pow(0.99, step))) + 1e-9);
            }
        }

        var intercepts = Array.ConvertAll(parameters[2..], p => (float)p);
        var head = new ModelHead(
            plan.Name, plan.Labels, firstColumn, (float)Math.Exp(parameters[0]), (float)Math.Exp(parameters[1]), intercepts, new float[columns], ConfidenceCurve.Straight);
        head = head with { DecisionIntercepts = Decision(plan, posts, parameters) };
        return head with { Confidence = Curve(head with { FirstColumn = 0 }, posts) };
    }

    /// <summary>Groups of answers of like probability, each drawn some way to what the probability says, then made to rise.</summary>
    private static ConfidenceCurve Curve(ModelHead head, IReadOnlyList<Scored> posts)
    {
        var groups = Math.Min(MostGroups, posts.Count / LeastInGroup);
        if (groups < 2)
            return ConfidenceCurve.Straight;
        var probabilities = new float[head.Labels.Count];
        var answers = new List<(float Probability, bool IsRight)>();
        foreach (var post in posts)
        {
            var answer = head.Decide(post.Linear, post.Net, probabilities);
            answers.Add((probabilities[answer], answer == post.Label));
        }

        answers = [.. answers.OrderBy(a => a.Probability)];
        var blocks = new List<(double Probability, double Right, double Count)>();
        for (var g = 0; g < groups; g++)
        {
            var part = answers[(g * answers.Count / groups)..((g + 1) * answers.Count / groups)];
            var mean = part.Average(a => a.Probability);
            blocks.Add((mean * part.Count, part.Count(a => a.IsRight) + (Faith * mean), part.Count));
            // A group that was right less often than one of lower probability is joined with it.
            while (blocks.Count > 1 && Share(blocks[^1]) <= Share(blocks[^2]))
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                var probability = a.Probability + b.Probability;
                var count = a.Count + b.Count;
                blocks.Add((probability, a.Right + b.Right - (Faith * ((a.Probability / a.Count) + (b.Probability / b.Count) - (probability / count))), count));
            }
        }

        return new ConfidenceCurve(
            [.. blocks.Select(b => (float)(b.Probability / b.Count))], [.. blocks.Select(b => (float)Share(b))]);

        static double Share((double Probability, double Right, double Count) block) => block.Right / (block.Count + Faith);
    }

    private static void Probabilities(Scored post, double[] parameters, double[] probabilities)
    {
        double a = Math.Exp(parameters[0]), b = Math.Exp(parameters[1]);
        if (probabilities.Length == 2)
        {
            probabilities[0] = 1 / (1 + Math.Exp(-((a * post.Linear[0]) + (b * post.Net[0]) + parameters[2])));
            probabilities[1] = 1 - probabilities[0];
            return;
        }

        var most = double.NegativeInfinity;
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = (a * post.Linear[i]) + (b * post.Net[i]) + parameters[2 + i];
            most = Math.Max(most, probabilities[i]);
        }

        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
            sum += probabilities[i] = Math.Exp(probabilities[i] - most);
        for (var i = 0; i < probabilities.Length; i++)
            probabilities[i] /= sum;
    }

    /// <summary>From the probabilities alone, not from which answers were right: a threshold that fits one file's noise does not hold on the next.</summary>
    private static float[] Decision(HeadPlan plan, IReadOnlyList<Scored> posts, double[] parameters)
    {
        var labels = plan.Labels.Count;
        var sums = new double[labels];
        var probabilities = new double[labels];
        var firsts = new List<double>();
        foreach (var post in posts)
        {
            Probabilities(post, parameters, probabilities);
            firsts.Add(probabilities[0]);
            for (var i = 0; i < labels; i++)
                sums[i] += probabilities[i];
        }

        var columns = labels == 2 ? 1 : labels;
        if (plan.Decide == "likeliest" || posts.Count == 0)
            return new float[columns];
        if (labels == 2)
            return [plan.Decide == "recall" ? (float)Math.Log(sums[1] / sums[0]) : BestForF1(firsts)];
        var share = plan.Decide == "recall" ? 1.0 : 0.3;
        return Array.ConvertAll(sums, sum => (float)(-share * Math.Log(sum * labels / posts.Count)));
    }

    /// <summary>The threshold that promises the best macro F1, as log odds to add.</summary>
    private static float BestForF1(List<double> firsts)
    {
        firsts.Sort();
        var total = firsts.Sum();
        double best = -1, threshold = 0.5;
        // Those above the threshold are answered with the first label: what is expected right among them and among the others.
        double below = 0;
        for (var i = 0; i <= firsts.Count; i++)
        {
            var answered = firsts.Count - i;
            var right = total - below;
            var f1 = 2 * right / (answered + total + 1e-9);
            var others = firsts.Count - total;
            var f2 = 2 * (i - below) / (i + others + 1e-9);
            if (f1 + f2 > best && i > 0 && i < firsts.Count)
                (best, threshold) = (f1 + f2, (firsts[i - 1] + firsts[i]) / 2);
            if (i < firsts.Count)
                below += firsts[i];
        }

        threshold = Math.Clamp(threshold, 0.1, 0.9);
        return (float)-Math.Log(threshold / (1 - threshold));
    }
}
