using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>What the writer wants: the likeliest reading, and the one that comes next.</summary>
/// <param name="Concrete">How strongly the text names something that went wrong, apart from how it sounds.</param>
internal sealed record IntentScore(Intent Intent, double Confidence, Intent Next, double Concrete)
{
    private const double LeastComplaint = 0.75;
    private const double LeastQuestion = 1.4;
    private const double LeastRequest = 1.5;
    private const double LeastPraise = 1.4;

    public static IntentScore Of(WordedText text, FoundPhrases found, ToneScore tone)
    {
        var (complaints, concrete) = Complaints(found);
        var asking = Asking(text, found);
        var requests = Math.Min(3.2, found.Sum(PhraseKind.Request));
        var praises = Math.Min(4, found.Sum(PhraseKind.Praise));
        var thanks = found[PhraseKind.Thanks].Count;
        var abuse = found.Sum(PhraseKind.Abuse);
        var spam = Spam(text, found);

        // Criticism is answered, whatever its tone; only insults without a matter are abuse, only advertising without one is spam.
        if ((spam >= 3 && concrete < 2) || (spam >= 2.5 && concrete < 1.4 && asking < 1.4))
            return new IntentScore(Intent.Spam, Share(spam - 2, 0.8), Intent.Other, concrete);
        if (abuse >= 2 && concrete < 1.4)
            return new IntentScore(Intent.Abuse, Share(abuse - 1, complaints), Intent.Complaint, concrete);

        var complaining = (0.9 * complaints) + (0.45 * Math.Min(5, tone.Negative)) - (0.25 * Math.Min(6, tone.Positive)) + (abuse > 0 ? 1 : 0);
        var praising = text.Words.Count == 0
            ? tone.Net
            : (0.6 * praises) + (0.7 * Math.Min(6, tone.Positive)) - (0.5 * Math.Min(6, tone.Negative)) - (0.2 * complaints);

        var isShort = text.Said - (2 * thanks) <= 7;
        var asksMore = complaints >= 1.4 || tone.Negative >= 1.5 || asking >= LeastQuestion || requests >= LeastRequest;
        if (thanks > 0 && !asksMore && praising < (isShort ? 2.4 : LeastPraise))
            return new IntentScore(Intent.Thanks, isShort ? 0.85 : 0.6, praising >= 1 ? Intent.Praise : Intent.Other, concrete);

        ReadOnlySpan<(Intent Intent, double Over)> readings =
        [
            (Intent.Complaint, complaining - LeastComplaint), (Intent.Question, asking - LeastQuestion),
            (Intent.Request, requests - LeastRequest), (Intent.Praise, praising - LeastPraise),
        ];
        var (best, next) = (readings[0], readings[1]);
        if (next.Over > best.Over)
            (best, next) = (next, best);
        foreach (var reading in readings[2..])
        {
            if (reading.Over > best.Over)
                (best, next) = (reading, best);
            else if (reading.Over > next.Over)
                next = reading;
        }

        return best.Over < 0
            ? new IntentScore(Intent.Other, Share(0.4 - best.Over, 0.4), best.Intent, concrete)
            : new IntentScore(best.Intent, Share(best.Over + 0.8, Math.Max(0.2, next.Over + 0.4)), next.Intent, concrete);
    }

    /// <summary>Stars without words that say otherwise: one or two complain, four or five praise.</summary>
    public IntentScore ByStars(Sentiment sentiment, int? stars) => stars switch
    {
        <= 2 when Intent == Intent.Other || (Intent is Intent.Praise or Intent.Thanks && sentiment != Sentiment.Positive) =>
            this with { Intent = Intent.Complaint, Confidence = 0.7, Next = Intent.Other },
        >= 4 when Intent == Intent.Other => this with { Intent = Intent.Praise, Confidence = 0.7, Next = Intent.Other },
        _ => this,
    };

    /// <summary>All signs of a complaint, and among them those that name a matter.</summary>
    private static (double All, double Concrete) Complaints(FoundPhrases found)
    {
        double strong = 0, weak = 0, named = 0, some = 0;
        foreach (var phrase in found[PhraseKind.Complaint])
        {
            // "Never had a problem", "not disappointed".
            if (found.IsTurned(phrase, 2))
                continue;
            if (phrase.Weight < 1)
            {
                weak += phrase.Weight;
                continue;
            }

            strong += phrase.Weight;
            if (phrase.Weight >= 2)
                named += phrase.Weight;
            else if (!found.BeginsAt(PhraseKind.Abuse, phrase.First) && !found.BeginsAt(PhraseKind.Tone, phrase.First))
                some += phrase.Weight;
        }

        // Somebody hurt, something on fire, an account robbed: that is a matter, in whatever words.
        foreach (var phrase in found[PhraseKind.Now])
        {
            if (UrgencyFinder.IsHarm(phrase))
            {
                strong += 2;
                named += 2;
            }
        }

        // Weak signs ("my order", "again") support others; alone they are everyday talk.
        return (Math.Min(8, strong) + Math.Min(strong > 0 ? 1.4 : 0.9, weak), named + (some >= 2.8 ? some : some / 2));
    }

    private static double Asking(WordedText text, FoundPhrases found)
    {
        var asks = false;
        foreach (var sentence in text.Sentences)
            asks |= sentence.Asks;
        double opening = 0, phrases = 0;
        foreach (var phrase in found[PhraseKind.Question])
        {
            var sentence = text.Words[phrase.First].Sentence;
            if (phrase.Weight >= 2 || text.Sentences[sentence].Asks)
                phrases += phrase.Weight >= 2 ? 0.9 : 0;
            if (IsOpening(text, phrase.First) && (text.Sentences[sentence].Asks || phrase.Weight >= 2))
                opening = 0.7;
        }

        return (asks ? 1.4 : 0) + opening + Math.Min(1.2, phrases);
    }

    /// <summary>The first word that is said in a sentence, or the one after it ("and when …", "hi, when …").</summary>
    private static bool IsOpening(WordedText text, int word)
    {
        var said = 0;
        for (var i = word - 1; i >= text.Sentences[text.Words[word].Sentence].First && said < 2; i--)
        {
            if (!text.Words[i].IsAside)
                said++;
        }

        return said < 2;
    }

    private static double Spam(WordedText text, FoundPhrases found)
    {
        double strong = 0, weak = 0;
        foreach (var phrase in found[PhraseKind.Spam])
        {
            if (phrase.Weight >= 2)
                strong += phrase.Weight;
            else
                weak += phrase.Weight;
        }

        var links = Math.Min(2, text.Links);
        var onlyLinks = text.Links > 0 && text.Said <= 2 ? 0.8 : 0;
        return strong + (0.4 * Math.Min(4, weak)) + (0.7 * links) + onlyLinks;
    }

    /// <summary>How sure one is of a when b speaks against it.</summary>
    private static double Share(double a, double b) => Math.Clamp(1 / (1 + Math.Exp(-1.1 * (a - b))), 0.4, 0.97);
}
