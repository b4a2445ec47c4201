namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>
/// Tells in which language a raw post is: by its script, or by groups of letters where several languages share one. Allocates nothing, reads a bounded part of any text,
/// and never throws for one. Safe to share between threads.
/// </summary>
/// <param name="profiles">What the languages of a script are told apart by.</param>
public sealed class LanguageFinder(LanguageProfiles profiles)
{
    /// <summary>As much of a text as is looked at, in UTF-16 units.</summary>
    public const int LongestLook = 8000;

    /// <summary>As many letters as are read; more of them change next to nothing.</summary>
    public const int MostLetters = 160;

    /// <summary>The confidence of a language that only the platform names.</summary>
    private const double ByHint = 0.4;

    /// <summary>Below it, nothing is known.</summary>
    private const double LeastShare = 0.5;

    /// <summary>From this share of the letters on, a script is what the post is in.</summary>
    private const double Majority = 0.55;

    private static readonly Lazy<LanguageFinder> Own = new(() => new LanguageFinder(LanguageProfiles.Embedded));

    /// <summary>With the profiles that come with the program.</summary>
    public static LanguageFinder Embedded => Own.Value;

    /// <param name="text">As it came: links, mentions, addresses and numbers in it are not read.</param>
    /// <param name="hint">A tag that the platform names; decides only what the text leaves open. Anything else is no hint.</param>
    public LanguageGuess Find(ReadOnlySpan<char> text, string? hint)
    {
        text = text[..Math.Min(text.Length, LongestLook)];
        var hinted = HintedTag.Of(hint);
        var guess = Find(text, hinted, hashtags: false, out var skipped);
        return skipped ? Find(text, hinted, hashtags: true, out _) : guess;
    }

    /// <param name="skipped">Whether hashtags are all that has letters.</param>
    private LanguageGuess Find(ReadOnlySpan<char> text, string? hinted, bool hashtags, out bool skipped)
    {
        Span<int> weights = stackalloc int[Scripts.Count];
        weights.Clear();
        Span<int> stretches = stackalloc int[Stretches.Room];
        Span<char> room = stackalloc char[SaidWords.LongestWord];
        var tally = new LetterTally(weights);
        var read = new Stretches(stretches);
        var said = new SaidWords(text, hashtags, room);
        var letters = 0;
        while (letters < MostLetters && said.MoveNext())
        {
            letters += said.Letters;
            tally.See(said.Word, said.Script, said.Letters);
            if (profiles[said.Script] is { } profile)
                read.Add(profile, said.Word, said.Letters, said.StartsSentence);
        }

        skipped = letters == 0 && said.SawHashtag;
        if (letters == 0)
            return new LanguageGuess(LanguageGuess.Unknown, 1);
        if (tally.Foreign == 0)
            return Among(Script.Latin, read, hinted);

        if (tally[tally.Most] < Majority * tally.Foreign)
            return new LanguageGuess(LanguageGuess.Unknown, 0.5);
        var share = tally.ForeignShare;
        if (share >= Majority)
            return InScript(tally, read, hinted, share);

        // A brand and a model in a Russian sentence are Latin letters, and no language.
        var latin = Among(Script.Latin, read, null);
        if (share <= 1 - Majority)
            return latin.IsKnown || share < 0.2 ? Among(Script.Latin, read, hinted) : InScript(tally, read, hinted, share);
        return latin.IsKnown ? new LanguageGuess(LanguageGuess.Unknown, 0.5) : InScript(tally, read, hinted, share);
    }

    private LanguageGuess InScript(LetterTally tally, Stretches read, string? hinted, double share)
    {
        if (Scripts.OnlyLanguageOf(tally.Most) is { } only)
            return new LanguageGuess(only, 0.7 + (0.295 * share)) { ByScript = true };
        if (tally.Most == Script.Han)
            return Eastern(tally, hinted, share);
        var guess = Among(tally.Most, read, hinted);
        return guess with { Confidence = guess.Confidence * (0.7 + (0.3 * share)), ByScript = true };
    }

    private static LanguageGuess Eastern(LetterTally tally, string? hinted, double share)
    {
        // A single "の" is an ornament on Chinese signs.
        var kana = tally[Script.Kana];
        if (kana > 2 || (kana > 0 && tally.Japanese >= 0 && tally[Script.Han] < 4) || tally.Japanese > 0)
            return new LanguageGuess("ja", 0.7 + (0.295 * share)) { ByScript = true };
        var isOpen = tally.Japanese == 0 && tally[Script.Han] <= 16;
        return isOpen && hinted == "ja"
            ? new LanguageGuess("ja", 0.75) { ByScript = true }
            : new LanguageGuess("zh", (0.7 + (0.295 * share)) * (isOpen && hinted != "zh" ? 0.85 : 1)) { ByScript = true };
    }

    /// <summary>The likeliest language of a script that several share.</summary>
    private LanguageGuess Among(Script script, Stretches read, string? hinted)
    {
        if (profiles[script] is not { } profile || !read.Has(script))
            return OpenTo(hinted, new LanguageGuess(LanguageGuess.Unknown, 0.5));
        Span<double> shares = stackalloc double[ScriptProfile.Lanes];
        var best = read.Share(profile, hinted, shares);
        var language = profile.Languages[best];
        if (language == LanguageGuess.Unknown)
            return OpenTo(hinted, new LanguageGuess(LanguageGuess.Unknown, shares[best]));
        if (shares[best] < LeastShare)
            return OpenTo(hinted, new LanguageGuess(LanguageGuess.Unknown, 1 - shares[best]));
        return read.IsMixed(profile, best)
            ? new LanguageGuess(LanguageGuess.Unknown, 0.6)
            : new LanguageGuess(language, Math.Min(shares[best], 0.995));
    }

    private static LanguageGuess OpenTo(string? hinted, LanguageGuess unknown) => hinted is null ? unknown : new LanguageGuess(hinted, ByHint);
}
