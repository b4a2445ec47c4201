namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>
/// Turns the probability of an answered label into how often such answers were right. Straight lines between few points: enough to mend
/// what one temperature for all cannot, too few to learn a file's noise by heart.
/// </summary>
/// <param name="probabilities">Rising.</param>
/// <param name="shares">Never falling; as many.</param>
public sealed class ConfidenceCurve(float[] probabilities, float[] shares)
{
    /// <summary>A probability is what it says.</summary>
    public static ConfidenceCurve Straight { get; } = new([], []);

    public IReadOnlyList<float> Probabilities => probabilities;

    public IReadOnlyList<float> Shares => shares;

    public float At(float probability)
    {
        if (probabilities.Length == 0)
            return probability;
        if (probability <= probabilities[0])
            return shares[0];
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probability > probabilities[i])
                continue;
            var way = (probability - probabilities[i - 1]) / (probabilities[i] - probabilities[i - 1]);
            return shares[i - 1] + (way * (shares[i] - shares[i - 1]));
        }

        return shares[^1];
    }
}
