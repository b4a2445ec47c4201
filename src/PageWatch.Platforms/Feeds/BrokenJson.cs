using System.Globalization;
using System.Text;

namespace PageWatch.Platforms.Feeds;

/// <summary>Mends what programs that paste JSON together get wrong inside its strings, so that a strict reader takes the rest.</summary>
internal static class BrokenJson
{
    /// <summary>
    /// Bare line breaks and control characters become escapes, halves of characters (<c>\ud83d</c> alone) the mark for what cannot be read, and
    /// escapes that JSON does not know lose their backslash.
    /// </summary>
    public static string Mend(string json)
    {
        var mended = new StringBuilder(json.Length + 16);
        var inside = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (c == '"')
            {
                inside = !inside;
                mended.Append(c);
            }
            else if (!inside)
            {
                mended.Append(c is '\0' or '\uFEFF' ? ' ' : c);
            }
            else if (c < ' ')
            {
                mended.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else if (c == '\\')
            {
                i = MendEscape(json, i, mended);
            }
            else
            {
                mended.Append(c);
            }
        }

        return mended.ToString();
    }

    /// <returns>Where the escape ends.</returns>
    private static int MendEscape(string json, int at, StringBuilder mended)
    {
        if (at + 1 == json.Length)
            return at;
        var kind = json[at + 1];
        if (kind != 'u')
        {
            if (kind is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't')
                mended.Append('\\');
            mended.Append(kind < ' ' ? ' ' : kind);
            return at + 1;
        }

        if (UnitAt(json, at) is not { } unit)
        {
            mended.Append('u');
            return at + 1;
        }

        if (!char.IsSurrogate(unit))
        {
            mended.Append(json, at, 6);
            return at + 5;
        }

        if (char.IsHighSurrogate(unit) && UnitAt(json, at + 6) is { } low && char.IsLowSurrogate(low))
        {
            mended.Append(json, at, 12);
            return at + 11;
        }

        mended.Append("\\ufffd");
        return at + 5;
    }

    /// <summary>The UTF-16 unit that an escape at this place stands for; null when there is none.</summary>
    private static char? UnitAt(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u' && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
