using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>Whether a post can wait, and why not.</summary>
internal static class UrgencyFinder
{
    /// <summary>The reasons that count whatever else a post says: harm to people.</summary>
    private static readonly string[] Always = ["the writer may be in danger", "a threat"];

    /// <summary>Reasons of time, not of harm: they make nothing a complaint.</summary>
    private static readonly string[] OfTime = ["a deadline within hours", "an outage"];

    /// <summary>Whether the phrase tells of harm done or near.</summary>
    public static bool IsHarm(FoundPhrase phrase) => phrase.Kind == PhraseKind.Now && !OfTime.Contains(phrase.Reason);

    public static (Urgency Urgency, IReadOnlyList<string> Reasons) Of(WordedText text, FoundPhrases found, ToneScore tone, IntentScore intent)
    {
        if (intent.Intent == Intent.Spam)
            return (Urgency.Whenever, []);
        var asksSomething = intent.Intent is Intent.Complaint or Intent.Question or Intent.Request;
        var isWorried = asksSomething || tone.Net < 0;
        var now = Reasons(found, PhraseKind.Now, isWorried);
        if (now.Count > 0)
            return (Urgency.Now, [.. now, .. asksSomething ? Reasons(found, PhraseKind.Today, true) : []]);
        if (!asksSomething)
            return (Urgency.Whenever, []);
        var today = Reasons(found, PhraseKind.Today, true);

        // "Several times" presses only where something went wrong.
        if (intent.Intent != Intent.Complaint)
            today.Remove("not the first time");
        if (intent.Intent == Intent.Complaint && IsAngry(text, found, tone))
            today.Add("an angry tone");
        return today.Count > 0 ? (Urgency.Today, today) : (Urgency.Whenever, []);
    }

    private static bool IsAngry(WordedText text, FoundPhrases found, ToneScore tone)
    {
        var exclaims = 0;
        foreach (var sentence in text.Sentences)
            exclaims += sentence.Exclaims;
        return tone.Negative >= 6.5 || (tone.Negative >= 2 && (text.Shouts || exclaims >= 3)) || found[PhraseKind.Abuse].Count > 0;
    }

    private static List<string> Reasons(FoundPhrases found, PhraseKind kind, bool all)
    {
        var reasons = new List<string>();
        foreach (var phrase in found[kind])
        {
            if (!reasons.Contains(phrase.Reason!) && (all || Always.Contains(phrase.Reason!)))
                reasons.Add(phrase.Reason!);
        }

        return reasons;
    }
}
