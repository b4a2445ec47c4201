namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>Faces made of signs, told apart from the punctuation that they are made of.</summary>
internal static class Emoticon
{
    /// <summary>Those that are no eyes, nose and mouth. Longer ones first where one begins another.</summary>
    private static readonly string[] Whole =
        ["</3", "<3", "^_^", "^^", "-_-", ">_<", "t_t", "o_o", "xd", "\\o/", "d:", ">:("];

    /// <param name="text">From where it may begin.</param>
    /// <param name="before">The character before it.</param>
    /// <param name="face">Its plain form: ":)" whatever its nose, ":(" however long its mouth; at most three signs.</param>
    /// <returns>Its length; 0 when there is none.</returns>
    public static int At(ReadOnlySpan<char> text, char before, out ReadOnlySpan<char> face)
    {
        face = default;
        if (text.Length < 2)
            return 0;
        var isFree = !char.IsLetterOrDigit(before);
        switch (text[0])
        {
            case ':' or ';' or '=':
                return Upright(text, isFree, out face);
            case '(' or ')':
                return Turned(text, isFree, out face);
            case '<' or '^' or '-' or '>' or '\\':
                break;
            case 'x' or 'X' or 't' or 'T' or 'o' or 'O' or 'D' when isFree:
                break;
            default:
                return 0;
        }

        foreach (var whole in Whole)
        {
            if (!text.StartsWith(whole, StringComparison.OrdinalIgnoreCase))
                continue;
            // "xd" may be stretched ("XDDD"); what ends in a letter must end there ("xdebug", "o_ok").
            var length = whole.Length;
            while (length < text.Length && (text[length] | 0x20) == (whole[^1] | 0x20) && whole is "xd" or "^^" && length < 12)
                length++;
            if (char.IsLetter(whole[^1]) && length < text.Length && char.IsLetterOrDigit(text[length]))
                continue;
            face = whole;
            return length;
        }

        return 0;
    }

    private static int Upright(ReadOnlySpan<char> text, bool isFree, out ReadOnlySpan<char> face)
    {
        face = default;
        var at = 1;
        var weeps = text[at] == '\'';
        if (weeps)
            at++;
        if (at < text.Length && text[at] is '-' or '^' or 'o' && at + 1 < text.Length && IsMouth(text[at + 1]))
            at++;
        if (at >= text.Length || !IsMouth(text[at]))
            return 0;
        var mouth = text[at];
        var isLetter = char.IsLetterOrDigit(mouth);
        // "12:30", "a:b", "=8": a mouth that is a letter needs air on both sides.
        if (isLetter && (!isFree || (text[0] == '=' && mouth is not ('D' or 'P'))))
            return 0;
        if (text[0] == '=' && mouth is '/' or '<' or '[' or '{' or '>')
            return 0;
        var end = at + 1;
        while (end < text.Length && text[end] == mouth && end < 16)
            end++;
        if (isLetter && end < text.Length && char.IsLetterOrDigit(text[end]))
            return 0;
        // "http://"
        if (mouth is '/' or '\\' && (end - at > 1 || (end < text.Length && char.IsLetterOrDigit(text[end]) && !isFree)))
            return 0;
        var winks = text[0] == ';';
        face = mouth switch
        {
            ')' or ']' or '}' or '>' => weeps ? ":')" : winks ? ";)" : ":)",
            '(' or '[' or '{' or '<' or 'c' or 'C' => weeps ? ":'(" : ":(",
            'D' => ":D",
            'd' or 'p' or 'P' or 'b' => winks ? ";P" : ":P",
            '/' or '\\' => ":/",
            '|' => ":|",
            'o' or 'O' or '0' => ":O",
            '*' or 'x' or 'X' => ":*",
            's' or 'S' => ":S",
            '3' => ":3",
            _ => ":$",
        };
        return end;
    }

    private static bool IsMouth(char c) => c is ')' or ']' or '}' or '>' or '(' or '[' or '{' or '<' or 'c' or 'C' or 'D' or 'd' or 'p' or 'P' or 'b'
        or '/' or '\\' or '|' or 'o' or 'O' or '0' or '*' or 'x' or 'X' or 's' or 'S' or '3' or '$';

    private static int Turned(ReadOnlySpan<char> text, bool isFree, out ReadOnlySpan<char> face)
    {
        face = default;
        var at = text[1] == '-' && text.Length > 2 ? 2 : 1;
        if (!isFree || text[at] is not (':' or ';' or '=') || (at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1])))
            return 0;
        face = text[0] == '(' ? ":)" : ":(";
        return at + 1;
    }
}
