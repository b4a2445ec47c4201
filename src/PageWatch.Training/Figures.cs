namespace PageWatch.Training;

/// <summary>How good answers are: macro figures are means over the labels, the calibration error is of the answered label's confidence in fifteen bins.</summary>
internal sealed record Figures(
    int Posts, double MacroRecall, double Accuracy, double MacroF1, double AlertF1, double AlertPrecision, double AlertRecall,
    double PrAuc, double RecallAtP80, double CalibrationError, double NegativeLogLikelihood)
{
    private const int Bins = 15;

    /// <param name="gold">The right label of each post.</param>
    /// <param name="answers">The answered label, its confidence, and the score of the alert label.</param>
    public static Figures Of(IReadOnlyList<string> gold, IReadOnlyList<(string Label, double Confidence, double AlertScore)> answers, string alert)
    {
        var recall = new List<double>();
        var f1 = new List<double>();
        (double Precision, double Recall, double F1) alertFigures = (double.NaN, double.NaN, double.NaN);
        foreach (var label in gold.Distinct().Order(StringComparer.Ordinal))
        {
            int both = 0, right = 0, answered = 0;
            for (var i = 0; i < gold.Count; i++)
            {
                right += gold[i] == label ? 1 : 0;
                answered += answers[i].Label == label ? 1 : 0;
                both += gold[i] == label && answers[i].Label == label ? 1 : 0;
            }

            var r = right == 0 ? 0 : both / (double)right;
            var p = answered == 0 ? 0 : both / (double)answered;
            var f = p + r == 0 ? 0 : 2 * p * r / (p + r);
            recall.Add(r);
            f1.Add(f);
            if (label == alert)
                alertFigures = (p, r, f);
        }

        var (precision, recallAt) = AveragePrecision([.. answers.Select(a => a.AlertScore)], [.. gold.Select(g => g == alert)]);
        double nll = 0;
        var count = new double[Bins];
        var confidence = new double[Bins];
        var hits = new double[Bins];
        for (var i = 0; i < gold.Count; i++)
        {
            var isRight = gold[i] == answers[i].Label;
            var c = answers[i].Confidence;
            var bin = Math.Clamp((int)(c * Bins), 0, Bins - 1);
            count[bin]++;
            confidence[bin] += c;
            hits[bin] += isRight ? 1 : 0;
            nll -= Math.Log(Math.Clamp(isRight ? c : 1 - c, 1e-6, 1 - 1e-6));
        }

        var error = Enumerable.Range(0, Bins).Sum(b => Math.Abs(confidence[b] - hits[b])) / Math.Max(1, gold.Count);
        return new Figures(
            gold.Count, recall.Average(), hits.Sum() / gold.Count, f1.Average(), alertFigures.F1, alertFigures.Precision, alertFigures.Recall,
            precision, recallAt, error, nll / gold.Count);
    }

    public override string ToString() => FormattableString.Invariant(
        $"n={Posts,-5} mR={MacroRecall:0.0000} acc={Accuracy:0.0000} mF1={MacroF1:0.0000} alertF1={AlertF1:0.0000} (P={AlertPrecision:0.000} R={AlertRecall:0.000}) PR-AUC={PrAuc:0.0000} R@P80={RecallAtP80:0.000} ECE={CalibrationError:0.0000} NLL={NegativeLogLikelihood:0.000}");

    private static (double Precision, double RecallAtP80) AveragePrecision(double[] scores, bool[] isAlert)
    {
        var total = isAlert.Count(a => a);
        if (total == 0)
            return (double.NaN, double.NaN);
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        double average = 0, best = 0;
        var found = 0;
        for (var i = 0; i < order.Length;)
        {
            var step = 0;
            var next = i;
            // Equal scores are one step.
            for (; next < order.Length && scores[order[next]] == scores[order[i]]; next++)
                step += isAlert[order[next]] ? 1 : 0;
            found += step;
            var precision = found / (double)next;
            average += precision * step / total;
            if (precision >= 0.80)
                best = Math.Max(best, found / (double)total);
            i = next;
        }

        return (average, best);
    }
}
