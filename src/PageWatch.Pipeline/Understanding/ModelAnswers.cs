using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Understanding;

/// <summary>What a model says of one post, question by question.</summary>
internal sealed class ModelAnswers
{
    /// <summary>
    /// What the word lists' own opinion of the intent adds in English, in log odds for one of which they are sure. Chosen on the calibration part of our corpus (macro F1 .746 to .765);
    /// in other languages it brought nothing.
    /// </summary>
    private const double RuleWeight = 0.5;

    /// <summary>Above this probability it cannot wait: of a hundred posts called so, about sixty are, and rather one too many than one too few.</summary>
    private const double LeastNow = 0.25;

    /// <summary>From this <see cref="IntentScore.Concrete"/> on, the word lists see that something went wrong.</summary>
    private const double LeastMatter = 1.4;

    /// <summary>Posts that are half praise, half criticism are rare, and the question is hard: said only when more likely than not.</summary>
    private const double LeastMixed = 0.5;

    /// <summary>What stars add, in log odds: people rarely give one star to what they liked.</summary>
    private static readonly double[] StarWeights = [2.5, 1.5, 0, 1, 2];

    private readonly ModelHead _sentimentHead;
    private readonly ModelHead _intentHead;
    private readonly float[] _sentiment = new float[3];
    private readonly float[] _intent;
    private readonly int _saidSentiment;
    private readonly double _ruleWeight;

    /// <param name="scorer">Has read the post.</param>
    public ModelAnswers(PostScorer scorer, string language)
    {
        _sentimentHead = scorer.Model.PageSentiment(language);
        _saidSentiment = scorer.Decide(_sentimentHead, _sentiment);
        _intentHead = scorer.Model.Head("intent");
        _intent = new float[_intentHead.Labels.Count];
        scorer.Decide(_intentHead, _intent);
        _ruleWeight = language == "en" ? RuleWeight : 0;
        (Now, _) = Ask("now");
        (Soon, IsSoon) = Ask("soon");
        (Mixed, _) = Ask("mixed");
        (Unclear, IsUnclear) = Ask("unclear");
        (Irony, _) = Ask("irony");

        (double, bool) Ask(string head)
        {
            Span<float> two = stackalloc float[2];
            return (scorer.Decide(scorer.Model.Head(head), two) is var label ? two[0] : 0, label == 0);
        }
    }

    /// <summary>Probability that it cannot wait at all.</summary>
    public double Now { get; }

    public bool IsNow => Now >= LeastNow;

    /// <summary>Probability that it cannot wait a day.</summary>
    public double Soon { get; }

    public bool IsSoon { get; }

    /// <summary>Probability of praise and criticism in one.</summary>
    public double Mixed { get; }

    /// <summary>Probability that two people would read it differently.</summary>
    public double Unclear { get; }

    public bool IsUnclear { get; }

    public double Irony { get; }

    /// <summary>How it sounds, and how often such an answer is right.</summary>
    /// <param name="stars">1 to 5; null where there are none.</param>
    public (Sentiment Sentiment, double Confidence) SentimentWith(int? stars)
    {
        if (Mixed >= LeastMixed)
            return (Sentiment.Mixed, Mixed);
        if (stars is null or < 1 or > 5)
            return ((Sentiment)_saidSentiment, _sentimentHead.Confidence.At(_sentiment[_saidSentiment]));

        var leaning = Math.Exp(StarWeights[stars.Value - 1]);
        Span<double> odds = [_sentiment[0] * (stars <= 2 ? leaning : 1), _sentiment[1], _sentiment[2] * (stars >= 4 ? leaning : 1)];
        var most = odds[0] >= odds[1] && odds[0] >= odds[2] ? 0 : odds[1] >= odds[2] ? 1 : 2;
        return ((Sentiment)most, odds[most] / (odds[0] + odds[1] + odds[2]));
    }

    /// <summary>What the writer wants.</summary>
    /// <param name="rules">What the word lists make of it.</param>
    public IntentScore IntentWith(IntentScore rules)
    {
        Span<double> odds = stackalloc double[_intent.Length];
        var sum = 0.0;
        for (var i = 0; i < odds.Length; i++)
        {
            odds[i] = _intent[i] * (IntentOf(i) == rules.Intent ? Math.Exp(_ruleWeight * rules.Confidence) : 1);
            sum += odds[i];
        }

        int best = 0, next = 1;
        for (var i = 1; i < odds.Length; i++)
        {
            if (Decided(i, odds) > Decided(best, odds))
                (best, next) = (i, best);
            else if (i != best && (next == best || Decided(i, odds) > Decided(next, odds)))
                next = i;
        }

        // Rather one card too many than a complaint that nobody sees: where the model hears nothing and the word lists hear trouble, it is trouble.
        if (IntentOf(best) == Intent.Other && rules.Intent == Intent.Complaint)
            (best, next) = ((int)Intent.Complaint, best);
        // Nobody praises what they are angry about: where both are near, it is the trouble, and a person is asked (as Agreement has it for advisers).
        if (IntentOf(best) is Intent.Praise or Intent.Thanks && (Sentiment)_saidSentiment == Sentiment.Negative && 2 * odds[(int)Intent.Complaint] > odds[best])
            (best, next) = ((int)Intent.Complaint, best);
        // Criticism is answered, whatever its tone: an insult with a matter is a complaint, and so is what is set aside only by a little.
        var isSetAside = IntentOf(best) is Intent.Abuse or Intent.Spam;
        if ((IntentOf(best) == Intent.Abuse && rules.Concrete >= LeastMatter)
            || (isSetAside && IntentOf(next) == Intent.Complaint && odds[best] < 2 * odds[next]))
        {
            (best, next) = ((int)Intent.Complaint, best);
        }

        return new IntentScore(IntentOf(best), _intentHead.Confidence.At((float)(odds[best] / sum)), IntentOf(next), rules.Concrete);
    }

    private double Decided(int label, ReadOnlySpan<double> odds) => odds[label] * Math.Exp(_intentHead.DecisionIntercepts[label]);

    /// <summary>Labels stand in the order of the names: <see cref="TrainedReader"/> takes no model where they do not.</summary>
    private static Intent IntentOf(int label) => (Intent)label;
}
