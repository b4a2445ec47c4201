namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>How good answers are.</summary>
/// <param name="Posts">How many were asked about.</param>
/// <param name="MacroRecall">Mean over the labels that occur; as every share here 0 to 1.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="MacroF1">Mean over the labels that occur.</param>
/// <param name="AlertF1">Of the label that one is alerted by, against all others; not a number where it does not occur.</param>
/// <param name="AlertPrecision">Of the same.</param>
/// <param name="AlertRecall">Of the same.</param>
/// <param name="PrAuc">Average precision of the alert score; equal scores are one step.</param>
/// <param name="RecallAtP80">The highest recall of the alert label at a precision of 0.80 or more.</param>
/// <param name="CalibrationError">How far the answered label's confidence is from how often it is right; fifteen bins of equal width.</param>
/// <param name="NegativeLogLikelihood">Of being right or wrong under the confidence given; lower is better.</param>
public sealed record Figures(
    int Posts, double MacroRecall, double Accuracy, double MacroF1, double AlertF1, double AlertPrecision, double AlertRecall,
    double PrAuc, double RecallAtP80, double CalibrationError, double NegativeLogLikelihood)
{
    private const int Bins = 15;

    /// <summary>The highest recall of the alert label at a precision of 0.60 or more: what urgency is held to.</summary>
    public double RecallAtP60 { get; init; }

    /// <summary>Compares answers with what is right.</summary>
    /// <param name="gold">The right label of each post; at least one.</param>
    /// <param name="answers">The answered label, its confidence, and the score of the alert label; as many.</param>
    /// <param name="alert">The label that one is alerted by.</param>
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

        var (precision, recallAt80, recallAt60) = AveragePrecision([.. answers.Select(a => a.AlertScore)], [.. gold.Select(g => g == alert)]);
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
            precision, recallAt80, error, nll / gold.Count)
        {
            RecallAtP60 = recallAt60,
        };
    }

    /// <summary>The mean over parts that weigh the same: languages, say. Calibration is that of the whole, since bins of small parts are noise.</summary>
    /// <param name="parts">At least one.</param>
    /// <param name="whole">All answers together.</param>
    public static Figures Mean(IReadOnlyList<Figures> parts, Figures whole) => whole with
    {
        MacroRecall = parts.Average(part => part.MacroRecall),
        Accuracy = parts.Average(part => part.Accuracy),
        MacroF1 = parts.Average(part => part.MacroF1),
        AlertF1 = parts.Average(part => part.AlertF1),
        AlertPrecision = parts.Average(part => part.AlertPrecision),
        AlertRecall = parts.Average(part => part.AlertRecall),
        PrAuc = parts.Average(part => part.PrAuc),
        RecallAtP80 = parts.Average(part => part.RecallAtP80),
        RecallAtP60 = parts.Average(part => part.RecallAtP60),
        NegativeLogLikelihood = parts.Average(part => part.NegativeLogLikelihood),
    };

    /// <summary>One line, in the order and the names of the data's own scoring script.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"n={Posts,-5} mR={MacroRecall:0.0000} acc={Accuracy:0.0000} mF1={MacroF1:0.0000} alertF1={AlertF1:0.0000} (P={AlertPrecision:0.000} R={AlertRecall:0.000}) PR-AUC={PrAuc:0.0000} R@P80={RecallAtP80:0.000} ECE={CalibrationError:0.0000} NLL={NegativeLogLikelihood:0.000}");

    private static (double Precision, double RecallAtP80, double RecallAtP60) AveragePrecision(double[] scores, bool[] isAlert)
    {
        var total = isAlert.Count(a => a);
        if (total == 0)
            return (double.NaN, double.NaN, double.NaN);
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        double average = 0, recallAt80 = 0, recallAt60 = 0;
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
                recallAt80 = Math.Max(recallAt80, found / (double)total);
            if (precision >= 0.60)
                recallAt60 = Math.Max(recallAt60, found / (double)total);
            i = next;
        }

        return (average, recallAt80, recallAt60);
    }
}
