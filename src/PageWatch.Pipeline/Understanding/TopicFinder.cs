using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>
/// What a post is about, in its own words: nouns after an article or the like, nearest to the words that decided first. Words that are not
/// introduced that way may be names of people, so they are no topics.
/// </summary>
internal static class TopicFinder
{
    private const int Most = 3;

    private const string NounsHaveCapitals = "de";

    public static IReadOnlyList<string> In(
        WordedText text, string language, FoundPhrases found, IReadOnlyList<Evidence> evidence, IReadOnlyList<PersonalDatum> personal, int offset)
    {
        if (!WordFiles.SmallWords.TryGetValue(language, out var small))
            return [];
        var candidates = new List<(int Distance, int Start, string Phrase)>();
        for (var i = 0; i < text.Words.Count && candidates.Count < 50; i++)
        {
            var (first, last, start) = NounAfter(text, language, small, found, i);
            if (first < 0)
                continue;
            var end = text.Words[last].End;
            if (personal.Any(datum => start < datum.Start + offset + datum.Length && datum.Start + offset < end))
                continue;
            candidates.Add((Distance(start - offset, end - offset, evidence), start, text.Text[start..end]));
            i = last;
        }

        var topics = new List<string>();
        foreach (var (_, _, phrase) in candidates.OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Start))
        {
            if (!topics.Contains(phrase, StringComparer.OrdinalIgnoreCase))
                topics.Add(phrase);
            if (topics.Count == Most)
                break;
        }

        return topics;
    }

    /// <returns>The noun that the word at that place introduces, and where it begins; -1 when there is none.</returns>
    private static (int First, int Last, int Start) NounAfter(
        WordedText text, string language, IReadOnlySet<string> small, FoundPhrases found, int at)
    {
        var word = text.Words[at];
        if (language is "fr" or "it" && word.Tail is { } tail && word.Text.Length - tail.Length <= 4)
        {
            return !small.Contains(tail) && IsNoun(text, language, small, found, at) ? (at, at, word.End - TailLength(text, word)) : (-1, -1, 0);
        }

        if (!found.BeginsAt(PhraseKind.Determiner, at))
            return (-1, -1, 0);
        for (var i = at + 1; i <= at + 2 && i < text.Words.Count && text.Words[i].Sentence == word.Sentence; i++)
        {
            if (IsNoun(text, language, small, found, i))
                return LastOf(text, language, small, found, i) is var last and >= 0 ? (i, last, text.Words[i].Start) : (-1, -1, 0);

            // "the broken lid": what sounds may stand between.
            if (!found.Covers(PhraseKind.Tone, i) && !found.BeginsAt(PhraseKind.Complaint, i) && !found.BeginsAt(PhraseKind.Determiner, i))
                break;
        }

        return (-1, -1, 0);
    }

    /// <summary>
    /// English nouns come in rows ("credit card"), and so do a noun and its verb ("label says"): two words are taken where the second does not look
    /// like a verb, and longer rows are left alone. In the other languages the noun comes first or is one word.
    /// </summary>
    private static int LastOf(WordedText text, string language, IReadOnlySet<string> small, FoundPhrases found, int first)
    {
        if (language != "en")
            return first;
        var next = first + 1;
        if (!Follows(next))
            return first;
        if (Follows(next + 1))
            return -1;
        var looksLikeVerb = text.Words[next].Text is var second
            && (second.EndsWith("ing", StringComparison.Ordinal) || (second.EndsWith('s') && !second.EndsWith("ss", StringComparison.Ordinal)));
        return looksLikeVerb ? first : next;

        bool Follows(int word) => word < text.Words.Count && text.Words[word].Clause == text.Words[first].Clause
            && Touches(text, word - 1) && IsNoun(text, language, small, found, word);
    }

    private static bool IsNoun(WordedText text, string language, IReadOnlySet<string> small, FoundPhrases found, int at)
    {
        var word = text.Words[at];
        if (word.IsAside || word.Length is < 3 or > 30 || small.Contains(word.Text)
            || found.Covers(PhraseKind.Tone, at) || found.Covers(PhraseKind.Abuse, at) || found.BeginsAt(PhraseKind.Vague, at)
            || found.BeginsAt(PhraseKind.Strong, at) || found.BeginsAt(PhraseKind.Weak, at) || found.BeginsAt(PhraseKind.Negation, at))
            return false;
        if (language == "en" && word.Tail is not null)
            return false;
        if (at > 0 && found.BeginsAt(PhraseKind.Name, at - 1))
            return false;
        foreach (var rune in text.Text.AsSpan(word.Start, word.Length).EnumerateRunes())
        {
            if (!System.Text.Rune.IsLetter(rune) && rune.Value is not ('\'' or '\u2019'))
                return false;
        }

        var capital = word.Is(WordLook.Capital);
        if (language == NounsHaveCapitals)
            return capital || text.Shouts || !text.Words.Any(other => other.Is(WordLook.Capital));
        if (language == "en" && (word.Text.EndsWith("ed", StringComparison.Ordinal) || word.Text.EndsWith("ly", StringComparison.Ordinal)))
            return false;
        return !capital || text.Shouts || text.Sentences[word.Sentence].First == at;
    }

    /// <summary>Only a blank stands between the word and the next.</summary>
    private static bool Touches(WordedText text, int word) =>
        text.Words[word + 1].Start - text.Words[word].End == 1 && text.Text[text.Words[word].End] == ' ';

    private static int Distance(int start, int end, IReadOnlyList<Evidence> evidence) =>
        evidence.Count == 0 ? 0 : evidence.Min(span => Math.Min(Math.Abs(span.Start - end), Math.Abs(start - span.Start - span.Length)));

    private static int TailLength(WordedText text, ReadWord word) =>
        word.Length - 1 - text.Text.AsSpan(word.Start, word.Length).IndexOfAny('\'', '\u2019');
}
