using System.Globalization;

namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>
/// A post's text as it was meant: entities decoded, typographic signs made plain, invisible characters and stacked accents gone,
/// halves of characters and control characters made blanks. Knows for each character where it came from.
/// </summary>
internal sealed class PlainText
{
    /// <summary>Longer texts are read at both ends only, so that no post costs more than this one.</summary>
    public const int LongestRead = 12_000;

    /// <summary>What is read of the beginning of a longer text; the rest of <see cref="LongestRead"/> is its end.</summary>
    public const int LongestOpening = 10_000;

    private char[] _letters = new char[1024];
    private int[] _origins = new int[1024];

    public ReadOnlySpan<char> Letters => _letters.AsSpan(0, Length);

    /// <summary>Where each letter stands in the post, and as the last one where the post ends.</summary>
    public ReadOnlySpan<int> Origins => _origins.AsSpan(0, Length + 1);

    public int Length { get; private set; }

    /// <summary>The middle of the text was not read.</summary>
    public bool IsCut { get; private set; }

    public void Take(ReadOnlySpan<char> text)
    {
        Length = 0;
        IsCut = text.Length > LongestRead;
        // A character gives at most three ("…"); one more for the blank where the text is cut, one for the end.
        var most = (Math.Min(text.Length, LongestRead) * 3) + 2;
        if (_letters.Length < most)
        {
            _letters = new char[most];
            _origins = new int[most];
        }

        if (IsCut)
        {
            Take(text, 0, LongestOpening);
            Add(' ', LongestOpening);
            Take(text, text.Length - (LongestRead - LongestOpening), text.Length);
        }
        else
        {
            Take(text, 0, text.Length);
        }

        _origins[Length] = text.Length;
    }

    private void Take(ReadOnlySpan<char> text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var c = text[i];
            if (c is >= '!' and < '\u007F')
            {
                if (c == '&' && Entity(text[i..to], out var length) is var meant and > 0)
                {
                    AddMeant(meant, i);
                    i += length - 1;
                    continue;
                }

                Add(c, i);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < to && char.IsLowSurrogate(text[i + 1]))
            {
                var rune = char.ConvertToUtf32(c, text[i + 1]);
                // Skin tones and the letters of tags say nothing that we read.
                if (rune is not ((>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0000 and <= 0xE0FFF)))
                {
                    Add(c, i);
                    Add(text[i + 1], i + 1);
                }

                i++;
            }
            else
            {
                AddPlain(c, i);
            }
        }
    }

    private void Add(char c, int origin)
    {
        _letters[Length] = c;
        _origins[Length++] = origin;
    }

    private void AddPlain(char c, int origin)
    {
        switch (c)
        {
            case <= ' ' or (>= '\u007F' and <= '\u00A0') or '\u3000':
                Add(' ', origin);
                break;
            case < '\u007F':
                Add(c, origin);
                break;
            case '\u2019' or '\u2018' or '\u02BC' or '\u00B4' or '\u2032':
                Add('\'', origin);
                break;
            case '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' or '\u300C' or '\u300D':
                Add('"', origin);
                break;
            case '\u2026':
                Add('.', origin);
                Add('.', origin);
                Add('.', origin);
                break;
            case '\u2013' or '\u2014' or '\u2010' or '\u2011':
                Add('-', origin);
                break;
            case '\u061F' or '\u037E':
                Add('?', origin);
                break;
            case '\u060C' or '\u3001':
                Add(',', origin);
                break;
            case '\u3002' or '\u0964' or '\u06D4':
                Add('.', origin);
                break;
            case '\u203C':
                Add('!', origin);
                Add('!', origin);
                break;
            case >= '\uFF01' and <= '\uFF5E':
                Add((char)(c - 0xFEE0), origin);
                break;
            default:
                if (char.IsSurrogate(c) || char.IsWhiteSpace(c) || c == '\uFFFD')
                    Add(' ', origin);
                else if (!LetterFold.IsDropped(c))
                    Add(c, origin);
                break;
        }
    }

    private void AddMeant(int rune, int origin)
    {
        if (rune < 0x10000)
        {
            AddPlain((char)rune, origin);
            return;
        }

        Add((char)(0xD800 + ((rune - 0x10000) >> 10)), origin);
        Add((char)(0xDC00 + ((rune - 0x10000) & 0x3FF)), origin);
    }

    /// <summary>The few entities that platforms send by name, and any by number.</summary>
    /// <returns>The character that is meant; 0 when this is no entity.</returns>
    private static int Entity(ReadOnlySpan<char> text, out int length)
    {
        var end = text[..Math.Min(text.Length, 10)].IndexOf(';');
        length = end + 1;
        if (end < 3)
            return 0;
        var name = text[1..end];
        if (name[0] != '#')
        {
            return name switch
            {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" or "rsquo" or "lsquo" => '\'',
                "nbsp" => ' ',
                "hellip" => '\u2026',
                _ => 0,
            };
        }

        var isHex = (name[1] | 0x20) == 'x';
        var digits = name[(isHex ? 2 : 1)..];
        return int.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is > 0 and <= 0x10FFFF
                ? code
                : 0;
    }
}
