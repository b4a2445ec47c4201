using System.Collections.Frozen;
using System.Globalization;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>Words in capitals and piled-up marks of exclamation.</summary>
internal static class ShoutingCheck
{
    /// <summary>A single word in capitals that is as long is no abbreviation.</summary>
    private const int LongWord = 6;

    private static readonly FrozenSet<string> Acronyms = PhraseList.Read("leftovers.tsv")["acronym"].Select(word => WordStream.Fold(word)).ToFrozenSet();

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion) => Capitals(text, occasion).Concat(Marks(text));

    private static IEnumerable<ReplyFinding> Marks(CheckedText text)
    {
        var places = new List<TextPlace>();
        for (var i = 0; i < text.Text.Length;)
        {
            var end = i;
            if (text.Text[i] is '¡' or '¿')
            {
                while (end < text.Text.Length && text.Text[end] == text.Text[i])
                    end++;
                if (end - i > 1)
                    places.Add(new TextPlace(i, end - i));
                i = end;
                continue;
            }

            while (end < text.Text.Length && text.Text[end] is '!' or '?' or '\uFF01' or '\uFF1F')
                end++;
            // "??" asks twice, "?!" is surprised; more of either shouts.
            var run = text.Text.AsSpan(i, end - i);
            if (run.Length > 2 || run is "!!" or "！！")
                places.Add(new TextPlace(i, run.Length));
            i = end + 1;
        }

        if (places.Count == 0)
            return [];
        var mend = TextMend.With(text.Text, places.ConvertAll(place => (place, One(text.Piece(place)))));
        return places.Take(CheckedText.MostOfAKind).Select(place => new ReplyFinding(FindingKind.Shouting, FindingLevel.Warning, CheckWording.ShoutingMarks, place.Start, place.Length, mend));
    }

    private static string One(string run) => run[0] is '¡' or '¿' ? run[..1] : run.AsSpan().ContainsAny('?', '\uFF1F') ? "?" : "!";

    private static IEnumerable<ReplyFinding> Capitals(CheckedText text, ReplyOccasion occasion)
    {
        var ours = OurWords(occasion);
        var words = text.Words.Words;
        var runs = new List<(int First, int Last)>();
        for (var i = 0; i < words.Count;)
        {
            if (!IsCapitals(text, words[i]))
            {
                i++;
                continue;
            }

            var last = i;
            while (last + 1 < words.Count && words[last + 1].Sentence == words[i].Sentence && IsCapitals(text, words[last + 1]))
                last++;
            if (Shouts(words, i, last, ours))
                runs.Add((i, last));
            i = last + 1;
        }

        if (runs.Count == 0)
            return [];
        // German nouns keep their capital, and nothing here knows which words are nouns.
        var mend = text.Language.Language == "de" ? null : TextMend.With(text.Text, [.. runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1)).Select(word => Calmly(text, word, ours))]);
        return runs.Take(CheckedText.MostOfAKind).Select(run =>
        {
            var place = text.Place(run.First, run.Last);
            return new ReplyFinding(FindingKind.Shouting, FindingLevel.Warning, CheckSay.It(CheckWording.ShoutingCapitals, CheckSay.Piece(text.Piece(place))), place.Start, place.Length, mend);
        });
    }

    /// <summary>A name of ours may be written in capitals, and so may abbreviations.</summary>
    private static bool Shouts(IReadOnlyList<ReadWord> words, int first, int last, HashSet<string> ours)
    {
        int loud = 0, longest = 0;
        for (var i = first; i <= last; i++)
        {
            if (words[i].Length < 2 || ours.Contains(words[i].Text) || Acronyms.Contains(words[i].Text))
                continue;
            loud++;
            longest = Math.Max(longest, words[i].Length);
        }

        return longest >= LongWord || (loud >= 2 && longest >= 4);
    }

    private static (TextPlace Place, string Instead) Calmly(CheckedText text, int at, HashSet<string> ours)
    {
        var word = text.Words.Words[at];
        var place = text.Place(at, at);
        var written = text.Piece(place);
        if (ours.Contains(word.Text) || Acronyms.Contains(word.Text) || word.Text is "i")
            return (place, written);
        var calm = written.ToLower(CultureInfo.InvariantCulture);
        return (place, text.Words.Sentences[word.Sentence].First == at ? TextMend.AsCapital(calm, written) : calm);
    }

    private static HashSet<string> OurWords(ReplyOccasion occasion)
    {
        string?[] names = [occasion.Page.Name, occasion.Page.AccountName, occasion.Playbook.SignOff, occasion.Post.Author.Name];
        return names.OfType<string>().SelectMany(name => WordStream.Of(name).Select(word => word.Text)).ToHashSet();
    }

    private static bool IsCapitals(CheckedText text, ReadWord word)
    {
        if (word.IsAside || word.Is(WordLook.Hashtag))
            return false;
        var letters = 0;
        foreach (var c in text.Text.AsSpan(word.Start, word.Length))
        {
            if (char.IsLower(c) || char.IsDigit(c))
                return false;
            letters += char.IsUpper(c) ? 1 : 0;
        }

        return letters > 0;
    }
}
