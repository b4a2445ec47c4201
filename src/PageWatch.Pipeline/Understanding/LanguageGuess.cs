using System.Collections.Frozen;
using System.Text;

namespace PageWatch.Pipeline.Understanding;

/// <summary>In which language a text is, by its script, its letters and its small words.</summary>
/// <param name="Language">A tag; <see cref="Unknown"/> when nothing tells.</param>
/// <param name="Confidence">0 to 1.</param>
internal readonly record struct LanguageGuess(string Language, double Confidence)
{
    public const string Unknown = "und";

    /// <summary>A word counts for each language that has it, shared among them.</summary>
    private static readonly FrozenDictionary<string, string[]> LanguagesOf = WordFiles.SmallWords
        .SelectMany(language => language.Value.Select(word => (Word: word, Language: language.Key)))
        .GroupBy(pair => pair.Word)
        .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Language).ToArray());

    private static readonly FrozenDictionary<char, string[]> LanguagesByLetter = new Dictionary<char, string[]>
    {
        ['ñ'] = ["es"], ['¿'] = ["es"], ['¡'] = ["es"], ['ß'] = ["de"], ['ã'] = ["pt"], ['õ'] = ["pt"], ['œ'] = ["fr"], ['ê'] = ["fr", "pt"],
        ['ç'] = ["fr", "pt", "tr"], ['è'] = ["fr", "it"], ['ù'] = ["fr", "it"], ['ò'] = ["it"], ['ì'] = ["it"], ['à'] = ["fr", "it", "pt"],
        ['á'] = ["es", "pt", "cs", "hu"], ['í'] = ["es", "pt", "cs", "hu"], ['ó'] = ["es", "pt", "pl", "hu"], ['é'] = ["fr", "es", "pt", "hu", "cs"],
        ['ü'] = ["de", "tr", "hu"], ['ö'] = ["de", "sv", "tr", "fi", "hu"],
        ['ä'] = ["de", "sv", "fi"], ['å'] = ["sv", "da"], ['ø'] = ["da"], ['æ'] = ["da"],
        ['ł'] = ["pl"], ['ą'] = ["pl"], ['ę'] = ["pl"], ['ś'] = ["pl"], ['ż'] = ["pl"], ['ź'] = ["pl"], ['ń'] = ["pl"], ['ć'] = ["pl"],
        ['ř'] = ["cs"], ['ě'] = ["cs"], ['ů'] = ["cs"], ['č'] = ["cs"], ['š'] = ["cs"], ['ž'] = ["cs"], ['ý'] = ["cs"],
        ['ğ'] = ["tr"], ['ı'] = ["tr"], ['ş'] = ["tr"],
        ['ă'] = ["ro"], ['ț'] = ["ro"], ['ș'] = ["ro"], ['â'] = ["ro", "fr", "pt"], ['î'] = ["ro", "fr"],
        ['ő'] = ["hu"], ['ű'] = ["hu"],
    }.ToFrozenDictionary();

    /// <summary>The script alone told it: no word list can know better.</summary>
    public bool ByScript { get; private init; }

    public bool IsKnown => Language != Unknown;

    /// <param name="hint">A tag that the platform names; decides only where the text leaves it open.</param>
    public static LanguageGuess Of(WordedText text, string? hint)
    {
        var hinted = Primary(hint);
        var scripts = Scripts(text);
        if (scripts.Letters == 0)
            return new LanguageGuess(Unknown, 0);
        return scripts.ByScript(hinted) is { } told ? told with { ByScript = true } : BySmallWords(text, hinted);
    }

    private static LanguageGuess BySmallWords(WordedText text, string? hinted)
    {
        var scores = new Dictionary<string, double>();
        foreach (var word in text.Words)
        {
            if (word.IsAside)
                continue;
            Count(scores, word.Text, 1);
            if (word.Tail is { } tail)
            {
                Count(scores, tail, 0.5);
                var head = word.Text.Length - tail.Length;
                if (head is 1 or 2)
                    Count(scores, word.Text[..head], 0.7);
            }
        }

        var letters = 0;
        foreach (var c in text.Text)
        {
            if (c < 128 || !LanguagesByLetter.TryGetValue(char.ToLowerInvariant(c), out var languages))
                continue;
            foreach (var language in languages)
                Add(scores, language, 1.0 / languages.Length);
            if (++letters == 40)
                break;
        }

        var evidence = scores.Values.DefaultIfEmpty().Max();
        if (hinted is not null)
            Add(scores, hinted, WordFiles.SmallWords.ContainsKey(hinted) ? 0.6 : 0.3);
        if (scores.Count == 0)
            return new LanguageGuess(Unknown, 0);
        var (best, score) = scores.MaxBy(pair => pair.Value);
        if (evidence < 0.45)
            return hinted is null ? new LanguageGuess(Unknown, 0) : new LanguageGuess(hinted, 0.4);
        var second = scores.Where(pair => pair.Key != best).Select(pair => pair.Value).DefaultIfEmpty().Max();
        var confidence = score / (score + second + 0.5);
        return confidence < 0.4 ? new LanguageGuess(Unknown, 1 - confidence) : new LanguageGuess(best, Math.Min(confidence, 0.99));
    }

    private static void Count(Dictionary<string, double> scores, string word, double weight)
    {
        if (!LanguagesOf.TryGetValue(word, out var languages))
            return;
        // "a", "i", "o" stand in half the languages and in every typing error.
        var share = weight * (word.Length == 1 ? 0.4 : 1) / languages.Length;
        foreach (var language in languages)
            Add(scores, language, share);
    }

    private static void Add(Dictionary<string, double> scores, string language, double share) =>
        scores[language] = scores.GetValueOrDefault(language) + share;

    private static string? Primary(string? tag)
    {
        if (string.IsNullOrEmpty(tag) || tag.Length > 35)
            return null;
        var primary = tag.Split('-', '_')[0].ToLowerInvariant();
        return primary.Length is 2 or 3 && primary.All(char.IsAsciiLetterLower) && primary != Unknown ? primary : null;
    }

    private static ScriptCount Scripts(WordedText text)
    {
        var count = new ScriptCount();
        var end = 0;
        foreach (var word in text.Words)
        {
            if (word.IsAside)
                continue;
            foreach (var rune in text.Text.AsSpan(word.Start, word.Length).EnumerateRunes())
            {
                if (Rune.IsLetter(rune))
                    count.See(rune.Value);
            }

            // A thousand words tell as much as all of them.
            if (++end == 1000)
                break;
        }

        return count;
    }

    /// <summary>How many letters of each script a text has, and the few that tell its languages apart.</summary>
    private sealed class ScriptCount
    {
        private static readonly string[] Single = ["ko", "he", "el", "th", "hi", "ka", "hy", "bn", "ta", "te", "km", "my", "lo"];

        private readonly int[] _single = new int[Single.Length];
        private int _latin, _han, _kana, _arabic, _persian, _urdu, _cyrillic, _ukrainian, _russian, _serbian, _belarusian;

        public int Letters { get; private set; }

        public void See(int letter)
        {
            Letters++;
            switch (letter)
            {
                case < 0x250 or (>= 0x1E00 and <= 0x1EFF): _latin++; break;
                case >= 0x3040 and <= 0x30FF: _kana++; break;
                case (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF):
                    _han++;
                    break;
                case (>= 0x600 and <= 0x6FF) or (>= 0x750 and <= 0x77F) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF):
                    _arabic++;
                    if (letter is 0x067E or 0x0686 or 0x06AF or 0x06A9 or 0x06CC)
                        _persian++;
                    if (letter is 0x0679 or 0x0688 or 0x0691 or 0x06D2 or 0x06BA or 0x06BE)
                        _urdu++;
                    break;
                case >= 0x400 and <= 0x52F:
                    _cyrillic++;
                    if (letter is 0x0456 or 0x0457 or 0x0454 or 0x0491 or 0x0406 or 0x0407 or 0x0404)
                        _ukrainian++;
                    if (letter is 0x044B or 0x044D or 0x0451 or 0x044A)
                        _russian++;
                    if (letter is 0x0458 or 0x0459 or 0x045A or 0x045B or 0x0452)
                        _serbian++;
                    if (letter is 0x045E or 0x040E)
                        _belarusian++;
                    break;
                case (>= 0xAC00 and <= 0xD7AF) or (>= 0x1100 and <= 0x11FF): _single[0]++; break;
                case >= 0x590 and <= 0x5FF: _single[1]++; break;
                case (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF): _single[2]++; break;
                case >= 0xE00 and <= 0xE7F: _single[3]++; break;
                case >= 0x900 and <= 0x97F: _single[4]++; break;
                case >= 0x10A0 and <= 0x10FF: _single[5]++; break;
                case >= 0x530 and <= 0x58F: _single[6]++; break;
                case >= 0x980 and <= 0x9FF: _single[7]++; break;
                case >= 0xB80 and <= 0xBFF: _single[8]++; break;
                case >= 0xC00 and <= 0xC7F: _single[9]++; break;
                case >= 0x1780 and <= 0x17FF: _single[10]++; break;
                case >= 0x1000 and <= 0x109F: _single[11]++; break;
                case >= 0xE80 and <= 0xEFF: _single[12]++; break;
            }
        }

        /// <returns>Null when most of it is Latin, and small words must tell.</returns>
        public LanguageGuess? ByScript(string? hinted)
        {
            // One sign of these scripts says about as much as two Latin letters.
            var east = 2 * (_han + _kana);
            var most = Math.Max(Math.Max(east, _arabic), Math.Max(_cyrillic, _single.Max()));
            if (most == 0 || most < _latin)
                return null;
            var sure = Math.Min(0.99, 0.6 + (0.4 * most / (most + _latin + 1.0)));
            if (most == east)
            {
                return _kana > 0 ? new LanguageGuess("ja", sure)
                    : hinted is "ja" or "zh" ? new LanguageGuess(hinted, 0.8 * sure)
                    : new LanguageGuess("zh", 0.85 * sure);
            }

            if (most == _arabic)
            {
                return hinted is "fa" or "ur" or "ar" or "ckb" or "ps" && (_persian + _urdu > 0) == (hinted != "ar") ? new LanguageGuess(hinted, sure)
                    : _urdu > 0 ? new LanguageGuess("ur", 0.85 * sure)
                    : _persian > 0 ? new LanguageGuess("fa", 0.85 * sure)
                    : new LanguageGuess("ar", sure);
            }

            if (most == _cyrillic)
            {
                return _serbian > 0 ? new LanguageGuess(hinted is "mk" ? "mk" : "sr", 0.85 * sure)
                    : _belarusian > 0 ? new LanguageGuess("be", 0.9 * sure)
                    : _ukrainian > 0 && _russian == 0 ? new LanguageGuess("uk", sure)
                    : _russian > 0 ? new LanguageGuess("ru", sure)
                    : hinted is "bg" or "uk" or "mk" or "sr" or "kk" ? new LanguageGuess(hinted, 0.7 * sure)
                    : new LanguageGuess("ru", 0.7 * sure);
            }

            var single = Single[Array.IndexOf(_single, most)];
            return single == "hi" && hinted is "mr" or "ne" ? new LanguageGuess(hinted, 0.8 * sure) : new LanguageGuess(single, sure);
        }
    }
}
