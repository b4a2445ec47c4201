using System.Buffers;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>
/// Takes the words from a raw post that its writer said: no links, no mentions, no addresses, no codes. In lower case, accents kept, for they tell languages apart.
/// Allocates nothing; a word is valid until the next one.
/// </summary>
/// <param name="text">Any text; lone surrogates and marks without end are boundaries or nothing.</param>
/// <param name="hashtags">Whether hashtags are words too.</param>
/// <param name="letters">Room for <see cref="LongestWord"/> letters.</param>
public ref struct SaidWords(ReadOnlySpan<char> text, bool hashtags, Span<char> letters)
{
    /// <summary>What follows in a longer word is counted and not read.</summary>
    public const int LongestWord = 28;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\u00A0\u2003\u3000");
    private static readonly SearchValues<char> FaceSigns = SearchValues.Create("_^´`\uFF9F°≧≦");
    private static readonly SearchValues<char> AsideSigns = SearchValues.Create("@.:");

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _letters = letters;
    private int _at;
    private int _pieceEnd;
    private int _kept;

    /// <summary>The word, folded.</summary>
    public readonly ReadOnlySpan<char> Word => _letters[.._kept];

    public Script Script { get; private set; }

    /// <summary>All letters of the word, also those that were not read.</summary>
    public int Letters { get; private set; }

    /// <summary>Whether a full stop, a line break or the like stands before the word.</summary>
    public bool StartsSentence { get; private set; }

    /// <summary>Whether hashtags were left out so far.</summary>
    public bool SawHashtag { get; private set; }

    /// <returns>False at the end of the text.</returns>
    public bool MoveNext()
    {
        StartsSentence = false;
        while (_at < _text.Length)
        {
            if (_at >= _pieceEnd && !NextPiece())
                continue;
            var (letter, script, length) = At(_at);
            if (script == Script.None)
            {
                SkipSign(length);
                continue;
            }

            if (TakeWord(letter, script, length))
                return true;
        }

        return false;
    }

    /// <summary>Finds how far the text can be read without a look for links and the like; skips what nobody said.</summary>
    private bool NextPiece()
    {
        var rest = _text[_at..];
        var sign = rest.IndexOfAny(AsideSigns);
        if (sign < 0)
        {
            _pieceEnd = _text.Length;
            return true;
        }

        var blank = rest[..sign].LastIndexOfAny(Blanks);
        if (blank >= 0)
        {
            _pieceEnd = _at + blank + 1;
            return true;
        }

        var length = rest[sign..].IndexOfAny(Blanks);
        _pieceEnd = length < 0 ? _text.Length : _at + sign + length;
        var piece = _text[_at.._pieceEnd];
        var aside = AsideSign.In(piece);
        if (aside < 0)
            return true;
        if (aside > 0)
        {
            _pieceEnd = _at + aside;
            return true;
        }

        // Chinese, Japanese and Thai go on behind a link without a blank, and before it.
        var end = piece.IndexOfAnyInRange('\u0E00', '\uD7FF');
        if (end == 0)
        {
            var before = piece.IndexOfAnyExceptInRange('\u0E00', '\uD7FF');
            _pieceEnd = _at + (before < 0 ? piece.Length : before);
            return true;
        }

        _at = end < 0 ? _pieceEnd : _at + end;
        _pieceEnd = _at;
        return false;
    }

    private void SkipSign(int length)
    {
        var c = _text[_at];
        if (c == ' ')
        {
            _at++;
            return;
        }

        if (c is '#' or '\uFF03' && _at + 1 < _text.Length && Scripts.Of(_text[_at + 1]) != Script.None && !hashtags)
        {
            SawHashtag = true;
            _at++;
            while (_at < _pieceEnd && (Scripts.Of(_text[_at]) != Script.None || char.IsDigit(_text[_at]) || _text[_at] == '_'))
                _at++;
            return;
        }

        StartsSentence |= c is '.' or '!' or '?' or '\n' or '…' or '。' or '।' or '؟';
        if (c == '&' && Entity() is var entity and > 0)
        {
            _at += entity;
            return;
        }

        _at += length;
        // "24h", "1Z999": what hangs on a digit is a code or a measure.
        if (char.IsAsciiDigit(c))
        {
            while (_at < _pieceEnd && char.IsAsciiLetterOrDigit(_text[_at]))
                _at++;
        }
    }

    /// <summary>The length of "&amp;amp;" and the like; 0 when it is none.</summary>
    private readonly int Entity()
    {
        var end = _at + 1;
        while (end < _pieceEnd && end - _at < 10 && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '#'))
            end++;
        return end < _pieceEnd && end > _at + 1 && _text[end] == ';' ? end + 1 - _at : 0;
    }

    private bool TakeWord(char letter, Script script, int length)
    {
        Script = script;
        Letters = 0;
        _kept = 0;
        var start = _at;
        while (true)
        {
            Letters++;
            Keep(letter);
            _at += length;
            if (script == Script.Latin)
                TakePlain();
            while (_at < _pieceEnd && IsNothing(_text[_at]))
                _at++;
            if (_at >= _pieceEnd)
                return !IsPartOfFace(start);
            var (next, nextScript, nextLength) = At(_at);
            if (nextScript == script)
            {
                (letter, length) = (next, nextLength);
                continue;
            }

            if (_text[_at] is '\'' or '\u2019' or '\u02BC' && _at + 1 < _pieceEnd && At(_at + 1) is var after && after.Script == script)
            {
                Keep('\'');
                _at++;
                (letter, length) = (after.Letter, after.Length);
                continue;
            }

            if (!char.IsAsciiDigit(_text[_at]) || script != Script.Latin)
                return !IsPartOfFace(start);
            while (_at < _pieceEnd && char.IsAsciiLetterOrDigit(_text[_at]))
                _at++;
            return false;
        }
    }

    /// <summary>(ツ), (;ﾟДﾟ), ಠ_ಠ: a letter that is an eye or a mouth.</summary>
    private readonly bool IsPartOfFace(int start)
    {
        if (Letters > 1 || Script is Script.Latin or Script.Han or Script.Hangul)
            return false;
        var before = start > 0 ? _text[start - 1] : ' ';
        var after = _at < _text.Length ? _text[_at] : ' ';
        return FaceSigns.Contains(before) || FaceSigns.Contains(after) || (before == '(' && after == ')');
    }

    /// <summary>Most letters of most posts, without a look at any table.</summary>
    private void TakePlain()
    {
        var (at, kept) = (_at, _kept);
        while (at < _pieceEnd && (uint)((_text[at] | 0x20) - 'a') <= 'z' - 'a' && kept < LongestWord)
        {
            var letter = (char)(_text[at] | 0x20);
            _letters[kept] = letter;
            kept += kept > 1 && _letters[kept - 1] == letter && _letters[kept - 2] == letter ? 0 : 1;
            at++;
        }

        Letters += at - _at;
        (_at, _kept) = (at, kept);
    }

    /// <summary>"sooooo" is kept as "soo": a letter stands three times for effect alone.</summary>
    private void Keep(char letter)
    {
        var isForEffect = _kept >= 2 && _letters[_kept - 1] == letter && _letters[_kept - 2] == letter;
        if (_kept < LongestWord && !isForEffect)
            _letters[_kept++] = letter;
    }

    private readonly (char Letter, Script Script, int Length) At(int at)
    {
        var c = _text[at];
        if (c < 0x80)
            return (uint)((c | 0x20) - 'a') <= 'z' - 'a' ? ((char)(c | 0x20), Script.Latin, 1) : (c, Script.None, 1);
        if (!char.IsSurrogate(c))
        {
            var script = Scripts.Of(c);
            return (Fold(c, script), script, 1);
        }

        if (at + 1 >= _text.Length || !char.IsSurrogatePair(c, _text[at + 1]))
            return (c, Script.None, 1);
        return char.ConvertToUtf32(c, _text[at + 1]) switch
        {
            // Letters of mathematics are typed for bold and italics: https://www.unicode.org/charts/PDF/U1D400.pdf
            var code and >= 0x1D400 and < 0x1D6A4 => ((char)('a' + ((code - 0x1D400) % 26)), Script.Latin, 2),
            >= 0x20000 and < 0x32000 => (c, Script.Han, 2),
            _ => (c, Script.None, 2),
        };
    }

    private static char Fold(char c, Script script) => script switch
    {
        Script.Latin when c >= '\uFF21' => (char)((c - 0xFEE0) | 0x20),
        Script.Latin when c == '\u0130' => 'i',
        // Romanian keyboards send s and t with a cedilla for the comma below; only Turkish means the first.
        Script.Latin when c is '\u0162' or '\u0163' => '\u021B',
        // The Arabic and the Persian forms of kaf and yeh tell the languages apart and stay.
        Script.Latin or Script.Cyrillic or Script.Greek => char.ToLowerInvariant(c),
        _ => c,
    };

    /// <summary>Stands inside a word without being seen: accents sent apart, marks of direction, soft hyphens.</summary>
    private static bool IsNothing(char c) => c switch
    {
        < '\u00AD' => false,
        '\u00AD' or '\u0640' or '\u0670' or '\u200D' or '\u2060' or '\uFEFF' => true,
        >= '\u0300' and <= '\u036F' => true,
        >= '\u0591' and <= '\u05C7' => true,
        >= '\u064B' and <= '\u065F' => true,
        >= '\u200E' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => true,
        >= '\uFE00' and <= '\uFE0F' => true,
        _ => false,
    };
}
