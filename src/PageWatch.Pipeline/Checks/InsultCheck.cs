using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>What would be abuse in a post is none of ours to say.</summary>
internal static class InsultCheck
{
    private const double Sure = 0.8;

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var found = new List<TextPlace>();
        foreach (var book in BooksFor(text))
            found.AddRange(book.Find(text.Words)[PhraseKind.Abuse].Select(phrase => text.Place(phrase.First, phrase.Last)));
        return found.Distinct().OrderBy(place => place.Start).Take(CheckedText.MostOfAKind)
            .Select(place => new ReplyFinding(FindingKind.Insult, FindingLevel.Blocker, CheckSay.It(CheckWording.Insult, CheckSay.Piece(text.Piece(place))), place.Start, place.Length, null));
    }

    /// <summary>Its own language and English, which is sworn in everywhere; a word of one language is an insult in another ("dick" is German for thick). All where it is not known.</summary>
    private static IEnumerable<Phrasebook> BooksFor(CheckedText text)
    {
        if (text.Language is not { Confidence: >= Sure } guess || !WordFiles.Books.TryGetValue(guess.Language, out var own))
            return WordFiles.InOrder;
        return own.Language == "en" ? [own] : [own, WordFiles.Books["en"]];
    }
}
