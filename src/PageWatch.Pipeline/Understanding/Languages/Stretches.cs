namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>
/// What the words of a text say, stretch by stretch of some words in one script: the whole decides the language, the parts show whether it is two languages.
/// </summary>
/// <param name="room"><see cref="Room"/> numbers.</param>
internal ref struct Stretches(Span<int> room)
{
    private const int Most = 14;

    /// <summary>A stretch ends at the first word after so many letters: enough to know a language by, in most.</summary>
    private const int Letters = 20;

    /// <summary>A sentence ends it from so many letters on: a change of language is a change of sentence, more often than not.</summary>
    private const int LettersOfSentence = 8;

    /// <summary>Sums, then the script, the letters and the rows.</summary>
    private const int Width = ScriptProfile.Lanes + 3;

    /// <summary>A stretch is of another language when that of the whole is so far behind there, as a logarithm: fifty times less likely.</summary>
    private const double Foreign = 3.9;

    /// <summary>The hint makes a language so many times likelier: as much as one short word.</summary>
    private const double HintWeight = 5;

    /// <summary>How many numbers they need.</summary>
    public const int Room = Most * Width;

    private readonly Span<int> _room = room;
    private int _count;

    /// <param name="word">As <see cref="SaidWords"/> gives it, in the script of the profile.</param>
    /// <param name="startsSentence">Whether a sentence ended before it.</param>
    public void Add(ScriptProfile profile, ReadOnlySpan<char> word, int letters, bool startsSentence)
    {
        var script = (int)profile.Script;
        var isNew = _count == 0 || At(_count - 1)[ScriptProfile.Lanes] != script || At(_count - 1)[ScriptProfile.Lanes + 1] >= (startsSentence ? LettersOfSentence : Letters);
        if (isNew && _count < Most)
            At(_count++).Clear();
        var stretch = At(_count - 1);
        if (isNew && stretch[ScriptProfile.Lanes] != 0 && stretch[ScriptProfile.Lanes] != script)
            return;
        stretch[ScriptProfile.Lanes] = script;
        stretch[ScriptProfile.Lanes + 1] += letters;
        stretch[ScriptProfile.Lanes + 2] += profile.Add(word, stretch[..ScriptProfile.Lanes]);
    }

    public readonly bool Has(Script script)
    {
        for (var i = 0; i < _count; i++)
        {
            if (At(i)[ScriptProfile.Lanes] == (int)script)
                return true;
        }

        return false;
    }

    /// <param name="hinted">Made likelier where the words leave it open; null for none.</param>
    /// <param name="shares">Room for a probability a language.</param>
    /// <returns>The place of the likeliest.</returns>
    public readonly int Share(ScriptProfile profile, string? hinted, Span<double> shares)
    {
        Span<int> sums = stackalloc int[ScriptProfile.Lanes];
        sums.Clear();
        var rows = 0;
        for (var i = 0; i < _count; i++)
        {
            var stretch = At(i);
            if (stretch[ScriptProfile.Lanes] != (int)profile.Script)
                continue;
            rows += stretch[ScriptProfile.Lanes + 2];
            for (var lane = 0; lane < profile.Languages.Count; lane++)
                sums[lane] += stretch[lane];
        }

        var best = profile.Share(sums, rows, shares);
        return hinted is null ? best : Favour(profile.Languages, hinted, shares, best);
    }

    /// <summary>At least half of the letters are in stretches that cannot be of the language of the whole.</summary>
    public readonly bool IsMixed(ScriptProfile profile, int language)
    {
        int all = 0, foreign = 0;
        for (var i = 0; i < _count; i++)
        {
            var stretch = At(i);
            if (stretch[ScriptProfile.Lanes] != (int)profile.Script)
                continue;
            all += stretch[ScriptProfile.Lanes + 1];
            if (profile.Behind(stretch[..ScriptProfile.Lanes], stretch[ScriptProfile.Lanes + 2], language) > Foreign)
                foreign += stretch[ScriptProfile.Lanes + 1];
        }

        return foreign * 2 >= all;
    }

    /// <returns>The place of the likeliest, now that the hint counts.</returns>
    private static int Favour(IReadOnlyList<string> languages, string hinted, Span<double> shares, int best)
    {
        for (var i = 0; i < languages.Count; i++)
        {
            if (languages[i] != hinted)
                continue;
            var whole = 1 + ((HintWeight - 1) * shares[i]);
            shares[i] *= HintWeight;
            best = shares[i] > shares[best] ? i : best;
            for (var each = 0; each < languages.Count; each++)
                shares[each] /= whole;
        }

        return best;
    }

    private readonly Span<int> At(int stretch) => _room.Slice(stretch * Width, Width);
}
