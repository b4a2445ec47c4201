using System.Collections.Frozen;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Checks;

/// <summary>Who is addressed: "Hi Anna" under a post of Ben's is the reply to another.</summary>
internal static class NameCheck
{
    private const int LongestName = 30;

    private static readonly ILookup<string, string> Lines = PhraseList.Read("addresses.tsv");
    private static readonly PhraseList Greetings = new(Lines["greeting"].Select(phrase => (phrase, "")));
    private static readonly PhraseList Thanks = new(Lines["thanks"].Select(phrase => (phrase, "")));
    private static readonly FrozenSet<string> Nobody = Words("nobody");
    private static readonly FrozenSet<string> Titles = Words("title");

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var author = WordStream.Of(occasion.Post.Author.Name).Select(word => word.Text).ToHashSet();
        var first = FirstName.Of(occasion.Post.Author);
        var wrong = Addressed(text).Distinct().Where(word => !author.Contains(text.Words.Words[word].Text)).ToList();
        if (wrong.Count == 0)
            return [];
        var changes = wrong.ConvertAll(word => (text.Place(word, word), first ?? ""));
        var mend = first is null ? Without(text, changes) : TextMend.With(text.Text, changes);
        return wrong.Take(CheckedText.MostOfAKind).Select(word =>
        {
            var place = text.Place(word, word);
            var reason = first is null ? CheckSay.It(CheckWording.NameOfNobody, CheckSay.Piece(text.Piece(place))) : CheckSay.It(CheckWording.Name, CheckSay.Piece(text.Piece(place)), first);
            return new ReplyFinding(FindingKind.WrongName, FindingLevel.Blocker, reason, place.Start, place.Length, mend);
        });
    }

    /// <summary>As a slot without a value goes: "Hi Anna, thanks" becomes "Hi, thanks", and "Anna, thanks" becomes "Thanks".</summary>
    private static string? Without(CheckedText text, List<(TextPlace Place, string Instead)> changes)
    {
        // Braces of the text's own would be filled as well; those are told first.
        if (text.Text.AsSpan().ContainsAny('{', '}'))
            return null;
        var template = TextMend.With(text.Text, changes.ConvertAll(change => (change.Place, ReplyTemplate.Name)));
        return ReplyTemplate.Fill(template, new Dictionary<string, string>());
    }

    /// <returns>The words that stand where a name is called.</returns>
    private static IEnumerable<int> Addressed(CheckedText text)
    {
        var words = text.Words.Words;
        var start = 0;
        while (start < words.Count && words[start].IsAside)
            start++;
        foreach (var greeting in Greetings.In(text.Words).Where(greeting => greeting.First == start))
        {
            var at = greeting.Last + 1;
            var isTitled = false;
            while (at < words.Count && Titles.Contains(words[at].Text))
            {
                at++;
                isTitled = true;
            }

            if (at < words.Count && words[at].Sentence == words[greeting.Last].Sentence && IsName(text, at) && (isTitled || !Nobody.Contains(words[at].Text)) && Follows(text, greeting.Last, at))
                yield return at;
        }

        // "Anna, thank you": without a greeting only what is a name and nothing else.
        if (start + 1 < words.Count && IsKnownName(text, start) && After(text, start) == ',')
            yield return start;
        foreach (var thanks in Thanks.In(text.Words))
        {
            var at = thanks.Last + 1;
            // At the very end it is who signs: "Many thanks, Anna".
            if (at < words.Count && IsKnownName(text, at) && words[at].Sentence == words[thanks.Last].Sentence && After(text, at) is '.' or '!' or ',')
                yield return at;
        }
    }

    private static bool IsName(CheckedText text, int at)
    {
        var word = text.Words.Words[at];
        return !word.IsAside && word.Length is >= 2 and <= LongestName && (char.IsUpper(text.Text[word.Start]) || IsKnownName(text, at))
            && text.Text.AsSpan(word.Start, word.Length).IndexOfAnyInRange('0', '9') < 0
            // A place to fill, and told as one.
            && text.Text.AsSpan(word.Start, word.Length).ContainsAnyExcept("xX");
    }

    /// <summary>Between a greeting and a name stands a blank, or a comma and a blank.</summary>
    private static bool Follows(CheckedText text, int greeting, int at)
    {
        var words = text.Words.Words;
        var between = text.Text.AsSpan(words[greeting].End, words[greeting + 1].Start - words[greeting].End).Trim();
        return between.Length == 0 || (between is "," && IsKnownName(text, at));
    }

    private static bool IsKnownName(CheckedText text, int at)
    {
        var word = text.Words.Words[at];
        if (word.IsAside || word.Length is < 2 or > LongestName || Nobody.Contains(word.Text))
            return false;
        Span<char> folded = stackalloc char[LongestName];
        var length = 0;
        foreach (var c in text.Text.AsSpan(word.Start, word.Length))
        {
            if (c != '\'' && !LetterFold.IsDropped(c))
                folded[length++] = LetterFold.Fold(c);
        }

        return char.IsUpper(text.Text[word.Start]) && PeopleWords.Of(TextHash.Of(folded[..length])) is Who.Name or Who.CapitalName;
    }

    private static char After(CheckedText text, int word)
    {
        var end = text.Words.Words[word].End;
        return end < text.Text.Length ? text.Text[end] : '\0';
    }

    private static FrozenSet<string> Words(string kind) => Lines[kind].SelectMany(line => WordStream.Of(line).Select(word => word.Text)).ToFrozenSet();
}
