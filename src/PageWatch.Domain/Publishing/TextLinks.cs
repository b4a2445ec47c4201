using System.Buffers;

namespace PageWatch.Domain.Publishing;

/// <summary>Where a text names an address that a page would make a link of. In time proportional to the text.</summary>
public static class TextLinks
{
    /// <summary>What ends an address that people write without a scheme. Others need a path: "good.It" is no address, "t.me/x" is.</summary>
    private static readonly HashSet<string> BareEnds = new(StringComparer.OrdinalIgnoreCase)
    {
        "com", "net", "org", "info", "biz", "xyz", "shop", "online", "site", "club", "link", "store", "app", "dev", "example", "top", "eu",
    };

    // Brackets and quotes that open inside an address are rare; those that close after it are not.
    private static readonly SearchValues<char> Ends = SearchValues.Create("<>\"“”„«»‹›‘’`{}|");

    private static readonly SearchValues<char> TrailingSigns = SearchValues.Create(".,;:!?'*_~…");

    /// <returns>In the order of the text; none overlap. Mail addresses are no links.</returns>
    public static IReadOnlyList<TextLink> In(string text)
    {
        // An address has a dot or a scheme; most replies have no dot that goes on with a letter.
        if (!MayHave(text))
            return [];
        var found = new List<TextLink>();
        for (var i = 0; i < text.Length;)
        {
            if (IsGap(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && !IsGap(text[end]))
                end++;
            if (LinkIn(text, i, end) is { } link)
                found.Add(link);
            i = end;
        }

        return found;
    }

    private static bool MayHave(string text)
    {
        for (var dot = text.AsSpan().IndexOfAny('.', ':'); dot >= 0;)
        {
            if (dot + 1 < text.Length && (char.IsLetterOrDigit(text[dot + 1]) || text[dot + 1] == '/'))
                return true;
            var next = text.AsSpan(dot + 1).IndexOfAny('.', ':');
            dot = next < 0 ? -1 : dot + 1 + next;
        }

        return false;
    }

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || Ends.Contains(c);

    /// <summary>What the piece without blanks holds; its first address is taken to the end of it.</summary>
    private static TextLink? LinkIn(string text, int from, int to)
    {
        var piece = text.AsSpan(from, to - from);
        var scheme = piece.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            var start = scheme;
            while (start > 0 && char.IsAsciiLetterOrDigit(piece[start - 1]))
                start--;
            if (start < scheme)
                return Cut(text, from + start, to, from + scheme + 3, new string(piece[start..scheme]).ToLowerInvariant());
        }

        var www = piece.IndexOf("www.", StringComparison.OrdinalIgnoreCase);
        if (www >= 0 && (www == 0 || !char.IsLetterOrDigit(piece[www - 1])) && www + 4 < piece.Length && char.IsLetterOrDigit(piece[www + 4]))
            return Cut(text, from + www, to, from + www, "");
        if (piece.Contains('@'))
            return null;
        return BareStart(piece) is var bare and >= 0 ? Cut(text, from + bare, to, from + bare, "") : null;
    }

    /// <returns>Where "name.com" or "t.me/x" begins in the piece; -1 when nothing in it is an address.</returns>
    private static int BareStart(ReadOnlySpan<char> piece)
    {
        var start = 0;
        while (start < piece.Length && !char.IsLetterOrDigit(piece[start]))
            start++;
        var end = start;
        while (end < piece.Length && (char.IsLetterOrDigit(piece[end]) || piece[end] is '.' or '-'))
            end++;
        var host = piece[start..end].TrimEnd(".-");
        var dot = host.LastIndexOf('.');
        if (dot <= 0 || host.Contains("..", StringComparison.Ordinal))
            return -1;
        var last = host[(dot + 1)..];
        if (last.Length < 2 || last.ContainsAnyInRange('0', '9'))
            return -1;
        var goesOn = end < piece.Length && host.Length == end - start && piece[end] is '/' or '?' or '#' or ':' && end + 1 < piece.Length && char.IsLetterOrDigit(piece[end + 1]);
        return BareEnds.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last) || (goesOn && piece[end] == '/' && last.Length <= 6) ? start : -1;
    }

    private static TextLink? Cut(string text, int start, int end, int hostStart, string scheme)
    {
        while (end > hostStart && (TrailingSigns.Contains(text[end - 1]) || Unopened(text.AsSpan(start, end - start))))
            end--;
        if (end <= hostStart)
            return null;
        var rest = text.AsSpan(hostStart, end - hostStart);
        // Browsers read "\" as "/", and what stands before "@" as a name to log in with: https://url.spec.whatwg.org/#host-state.
        var path = rest.IndexOfAny("/\\?#");
        var authority = path < 0 ? rest : rest[..path];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var port = host.IndexOf(':');
        if (port >= 0)
            host = host[..port];
        return new TextLink(start, end - start, scheme, new string(host.TrimEnd('.')).ToLowerInvariant(), path < 0 ? "" : new string(rest[path..]));
    }

    private static bool Unopened(ReadOnlySpan<char> link) => link[^1] switch
    {
        ')' => !link.Contains('('),
        ']' => !link.Contains('['),
        _ => false,
    };
}

/// <summary>An address as it stands in a text, in UTF-16 units.</summary>
/// <param name="Scheme">In lower case; empty where none is written.</param>
/// <param name="Host">In lower case, without a name to log in with and without a port.</param>
/// <param name="Path">From the first "/", "?" or "#" on; empty for a host alone.</param>
public sealed record TextLink(int Start, int Length, string Scheme, string Host, string Path)
{
    /// <summary>What browsers open; all others do something else than show a page.</summary>
    public bool IsWeb => Scheme is "" or "http" or "https";
}
