using System.Buffers;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>Notes of whoever wrote the text, marks of markup that a page would show as they are, a word twice.</summary>
internal static class LeftoverCheck
{
    private const int LongestMarkup = 60;

    private const string Note = "note";
    private const string Capital = "capital";

    private static readonly ILookup<string, string> Lines = PhraseList.Read("leftovers.tsv");
    private static readonly PhraseList Notes = new(((string[])[Note, Capital]).SelectMany(kind => Lines[kind].Select(phrase => (phrase, kind))));

    // Written as they are: a page shows what we send.
    private static readonly string[] Marks = ["**", "__", "```", "](", "<<<", ">>>", "===", "&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
    private static readonly SearchValues<char> InMarkup = SearchValues.Create("*_`]<>=&");
    private static readonly string[] Tags = ["b", "i", "p", "br", "br/", "br /", "strong", "em", "u", "a", "div", "span", "ul", "li"];

    /// <summary>Said twice on purpose, or by grammar.</summary>
    private static readonly HashSet<string> TwiceIsRight =
        ["very", "really", "that", "had", "so", "bye", "no", "yes", "ja", "nein", "die", "das", "der", "sehr", "sie", "ihr", "nous", "vous", "oui", "non", "si", "muy", "ha", "haha", "muito", "molto", "piano", "can"];

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        foreach (var said in Notes.In(text.Words).Where(said => said.Tag == Note || StandsOut(text, said)).Take(CheckedText.MostOfAKind))
        {
            var place = text.Place(said.First, said.Last);
            yield return new(FindingKind.Leftover, FindingLevel.Blocker, CheckSay.It(CheckWording.Note, CheckSay.Piece(text.Piece(place))), place.Start, place.Length, null);
        }

        foreach (var finding in Markup(text).Concat(Twice(text)))
            yield return finding;
    }

    /// <summary>In capitals, and not because all of it shouts: "GRACIAS POR TODO".</summary>
    private static bool StandsOut(CheckedText text, SaidPhrase said) => !text.Piece(text.Place(said.First, said.Last)).Any(char.IsLower)
        && (said.First == 0 || !text.Words.Words[said.First - 1].Is(WordLook.Shouted));

    private static IEnumerable<ReplyFinding> Markup(CheckedText text)
    {
        if (!text.Text.AsSpan().ContainsAny(InMarkup))
            return [];
        var places = new List<TextPlace>();
        var onlyMarks = true;
        for (var i = 0; i < text.Text.Length;)
        {
            // A line of "_" is a place to fill in, and stars in a row cover a number.
            if (text.Text[i] is '*' or '_' && Run(text.Text, i) is var run and not 2)
            {
                i += run;
                continue;
            }

            var length = Tag(text.Text, i);
            if (length == 0 && Array.Find(Marks, mark => string.CompareOrdinal(text.Text, i, mark, 0, mark.Length) == 0) is { } mark)
            {
                length = mark.Length;
                onlyMarks &= mark is "**" or "__" or "```";
            }

            if (length > 0)
                places.Add(new TextPlace(i, length));
            i += Math.Max(length, 1);
        }

        var mend = onlyMarks && places.Count > 0 ? TextMend.With(text.Text, [.. places.Select(place => (place, ""))]) : null;
        return places.Take(CheckedText.MostOfAKind)
            .Select(place => new ReplyFinding(FindingKind.Leftover, FindingLevel.Warning, CheckSay.It(CheckWording.Markup, CheckSay.Piece(text.Piece(place))), place.Start, place.Length, mend));
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
            end++;
        return end - at;
    }

    private static int Tag(string text, int at)
    {
        if (text[at] != '<')
            return 0;
        var inside = text.AsSpan(at + 1, Math.Min(LongestMarkup, text.Length - at - 1));
        var end = inside.IndexOf('>');
        if (end <= 0)
            return 0;
        var name = inside[..end].TrimStart('/');
        var blank = name.IndexOf(' ');
        var bare = (blank > 0 ? name[..blank] : name).ToString();
        return Tags.Contains(bare, StringComparer.OrdinalIgnoreCase) ? end + 2 : 0;
    }

    private static IEnumerable<ReplyFinding> Twice(CheckedText text)
    {
        var places = new List<TextPlace>();
        var words = text.Words.Words;
        for (var i = 1; i < words.Count; i++)
        {
            var (before, word) = (words[i - 1], words[i]);
            // Only blanks between them: "Yes, yes" and "No. No" are speech.
            if (word.Text == before.Text && word.Length > 1 && !word.IsAside && char.IsLetter(text.Text[word.Start]) && text.Text[word.Start] < '\u2E80'
                && !TwiceIsRight.Contains(word.Text) && text.Text.AsSpan(before.End, word.Start - before.End) is " " && !word.Is(WordLook.Hashtag))
                places.Add(new TextPlace(before.End, word.End - before.End));
        }

        if (places.Count == 0)
            return [];
        var mend = TextMend.With(text.Text, [.. places.Select(place => (place, ""))]);
        return places.Take(CheckedText.MostOfAKind)
            .Select(place => new ReplyFinding(FindingKind.Leftover, FindingLevel.Warning, CheckSay.It(CheckWording.Twice, CheckSay.Piece(text.Piece(place).Trim())), place.Start, place.Length, mend));
    }
}
