namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>One question the model answers: its labels, its columns, and how the parts' scores become probabilities.</summary>
/// <param name="Name">"sentiment.en", "complaint": as the trainer's manifest names it.</param>
/// <param name="Labels">In the order of the columns. A head of two labels has one column, which speaks for the first.</param>
/// <param name="FirstColumn">Its columns stand one behind the other.</param>
/// <param name="LinearWeight">What the linear part's score counts; together with <paramref name="NetWeight"/> the inverse of the temperature.</param>
/// <param name="NetWeight">What the mean of the nets' scores counts.</param>
/// <param name="Intercepts">Added for probabilities as frequent as in the posts that the head was fitted on.</param>
/// <param name="DecisionIntercepts">Added on top of them to answer: weighs rare labels up, as macro figures do.</param>
/// <param name="Confidence">How often an answer of some probability was right.</param>
public sealed record ModelHead(
    string Name, IReadOnlyList<string> Labels, int FirstColumn, float LinearWeight, float NetWeight, float[] Intercepts, float[] DecisionIntercepts,
    ConfidenceCurve Confidence)
{
    public int Columns => Labels.Count == 2 ? 1 : Labels.Count;

    /// <summary>Turns scores into probabilities of the labels.</summary>
    /// <param name="linear">The columns of the linear part.</param>
    /// <param name="net">The columns of the nets.</param>
    /// <param name="probabilities">One for each label.</param>
    /// <returns>The label to answer, which is not always the likeliest: see <see cref="DecisionIntercepts"/>.</returns>
    public int Decide(ReadOnlySpan<float> linear, ReadOnlySpan<float> net, Span<float> probabilities)
    {
        if (Labels.Count == 2)
        {
            var odds = (LinearWeight * linear[FirstColumn]) + (NetWeight * net[FirstColumn]) + Intercepts[0];
            probabilities[0] = 1 / (1 + MathF.Exp(-odds));
            probabilities[1] = 1 - probabilities[0];
            return odds + DecisionIntercepts[0] >= 0 ? 0 : 1;
        }

        var most = float.NegativeInfinity;
        var decided = 0;
        var highest = float.NegativeInfinity;
        for (var i = 0; i < Labels.Count; i++)
        {
            var score = (LinearWeight * linear[FirstColumn + i]) + (NetWeight * net[FirstColumn + i]) + Intercepts[i];
            probabilities[i] = score;
            most = Math.Max(most, score);
            if (score + DecisionIntercepts[i] > highest)
                (highest, decided) = (score + DecisionIntercepts[i], i);
        }

        var sum = 0f;
        for (var i = 0; i < Labels.Count; i++)
            sum += probabilities[i] = MathF.Exp(probabilities[i] - most);
        for (var i = 0; i < Labels.Count; i++)
            probabilities[i] /= sum;
        return decided;
    }
}
