using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>Which of the words that were found are shown as those that decided.</summary>
internal static class EvidencePicker
{
    /// <param name="tone">Null where somebody else says which words sound.</param>
    /// <param name="offset">Where the post's text begins in the worded text; what stands before it (the title) cannot be pointed at.</param>
    /// <returns>In the order of the text; none overlap.</returns>
    public static IReadOnlyList<Evidence> Pick(
        WordedText text, FoundPhrases found, ToneScore? tone, Sentiment sentiment, Intent intent, Urgency urgency, bool isSarcasm, int offset)
    {
        var chosen = new ChosenEvidence();
        if (urgency == Urgency.Now)
            AddPhrases(PhraseKind.Now, "now", 3);
        if (isSarcasm)
            AddPhrases(PhraseKind.Sarcasm, "sarcasm", 2);
        if (KindOf(intent) is { } kind)
            AddPhrases(kind, VerdictWords.Name(intent), 3);
        if (intent == Intent.Complaint)
            AddPhrases(PhraseKind.Abuse, "abuse", 1);
        if (urgency != Urgency.Whenever)
            AddPhrases(PhraseKind.Today, "today", 2);
        foreach (var hit in (tone?.Hits ?? []).OrderByDescending(hit => Math.Abs(hit.Weight)))
        {
            if (sentiment != Sentiment.Neutral && (sentiment == Sentiment.Mixed || sentiment == Sentiment.Positive == hit.Weight > 0))
                Add(hit.Start, hit.Length, hit.Weight > 0 ? "positive" : "negative");
        }

        return chosen.InOrder;

        void AddPhrases(PhraseKind kind, string name, int most)
        {
            if (found[kind].Count == 0)
                return;
            // Weak words are shown only where nothing stronger decided.
            var strongest = found[kind].Max(phrase => phrase.Weight);
            var worth = found[kind].Where(phrase => phrase.Weight >= Math.Min(1, strongest)).OrderByDescending(phrase => phrase.Weight);
            foreach (var phrase in worth.Take(most))
                Add(text.Words[phrase.First].Start, text.Words[phrase.Last].End - text.Words[phrase.First].Start, name);
        }

        void Add(int start, int length, string name)
        {
            if (start >= offset)
                chosen.Add(new Evidence(start - offset, length, name));
        }
    }

    private static PhraseKind? KindOf(Intent intent) => intent switch
    {
        Intent.Complaint => PhraseKind.Complaint,
        Intent.Question => PhraseKind.Question,
        Intent.Praise => PhraseKind.Praise,
        Intent.Request => PhraseKind.Request,
        Intent.Thanks => PhraseKind.Thanks,
        Intent.Abuse => PhraseKind.Abuse,
        Intent.Spam => PhraseKind.Spam,
        _ => null,
    };
}
