namespace PageWatch.Pipeline.Understanding;

/// <summary>What a phrasebook found in a text: by kind, in the order of the text; within a kind none overlap.</summary>
internal sealed class FoundPhrases
{
    private static readonly int Kinds = Enum.GetValues<PhraseKind>().Length;

    private readonly WordedText _text;
    private readonly IReadOnlyList<FoundPhrase>[] _byKind = new IReadOnlyList<FoundPhrase>[Kinds];

    /// <summary>
    /// For each word the kinds of phrases that begin there, end there and cover it, a bit a kind: looking around a word must not mean
    /// walking through the text.
    /// </summary>
    private readonly int[] _begins;
    private readonly int[] _ends;
    private readonly int[] _covers;

    /// <param name="all">May overlap: of two that begin together the longer stands, else the earlier.</param>
    public FoundPhrases(WordedText text, List<FoundPhrase> all)
    {
        _text = text;
        _begins = new int[text.Words.Count];
        _ends = new int[text.Words.Count];
        _covers = new int[text.Words.Count];
        Array.Fill(_byKind, []);
        all.Sort(static (one, other) =>
            one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind)
            : one.First != other.First ? one.First.CompareTo(other.First)
            : one.Last != other.Last ? other.Last.CompareTo(one.Last)
            : Math.Abs(other.Weight).CompareTo(Math.Abs(one.Weight)));
        for (var i = 0; i < all.Count;)
        {
            var kind = all[i].Kind;
            var kept = new List<FoundPhrase>();
            var free = 0;
            for (; i < all.Count && all[i].Kind == kind; i++)
            {
                if (all[i].First < free)
                    continue;
                free = all[i].Last + 1;

                // A weight of 0 keeps shorter phrases from being seen in a longer one that means something else.
                if (all[i].Weight == 0)
                    continue;
                kept.Add(all[i]);
                _begins[all[i].First] |= 1 << (int)kind;
                _ends[all[i].Last] |= 1 << (int)kind;
                for (var word = all[i].First; word <= all[i].Last; word++)
                    _covers[word] |= 1 << (int)kind;
                Covered += all[i].Last - all[i].First + 1;
            }

            Count += kept.Count;
            _byKind[(int)kind] = kept;
        }
    }

    public int Count { get; }

    /// <summary>How much of the text the phrases explain; longer ones more surely belong to the language.</summary>
    public double Covered { get; }

    public IReadOnlyList<FoundPhrase> this[PhraseKind kind] => _byKind[(int)kind];

    public double Sum(PhraseKind kind)
    {
        var sum = 0.0;
        foreach (var phrase in _byKind[(int)kind])
            sum += phrase.Weight;
        return sum;
    }

    public bool BeginsAt(PhraseKind kind, int word) => (_begins[word] & (1 << (int)kind)) != 0;

    public bool EndsAt(PhraseKind kind, int word) => (_ends[word] & (1 << (int)kind)) != 0;

    /// <summary>Whether the word is part of a phrase of that kind.</summary>
    public bool Covers(PhraseKind kind, int word) => (_covers[word] & (1 << (int)kind)) != 0;

    /// <summary>Whether a negation stands before the phrase. One that is a negation itself is not turned again: "n'est pas bon" is bad.</summary>
    public bool IsTurned(FoundPhrase phrase, int reach) =>
        !Covers(PhraseKind.Negation, phrase.First) && Before(PhraseKind.Negation, phrase.First, reach);

    /// <returns>Whether a phrase of that kind ends before the word, at most <paramref name="reach"/> words away, in the word's clause.</returns>
    public bool Before(PhraseKind kind, int word, int reach)
    {
        for (var i = word - 1; i >= 0 && i >= word - reach && _text.Words[i].Clause == _text.Words[word].Clause; i--)
        {
            if ((_ends[i] & (1 << (int)kind)) != 0)
                return true;
        }

        return false;
    }
}
