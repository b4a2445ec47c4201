using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>Makes what the embedded reader says of intent fit the sentiment that an adviser gives: where the two contradict each other, a person should look.</summary>
internal static class Agreement
{
    /// <returns>The embedded reading with intent and doubt that fit; its sentiment is still its own.</returns>
    public static Reading Between(Reading reading, Advice.Given given)
    {
        switch (reading.Intent, given.Sentiment)
        {
            // "Thanks for nothing": a complaint that is overlooked costs more than one that is none.
            case (Intent.Praise or Intent.Thanks, Sentiment.Negative):
                var likelier = Share(given.Scores.Negative, reading.IntentConfidence);
                return reading with
                {
                    Intent = Intent.Complaint,
                    IntentConfidence = likelier,
                    Unclear = new Unclear("two readers disagree", VerdictWords.Name(Intent.Complaint), likelier, VerdictWords.Name(reading.Intent), 1 - likelier),
                };

            case (Intent.Complaint, Sentiment.Positive) when reading.Unclear is null:
                likelier = Share(reading.IntentConfidence, given.Scores.Positive);
                return reading with
                {
                    IntentConfidence = likelier,
                    Unclear = new Unclear("two readers disagree", VerdictWords.Name(Intent.Complaint), likelier, VerdictWords.Name(Intent.Praise), 1 - likelier),
                };

            case (Intent.Praise or Intent.Other, Sentiment.Mixed) when reading.Unclear is null:
                return reading with { Unclear = new Unclear("good and bad in one", VerdictWords.Name(Intent.Complaint), 0.5, VerdictWords.Name(Intent.Praise), 0.5) };

            default:
                return reading;
        }
    }

    private static double Share(double first, double second) => Math.Clamp(first / Math.Max(first + second, 0.01), 0.5, 0.95);
}
