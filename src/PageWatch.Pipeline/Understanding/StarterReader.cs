using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The first reader: word lists and a few rules of grammar, readable by anyone. It knows what it does not know and says so.</summary>
public sealed class StarterReader : IPostReader
{
    /// <summary>As it signs its readings; the number changes with every change of words or rules.</summary>
    public const string NameAndVersion = "starter 1";

    public Reading Read(Post post)
    {
        var text = Readable(post.Text);
        var title = string.IsNullOrWhiteSpace(post.Title) ? "" : Readable(post.Title) + "\n";
        var worded = WordedText.Of(title.Length == 0 ? text : title + text);
        var (language, found) = Understand(worded, post.LanguageHint);
        var tone = ToneScore.Of(worded, found);
        var intent = IntentScore.Of(worded, found, tone);
        var (sentiment, sureness) = SentimentScore.Of(worded, tone, post.Stars, language);
        intent = ByStars(intent, sentiment, post.Stars);
        var doubt = Doubt.About(post, worded, language, found, tone, sentiment, intent);
        if (doubt is { IsSarcasm: true })
        {
            (sentiment, sureness) = (Sentiment.Negative, 0.55);
            intent = intent with { Intent = Intent.Complaint, Confidence = doubt.Unclear.FirstConfidence };
        }

        var (urgency, reasons) = UrgencyFinder.Of(worded, found, tone, intent);
        var evidence = EvidencePicker.Pick(worded, found, tone, sentiment, intent.Intent, urgency, doubt is { IsSarcasm: true }, title.Length);
        var personal = PersonalFinder.In(text, worded.Words, title.Length);
        return new Reading
        {
            Post = post.Id,
            Revision = post.Revision,
            Language = language.Language,
            LanguageConfidence = language.Confidence,
            Sentiment = sentiment,
            SentimentConfidence = sureness,
            Intent = intent.Intent,
            IntentConfidence = intent.Confidence,
            Urgency = urgency,
            UrgencyReasons = reasons,
            Topics = TopicFinder.In(worded, language.Language, found, evidence, personal, title.Length),
            Evidence = evidence,
            Unclear = doubt?.Unclear,
            Personal = personal,
            ReadBy = NameAndVersion,
        };
    }

    /// <summary>As much as is ever kept of a post, so that an uncut megabyte costs no more.</summary>
    private static string Readable(string text)
    {
        if (text.Length <= PostSnapshot.LongestText)
            return text;
        var end = PostSnapshot.LongestText;
        return char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end];
    }

    /// <summary>The language, and what the words of that language say. Where small words leave it open, the lists that find most decide.</summary>
    private static (LanguageGuess Language, FoundPhrases Found) Understand(WordedText text, string? hint)
    {
        var guess = LanguageGuess.Of(text, hint);
        var isPlain = guess.Confidence >= 0.6 && text.Said > 4;
        if (guess.IsKnown && (isPlain || text.Said > 12 || guess.ByScript))
            return (guess, WordFiles.Books.TryGetValue(guess.Language, out var book) ? book.Find(text) : new FoundPhrases(text, []));

        FoundPhrases? best = null;
        var language = guess;
        var most = 0.0;
        foreach (var candidate in WordFiles.InOrder)
        {
            var found = candidate.Find(text);
            var weight = found.Covered + (candidate.Language == guess.Language ? guess.Confidence : 0);
            if (found.Covered == 0 || weight <= most)
                continue;
            (best, most) = (found, weight);
            language = candidate.Language == guess.Language
                ? guess with { Confidence = Math.Max(guess.Confidence, 0.6) }
                : new LanguageGuess(candidate.Language, 0.5);
        }

        // A language without a list keeps its text, unless a list explains most of it ("Vielen Dank!").
        var isOther = guess.IsKnown && !WordFiles.Books.ContainsKey(guess.Language) && most < 0.75 * text.Said;
        return best is null || isOther
            ? (guess, WordFiles.Books.TryGetValue(guess.Language, out var known) ? known.Find(text) : new FoundPhrases(text, []))
            : (language, best);
    }

    /// <summary>Stars without words that say otherwise: one or two complain, four or five praise.</summary>
    private static IntentScore ByStars(IntentScore intent, Sentiment sentiment, int? stars) => stars switch
    {
        <= 2 when intent.Intent == Intent.Other || (intent.Intent is Intent.Praise or Intent.Thanks && sentiment != Sentiment.Positive) =>
            intent with { Intent = Intent.Complaint, Confidence = 0.7, Next = Intent.Other },
        >= 4 when intent.Intent == Intent.Other => intent with { Intent = Intent.Praise, Confidence = 0.7, Next = Intent.Other },
        _ => intent,
    };
}
