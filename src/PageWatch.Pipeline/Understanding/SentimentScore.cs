using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Understanding;

/// <summary>From how a text sounds to one of four answers, and how often such an answer is right.</summary>
internal static class SentimentScore
{
    private const double LeastPositive = 1.1;
    private const double LeastNegative = 0.8;

    /// <summary>Less than this on either side is no second opinion.</summary>
    private const double LeastOfEither = 1.6;

    public static (Sentiment Sentiment, double Confidence) Of(WordedText text, ToneScore tone, int? stars, LanguageGuess language)
    {
        var positive = tone.Positive;
        var negative = tone.Negative;
        switch (stars)
        {
            case 1: negative += 3; break;
            case 2: negative += 2; break;
            case 4: positive += 1.5; break;
            case 5: positive += 2.5; break;
        }

        var net = positive - negative;
        var total = positive + negative;
        if (Math.Min(positive, negative) >= LeastOfEither && Math.Abs(net) < 0.3 * total)
            return (Sentiment.Mixed, 0.5);
        if (net >= LeastPositive)
            return (Sentiment.Positive, Sureness(net - LeastPositive, total));
        if (net <= -LeastNegative)
            return (Sentiment.Negative, Sureness(-net - LeastNegative, total));

        // Without a word that sounds, a text is probably matter of fact, as far as our list of its language goes.
        var unheard = language.Language == "en" ? 0.62 : WordFiles.Books.ContainsKey(language.Language) ? 0.5 : 0.4;
        return (Sentiment.Neutral, total == 0 ? unheard : Math.Min(unheard, 0.5));
    }

    private static double Sureness(double over, double total) => Math.Clamp(0.5 + (0.09 * over) - (0.01 * total), 0.45, 0.93);
}
