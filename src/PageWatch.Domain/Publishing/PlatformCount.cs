using System.Globalization;
using System.Text;

namespace PageWatch.Domain.Publishing;

/// <summary>Counts as single platforms do.</summary>
internal static class PlatformCount
{
    /// <summary>What a link counts where platforms shorten it, however long it is.</summary>
    private const int ShortLink = 23;

    /// <summary>Mastodon: https://docs.joinmastodon.org/user/posting/#text. Of "@user@server" the server is free.</summary>
    public static int GraphemesShortLinks(string text)
    {
        var count = 0;
        var at = 0;
        foreach (var link in TextLinks.In(text))
        {
            if (link.Scheme is not ("http" or "https"))
                continue;
            count += Graphemes(text, at, link.Start) + ShortLink;
            at = link.Start + link.Length;
        }

        return count + Graphemes(text, at, text.Length);
    }

    /// <summary>X: most of Latin, Greek, Cyrillic, Arabic counts 1, what else there is 2, an emoji of any length 2: https://docs.x.com/fundamentals/counting-characters.</summary>
    public static int Weighted(string text)
    {
        var composed = WellFormed(text).Normalize(NormalizationForm.FormC);
        var count = 0;
        var at = 0;
        foreach (var link in TextLinks.In(composed))
        {
            if (!link.IsWeb)
                continue;
            count += Weights(composed, at, link.Start) + ShortLink;
            at = link.Start + link.Length;
        }

        return count + Weights(composed, at, composed.Length);
    }

    /// <summary>Threads: an emoji counts the bytes of its UTF-8: https://developers.facebook.com/docs/threads/overview#limitations.</summary>
    public static int CharactersEmojiBytes(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, i);
            var element = text.AsSpan(i, length);
            count += IsEmoji(element) ? Encoding.UTF8.GetByteCount(element) : length;
            i += length;
        }

        return count;
    }

    private static int Graphemes(string text, int from, int to)
    {
        var count = 0;
        for (var i = from; i < to;)
        {
            count++;
            var (server, end) = text[i] == '@' && (i == 0 || !char.IsLetterOrDigit(text[i - 1])) ? ServerAfter(text, i + 1, to) : (0, 0);
            if (end > 0)
            {
                count += server - i - 1;
                i = end;
            }
            else
            {
                i += StringInfo.GetNextTextElementLength(text, i);
            }
        }

        return count;
    }

    /// <returns>Where "@server" begins and ends after a user's name; 0 and 0 when none follows.</returns>
    private static (int Server, int End) ServerAfter(string text, int from, int to)
    {
        var at = from;
        while (at < to && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' or '-'))
            at++;
        if (at == from || at + 1 >= to || text[at] != '@' || !char.IsLetterOrDigit(text[at + 1]))
            return (0, 0);
        var end = at + 1;
        while (end < to && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
            end++;
        while (text[end - 1] is '.' or '-')
            end--;
        return (at, end);
    }

    private static int Weights(string text, int from, int to)
    {
        var count = 0;
        for (var i = from; i < to;)
        {
            var length = Math.Min(StringInfo.GetNextTextElementLength(text, i), to - i);
            var element = text.AsSpan(i, length);
            if (IsEmoji(element))
            {
                count += 2;
            }
            else
            {
                foreach (var rune in element.EnumerateRunes())
                    count += Weight(rune.Value);
            }

            i += length;
        }

        return count;
    }

    /// <summary>Version 3 of X's own table: https://github.com/twitter/twitter-text/blob/master/config/v3.json.</summary>
    private static int Weight(int rune) => rune is <= 0x10FF or (>= 0x2000 and <= 0x200D) or (>= 0x2010 and <= 0x201F) or (>= 0x2032 and <= 0x2037) ? 1 : 2;

    /// <summary>Whether a text element is drawn as a picture: a pictograph, a flag, a keycap, or a sign that asks to be one.</summary>
    private static bool IsEmoji(ReadOnlySpan<char> element)
    {
        if (element.Length == 1 && element[0] < 0x203C)
            return false;
        Rune.DecodeFromUtf16(element, out var first, out _);
        return first.Value is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or 0x231A or 0x231B or (>= 0x23E9 and <= 0x23FA) or 0x2B50 or 0x2B55
            || element.Contains('\uFE0F') || element.Contains('\u20E3');
    }

    /// <summary>Normalising throws for halves of characters and for what is none.</summary>
    private static string WellFormed(string text)
    {
        var safe = true;
        for (var i = 0; i < text.Length && safe; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                safe = !char.IsSurrogate(text[i]) && text[i] < '\uFFFE';
        }

        if (safe)
            return text;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            kept.Append((rune.Value & 0xFFFE) == 0xFFFE ? "\uFFFD" : rune.ToString());
        return kept.ToString();
    }
}
