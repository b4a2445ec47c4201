using System.Globalization;
using System.Text;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>When a person should look: two readings are possible.</summary>
internal sealed record Doubt(Unclear Unclear, bool IsSarcasm)
{
    private const int VeryShort = 2;

    /// <returns>Null when the reading is sure enough.</returns>
    public static Doubt? About(WordedPost worded, Sentiment sentiment, IntentScore intent, double askBelow = 0.5)
    {
        var (post, text, language, found, tone) = (worded.Post, worded.Words, worded.Language, worded.Found, worded.Tone);
        if (text.Words.Count == 0 && tone.Hits.Count == 0)
        {
            if (post.IsOnlyPicture)
                return Of("only a picture", Intent.Other, 0.5, Intent.Complaint);
            return post.Stars is null ? Of("no words", Intent.Other, 0.6, Intent.Complaint) : null;
        }

        // What is advertising or insult is set aside whatever else it may be; thanks is thanks.
        if (intent.Intent is Intent.Spam or Intent.Abuse)
            return intent.Confidence < 0.6 ? Of("low confidence", intent.Intent, intent.Confidence, intent.Next) : null;
        if (Sarcasm(text, found, tone) is { } sarcasm)
            return sarcasm;
        if (Disagrees(post.Stars, tone))
        {
            var stars = post.Stars!.Value;
            return stars <= 2
                ? Of(string.Create(CultureInfo.InvariantCulture, $"{Stars(stars)}, but friendly words"), Intent.Complaint, 0.55, Intent.Praise)
                : Of(string.Create(CultureInfo.InvariantCulture, $"{Stars(stars)}, but unfriendly words"), Intent.Complaint, 0.55, Intent.Praise);
        }

        if (!HasLetters(text))
        {
            return post.Stars is not null && tone.Hits.Count > 0 ? null
                : tone.Net < 0 ? Of("only emoji", Intent.Complaint, 0.5, Intent.Other)
                : tone.Net > 0 ? Of("only emoji", Intent.Praise, 0.5, Intent.Other)
                : Of(text.Words.Any(word => !char.IsDigit(word.Text[0])) ? "only emoji" : "no words", Intent.Other, 0.5, Intent.Complaint);
        }

        if (intent.Intent == Intent.Thanks)
            return null;
        if (text.Said == 0)
            return Of("only a link or a name", Intent.Other, 0.6, Intent.Spam);
        if (text.Said <= VeryShort && post.Stars is null && !IsPlainThoughShort(intent, tone))
            return Of("very short", intent.Intent, 0.5, intent.Intent == Intent.Other ? Intent.Question : intent.Next);
        if (!WordFiles.Books.ContainsKey(language.Language) && intent.Intent != Intent.Question && found.Count == 0 && post.Stars is null)
            return Of(language.IsKnown ? $"no words of '{language.Language}' known" : "unknown language", intent.Intent, 0.4, Intent.Complaint);
        if (sentiment == Sentiment.Mixed && intent.Intent is Intent.Praise or Intent.Other)
            return Of("good and bad in one", Intent.Complaint, 0.5, Intent.Praise);
        if (intent.Confidence < askBelow && intent.Intent is not Intent.Other && (intent.Intent is Intent.Praise || intent.Next is Intent.Praise))
            return Of("low confidence", intent.Intent, intent.Confidence, intent.Next);
        return null;
    }

    /// <summary>
    /// Friendly words where something went wrong. Said outright ("just what I needed"), by a sign that people use for it (🙃), or by praise and
    /// trouble in one breath without a "but".
    /// </summary>
    private static Doubt? Sarcasm(WordedText text, FoundPhrases found, ToneScore tone)
    {
        var signs = found.Sum(PhraseKind.Sarcasm);
        var upsideDown = text.Words.Any(word => word.Text is "🙃" or "🙄");
        var quoted = text.Words.Any(word => word.Is(WordLook.Quoted)) && tone.Hits.Any(hit => text.Words[hit.Word].Is(WordLook.Quoted));
        var praise = tone.Hits.Any(hit => hit.Weight >= 1.4);
        var trouble = found[PhraseKind.Complaint].Count > 0 || tone.Negative >= 0.9;
        var breath = OneBreath(text, found, tone);
        if (signs >= 3 || (signs >= 2 && (trouble || upsideDown || quoted || !praise)))
            return Sarcastic(upsideDown || trouble ? 0.75 : 0.6);
        if (upsideDown && (praise || signs >= 1 || trouble))
            return Sarcastic(praise ? 0.7 : 0.6);
        if (quoted && (signs >= 1 || trouble))
            return Sarcastic(0.6);
        return breath ? Sarcastic(0.6) : null;
    }

    private static bool OneBreath(WordedText text, FoundPhrases found, ToneScore tone)
    {
        foreach (var hit in tone.Hits)
        {
            if (hit.Weight < 2)
                continue;
            foreach (var phrase in found[PhraseKind.Complaint])
            {
                if (phrase.Weight < 2 || phrase.First <= hit.Word || text.Words[phrase.First].Clause != text.Words[hit.Word].Clause)
                    continue;
                if (!Enumerable.Range(hit.Word, phrase.First - hit.Word).Any(word => found.BeginsAt(PhraseKind.But, word)))
                    return true;
            }
        }

        return false;
    }

    private static bool Disagrees(int? stars, ToneScore tone) =>
        (stars <= 2 && tone.Net >= 2.5) || (stars >= 4 && tone.Net <= -2.5);

    private static bool IsPlainThoughShort(IntentScore intent, ToneScore tone) =>
        intent.Intent == Intent.Question || (intent.Intent is Intent.Complaint or Intent.Praise or Intent.Request && Math.Abs(tone.Net) >= 2.4);

    private static bool HasLetters(WordedText text) => text.Words.Any(word => Rune.IsLetter(Rune.GetRuneAt(word.Text, 0)));

    private static string Stars(int stars) => stars == 1 ? "1 star" : string.Create(CultureInfo.InvariantCulture, $"{stars} stars");

    public static Doubt Sarcastic(double confidence) => Of("may be sarcasm", Intent.Complaint, confidence, Intent.Praise) with { IsSarcasm = true };

    public static Doubt Of(string why, Intent first, double confidence, Intent second)
    {
        var likelier = Math.Clamp(confidence, 0.5, 0.95);
        if (second == first)
            second = first == Intent.Other ? Intent.Complaint : Intent.Other;
        return new Doubt(new Unclear(why, VerdictWords.Name(first), likelier, VerdictWords.Name(second), 1 - likelier), IsSarcasm: false);
    }
}
