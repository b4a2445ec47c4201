using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The first reader: word lists and a few rules of grammar, readable by anyone. It knows what it does not know and says so.</summary>
public sealed class StarterReader : IPostReader, IReadingExplainer
{
    /// <summary>As it signs its readings; the number changes with every change of words or rules.</summary>
    public const string NameAndVersion = "starter 1";

    /// <summary>The words that a reading names are all there is: rules have no weights.</summary>
    public IReadOnlyList<Evidence> Explain(Post post, Reading reading) => reading.Evidence;

    public Reading Read(Post post)
    {
        var worded = WordedPost.Of(post);
        var (words, found, tone) = (worded.Words, worded.Found, worded.Tone);
        var intent = IntentScore.Of(words, found, tone);
        var (sentiment, sureness) = SentimentScore.Of(words, tone, post.Stars, worded.Language);
        intent = intent.ByStars(sentiment, post.Stars);
        var doubt = Doubt.About(worded, sentiment, intent);
        if (doubt is { IsSarcasm: true })
        {
            (sentiment, sureness) = (Sentiment.Negative, 0.55);
            intent = intent with { Intent = Intent.Complaint, Confidence = doubt.Unclear.FirstConfidence };
        }

        var (urgency, reasons) = UrgencyFinder.Of(words, found, tone, intent);
        var evidence = EvidencePicker.Pick(words, found, tone, sentiment, intent.Intent, urgency, doubt is { IsSarcasm: true }, worded.TitleLength);
        return worded.Reading(NameAndVersion, sentiment, sureness, intent, urgency, reasons, doubt, worded.InPost(evidence));
    }
}
