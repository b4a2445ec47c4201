using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Languages;
using PageWatch.Pipeline.Understanding.Personal;

namespace PageWatch.Pipeline.Checks;

/// <summary>A reply as the checks look at it: each thing is found once, and only when a check asks for it.</summary>
/// <param name="IsCut">The text is longer, and the rest is not looked at.</param>
internal sealed record CheckedText(string Text, bool IsCut)
{
    /// <summary>Of more places of one kind nobody reads on; a mend covers all of them all the same.</summary>
    public const int MostOfAKind = 20;

    private WordedText? _words;
    private IReadOnlyList<TextLink>? _links;
    private IReadOnlyList<PersonalDatum>? _personal;
    private LanguageGuess? _language;

    public WordedText Words => _words ??= WordedText.Of(Text);

    public IReadOnlyList<TextLink> Links => _links ??= TextLinks.In(Text);

    public IReadOnlyList<PersonalDatum> Personal => _personal ??= PersonalFinder.In(Text);

    /// <summary>Of the text alone, without a hint: staff write in whatever language they like.</summary>
    public LanguageGuess Language => _language ??= LanguageFinder.Embedded.Find(Text, null);

    public TextPlace Place(int firstWord, int lastWord) =>
        new(Words.Words[firstWord].Start, Words.Words[lastWord].End - Words.Words[firstWord].Start);

    public string Piece(TextPlace place) => Text.Substring(place.Start, place.Length);
}

/// <summary>A stretch of a text, in UTF-16 units.</summary>
internal readonly record struct TextPlace(int Start, int Length)
{
    public int End => Start + Length;

    public bool Touches(int start, int length) => start < End && Start < start + length;
}
