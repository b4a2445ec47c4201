using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>"Sorry for any inconvenience" and its like: who names nothing is sorry for nothing.</summary>
internal static class ApologyCheck
{
    /// <summary>A sentence with more words besides says something of its own.</summary>
    private const int MostOtherWords = 6;

    private static readonly PhraseList Apologies = new(PhraseList.Read("apologies.tsv")["apology"].Select(phrase => (phrase, "")));

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var said = Apologies.In(text.Words);
        if (said.Count == 0)
            return [];
        var sentences = said.Select(phrase => Sentence(text, phrase)).ToList();
        var changes = sentences.Where(sentence => sentence is not null).Select(sentence => (sentence!.Value, "")).ToList();
        var mend = changes.Count == 0 ? null : TextMend.With(text.Text, changes);
        return said.Take(CheckedText.MostOfAKind).Select((phrase, i) =>
        {
            var place = text.Place(phrase.First, phrase.Last);
            return new ReplyFinding(FindingKind.EmptyApology, FindingLevel.Warning, CheckSay.It(CheckWording.Apology, CheckSay.Piece(text.Piece(place))), place.Start, place.Length, sentences[i] is null ? null : mend);
        });
    }

    /// <returns>The whole sentence with its signs and the blank behind it; null where it also says something else.</returns>
    private static TextPlace? Sentence(CheckedText text, SaidPhrase phrase)
    {
        var words = text.Words.Words;
        var sentence = words[phrase.First].Sentence;
        var first = text.Words.Sentences[sentence].First;
        var last = phrase.Last;
        while (last + 1 < words.Count && words[last + 1].Sentence == sentence && last - phrase.Last <= MostOtherWords)
            last++;
        var others = phrase.First - first + last - phrase.Last;
        if (others > MostOtherWords || HasMore(words, first, last, phrase))
            return null;
        var (start, end) = (words[first].Start, words[last].End);
        while (start > 0 && text.Text[start - 1] is '¡' or '¿' or '"' or '“' or '„')
            start--;
        while (end < text.Text.Length && text.Text[end] is '.' or '!' or '?' or '…' or '"' or '”' or '“')
            end++;
        while (end < text.Text.Length && text.Text[end] is ' ')
            end++;
        return new TextPlace(start, end - start);
    }

    /// <summary>A clause of three words or more beside it: "Your parcel is on its way, sorry for any inconvenience".</summary>
    private static bool HasMore(IReadOnlyList<ReadWord> words, int first, int last, SaidPhrase phrase)
    {
        var beside = 0;
        for (var i = first; i <= last; i++)
        {
            if (words[i].Clause != words[phrase.First].Clause && words[i].Clause != words[phrase.Last].Clause)
                beside++;
        }

        return beside >= 3;
    }
}
