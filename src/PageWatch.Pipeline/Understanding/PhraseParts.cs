using System.Collections.Frozen;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The form in which word files write phrases, and where a text says one: "want my|our money back", "crack*", "not … at all" (up to three words between), "# weeks" (any number).</summary>
internal static class PhraseParts
{
    /// <summary>Letters that a word with any ending must begin with, at least where it begins a phrase.</summary>
    public const int ShortestStem = 3;

    /// <summary>Every choice of "a|b" spelled out.</summary>
    public static IEnumerable<string> Choices(string written)
    {
        IEnumerable<string> spelled = [""];
        foreach (var piece in written.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            spelled = spelled.SelectMany(before => piece.Split('|').Select(choice => before.Length == 0 ? choice : before + " " + choice)).ToList();
        return spelled;
    }

    /// <param name="phrase">Without choices.</param>
    /// <exception cref="FormatException">It is none: a mistake in our own files, so the program does not start with it.</exception>
    public static PhrasePart[] Of(string phrase)
    {
        var parts = new List<PhrasePart>();
        var gap = false;
        foreach (var piece in phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece is "…" or PhrasePart.Number)
            {
                if (piece == PhrasePart.Number)
                    parts.Add(new PhrasePart(piece, AnyEnding: false, gap));
                gap = piece == "…";
                continue;
            }

            var words = WordStream.Of(piece.TrimEnd('*'));
            for (var i = 0; i < words.Count; i++)
            {
                parts.Add(new PhrasePart(words[i].Text, piece.EndsWith('*') && i == words.Count - 1, gap));
                gap = false;
            }
        }

        if (parts.Count == 0 || gap || (parts[0].AnyEnding && parts[0].Text.Length < ShortestStem))
            throw new FormatException($"'{phrase}' is no phrase: it needs a word at its ends, and three letters before a star.");
        return [.. parts];
    }

    /// <param name="part">The first part that is looked for.</param>
    /// <param name="before">The word of the part before it.</param>
    /// <param name="alsoInLinks">Words of links and mentions count too.</param>
    /// <param name="stops">A gap does not reach over these.</param>
    /// <returns>The word that the parts end at, all in one sentence; -1 when they do not follow.</returns>
    public static int LastWord(WordedText text, IReadOnlyList<PhrasePart> parts, int part, int before, bool alsoInLinks = false, FrozenSet<string>? stops = null)
    {
        if (part == parts.Count)
            return before;
        var reach = parts[part].AfterGap ? PhrasePart.LongestGap + 1 : 1;
        for (var next = before + 1; next <= before + reach && next < text.Words.Count; next++)
        {
            var word = text.Words[next];
            if (word.Sentence != text.Words[before].Sentence)
                break;
            if ((!word.IsAside || alsoInLinks) && parts[part].Fits(word))
            {
                var last = LastWord(text, parts, part + 1, next, alsoInLinks, stops);
                if (last >= 0)
                    return last;
            }

            if (stops?.Contains(word.Text) == true)
                break;
        }

        return -1;
    }
}
