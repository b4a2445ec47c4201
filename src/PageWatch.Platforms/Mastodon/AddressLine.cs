using System.Text;
using System.Text.RegularExpressions;
using PageWatch.Domain.Publishing;

namespace PageWatch.Platforms.Mastodon;

/// <summary>
/// The line above a reply that names whom it answers: without a mention nobody is told. The approved words stand below it, unchanged, and what is
/// read from the page is told without it, so that the two can be compared.
/// </summary>
internal static partial class AddressLine
{
    /// <summary>What goes out for an approved text.</summary>
    /// <param name="target">The post that is answered.</param>
    /// <param name="own">The id of the page's account.</param>
    /// <returns>Null when the author has no handle that could be written.</returns>
    public static string? Above(string text, StatusWire target, string? own)
    {
        if (target.IsBy(own))
            return text;
        if (target.Account?.Acct is not { } handle || !Handle().IsMatch(handle))
            return null;
        return Names(text, handle) ? text : $"@{handle}\n{text}";
    }

    /// <summary>Servers show "@lea" where "@lea@piaille.example" was written. An own text is read as it was written.</summary>
    public static string WholeHandles(string text, StatusWire status)
    {
        var mentions = (status.Mentions ?? []).Where(each => each is { Username.Length: > 0, Acct.Length: > 0 }).ToLookup(each => each!.Username!, each => each!.Acct!, StringComparer.OrdinalIgnoreCase);
        if (mentions.Count == 0 || !text.Contains('@', StringComparison.Ordinal))
            return text;
        var whole = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            whole.Append(text[i]);
            if (text[i] != '@' || (i > 0 && (IsOfName(text[i - 1]) || text[i - 1] == '@')))
                continue;
            var end = NameEnd(text, i + 1);
            // Two of the same name on two servers cannot be told apart any more.
            if (end > i + 1 && (end == text.Length || text[end] != '@') && mentions[text[(i + 1)..end]].Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var handle])
            {
                whole.Append(handle);
                i = end - 1;
            }
        }

        return whole.ToString();
    }

    /// <summary>An own text without the line above it; as it is where no mention stands alone on the first line.</summary>
    public static string WithoutIt(string text, StatusWire status)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end > 0 && IsMention(text[..end].Trim(), status) ? text[(end + 1)..].TrimStart('\n') : text;
    }

    /// <summary>Whether this own post says the approved words; also where the server ran the line above and the first line together.</summary>
    public static bool Says(string approved, StatusWire status, string read)
    {
        if (SameText.As(approved, read))
            return true;
        var blank = read.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && IsMention(read[..blank], status) && SameText.As(approved, read[(blank + 1)..]);
    }

    private static bool IsMention(string word, StatusWire status) =>
        word.Length > 1 && word[0] == '@' && (status.Mentions ?? []).Any(each => string.Equals(each?.Acct, word[1..], StringComparison.OrdinalIgnoreCase) || string.Equals(each?.Username, word[1..], StringComparison.OrdinalIgnoreCase));

    private static bool Names(string text, string handle)
    {
        var written = "@" + handle;
        for (var at = text.IndexOf(written, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(written, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + written.Length;
            var begins = at == 0 || !(IsOfName(text[at - 1]) || text[at - 1] is '@' or '/');
            var ends = end == text.Length || !(IsOfName(text[end]) || text[end] == '@' || (text[end] is '.' or '-' && end + 1 < text.Length && IsOfName(text[end + 1])));
            if (begins && ends)
                return true;
        }

        return false;
    }

    private static int NameEnd(string text, int from)
    {
        var end = from;
        while (end < text.Length && (IsOfName(text[end]) || (text[end] is '.' or '-' && end + 1 < text.Length && IsOfName(text[end + 1]))))
            end++;
        return end;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?(@[\p{L}\p{N}][\p{L}\p{N}.:-]*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Handle();
}
