using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Playbooks;

/// <summary>
/// What a post is about, in words of its own that can be said back in public: a noun or two after an article. Everything in a post may be planted, so
/// whatever is not plainly a noun is left out.
/// </summary>
internal static class OwnWords
{
    private const int Longest = 40;
    private const int MostWords = 2;

    /// <param name="language">The draft's; what was written in another cannot be said back in it.</param>
    /// <returns>Null when there is nothing fit to be repeated.</returns>
    public static string? Of(Post post, Reading reading, string language)
    {
        if (Primary(reading.Language) != Primary(language) || !WordFiles.Books.TryGetValue(Primary(language), out var book))
            return null;
        WordedText? worded = null;
        FoundPhrases? found = null;
        foreach (var topic in reading.Topics.Take(5))
        {
            if (topic.Length is < 3 or > Longest || !IsPlain(topic) || AreRude(topic))
                continue;
            worded ??= WordedText.Of(post.Text.Length > PostSnapshot.LongestText ? post.Text[..PostSnapshot.LongestText] : post.Text);
            found ??= book.Find(worded);
            if (Place(worded, found, topic, reading.Personal) is { } place && AsSaid(worded, place, topic, Primary(language)) is { } said)
                return said;
        }

        return null;
    }

    /// <summary>Whether a list of any language knows the words as an insult.</summary>
    public static bool AreRude(string words)
    {
        var worded = WordedText.Of(words);
        return WordFiles.InOrder.Any(book => book.Find(worded) is var found && (found[PhraseKind.Abuse].Count > 0 || Sounds(found) <= -2));
    }

    private static double Sounds(FoundPhrases found) => found[PhraseKind.Tone].Count == 0 ? 0 : found[PhraseKind.Tone].Min(phrase => phrase.Weight);

    private static bool IsPlain(string topic)
    {
        var words = 1;
        var previousIsLetter = false;
        foreach (var rune in topic.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                previousIsLetter = true;
                continue;
            }

            if (!previousIsLetter || rune.Value is not (' ' or '-'))
                return false;
            words += rune.Value == ' ' ? 1 : 0;
            previousIsLetter = false;
        }

        return previousIsLetter && words <= MostWords;
    }

    /// <returns>The first word of the place where the topic stands after an article, apart from links, mentions and personal data; null when there is none.</returns>
    private static int? Place(WordedText text, FoundPhrases found, string topic, IReadOnlyList<PersonalDatum> personal)
    {
        for (var i = 0; i < text.Words.Count; i++)
        {
            var word = text.Words[i];
            if (word.IsAside)
                continue;
            var start = word.Start;
            var isElided = word.Tail is not null && (start = word.Start + text.Text.AsSpan(word.Start, word.Length).IndexOfAny('\'', '\u2019') + 1) > word.Start;
            if (string.CompareOrdinal(text.Text, start, topic, 0, topic.Length) != 0)
                continue;
            var end = start + topic.Length;
            var isWhole = text.Words.Any(last => last.End == end) && (end >= text.Text.Length || text.Text[end] is not ('@' or '/' or '_' or '\''));
            var follows = isElided || (i > 0 && found.BeginsAt(PhraseKind.Determiner, i - 1)) || (i > 1 && found.BeginsAt(PhraseKind.Determiner, i - 2));
            if (isWhole && follows && !personal.Any(datum => start < (long)datum.Start + datum.Length && datum.Start < end))
                return i;
        }

        return null;
    }

    /// <summary>Without the capitals of shouting or of a sentence's beginning. Other capitals are names, except in German.</summary>
    private static string? AsSaid(WordedText text, int place, string topic, string language)
    {
        if (!topic.Any(char.IsUpper))
            return topic;
        if (language == "de")
            return text.Shouts || topic.Length > 3 && !topic.Any(char.IsLower) ? null : topic;
        var isFirst = text.Sentences[text.Words[place].Sentence].First == place;
        return text.Shouts || isFirst ? topic.ToLower(CultureInfo.InvariantCulture) : null;
    }

    private static string Primary(string language) => language.Split('-')[0];
}
