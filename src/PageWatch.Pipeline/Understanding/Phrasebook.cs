using System.Collections.Frozen;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The phrases of one language, and where a text uses them.</summary>
internal sealed class Phrasebook
{
    private const int StemBits = 1 << 15;

    private const uint StemSeed = 2166136261;

    private readonly FrozenDictionary<string, Phrase[]> _byWord;
    private readonly FrozenDictionary<string, Phrase[]> _byStem;
    private readonly FrozenDictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _stems;
    private readonly int _longestStem;

    /// <summary>A bit for each beginning of a stem, by its hash: most words begin none, and are not looked up letter by letter.</summary>
    private readonly ulong[] _stemBits = new ulong[StemBits / 64];

    private Phrasebook(string language, IReadOnlyList<Phrase> phrases)
    {
        Language = language;
        _byWord = ByFirst(phrases.Where(phrase => !phrase.Parts[0].AnyEnding));
        _byStem = ByFirst(phrases.Where(phrase => phrase.Parts[0].AnyEnding));
        _stems = _byStem.GetAlternateLookup<ReadOnlySpan<char>>();
        _longestStem = _byStem.Keys.Length == 0 ? 0 : _byStem.Keys.Max(stem => stem.Length);
        foreach (var stem in _byStem.Keys)
        {
            var bit = stem.Aggregate(StemSeed, AddLetter) % StemBits;
            _stemBits[bit / 64] |= 1UL << (int)(bit % 64);
        }
    }

    /// <summary>A language tag.</summary>
    public string Language { get; }

    /// <param name="tones">Lines "phrase, weight".</param>
    /// <param name="cues">Lines "kind, phrase, weight or reason".</param>
    /// <exception cref="FormatException">A line is not of its form: a mistake in our own file, so the program does not start with it.</exception>
    public static Phrasebook Of(string language, IEnumerable<string[]> tones, IEnumerable<string[]> cues)
    {
        var phrases = new List<Phrase>();
        foreach (var line in tones)
            Add(language, phrases, PhraseKind.Tone, line[0], line[1]);
        foreach (var line in cues)
            Add(language, phrases, Enum.Parse<PhraseKind>(line[0], ignoreCase: true), line[1], line[2]);
        return new Phrasebook(language, phrases);
    }

    public FoundPhrases Find(WordedText text)
    {
        var found = new List<FoundPhrase>();
        for (var i = 0; i < text.Words.Count; i++)
        {
            var word = text.Words[i];
            if (word.IsAside)
                continue;
            FindFrom(text, i, word.Text, found);
            if (word.Tail is { } tail)
                FindFrom(text, i, tail, found);
            if (word.Plain is { } plain)
                FindFrom(text, i, plain, found);
        }

        return new FoundPhrases(text, found);
    }

    private void FindFrom(WordedText text, int at, string first, List<FoundPhrase> found)
    {
        if (_byWord.TryGetValue(first, out var phrases))
            Match(text, at, phrases, found);
        if (char.IsDigit(first[0]) && _byWord.TryGetValue(PhrasePart.Number, out phrases))
            Match(text, at, phrases, found);
        var longest = Math.Min(first.Length, _longestStem);
        var hash = StemSeed;
        for (var length = 1; length <= longest; length++)
        {
            hash = AddLetter(hash, first[length - 1]);
            var bit = hash % StemBits;
            if (length >= PhraseParts.ShortestStem && (_stemBits[bit / 64] & (1UL << (int)(bit % 64))) != 0 && _stems.TryGetValue(first.AsSpan(0, length), out phrases))
                Match(text, at, phrases, found);
        }
    }

    private static uint AddLetter(uint hash, char letter) => System.Numerics.BitOperations.RotateLeft((hash ^ letter) * 0x9E3779B1, 13);

    private static void Match(WordedText text, int at, Phrase[] phrases, List<FoundPhrase> found)
    {
        foreach (var phrase in phrases)
        {
            var last = PhraseParts.LastWord(text, phrase.Parts, 1, at);
            if (last >= 0)
                found.Add(new FoundPhrase(phrase.Kind, at, last, phrase.Weight, phrase.Reason));
        }
    }

    private static FrozenDictionary<string, Phrase[]> ByFirst(IEnumerable<Phrase> phrases) =>
        phrases.GroupBy(phrase => phrase.Parts[0].Text).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private static void Add(string language, List<Phrase> phrases, PhraseKind kind, string written, string weightOrReason)
    {
        var isUrgency = kind is PhraseKind.Now or PhraseKind.Today;
        var weight = isUrgency ? 1 : double.Parse(weightOrReason, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var spelling in Spellings(language, written))
            phrases.Add(new Phrase(kind, PhraseParts.Of(spelling), weight, isUrgency ? weightOrReason : null));
    }

    /// <summary>Every choice (a|b) made, and for German both ways to write an umlaut.</summary>
    private static IEnumerable<string> Spellings(string language, string written)
    {
        foreach (var spelling in PhraseParts.Choices(written))
        {
            yield return spelling;
            if (language != "de")
                continue;
            var spelledOut = spelling.Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
                .Replace("ü", "ue", StringComparison.Ordinal);
            if (spelledOut != spelling)
                yield return spelledOut;
        }
    }
}
