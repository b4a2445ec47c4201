using System.Buffers;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>Tells links, mentions and addresses from what is said, in a stretch of text without blanks.</summary>
internal static class AsideSign
{
    /// <summary>Ends of addresses that people write without a scheme; shorter ones must go on with a slash, for "good.It" is no address.</summary>
    private static readonly SearchValues<string> BareEnds = SearchValues.Create(
        [".com", ".net", ".org", ".info", ".biz", ".xyz", ".shop", ".online", ".site", ".club", ".link", ".store"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> BeforeMention = SearchValues.Create("(.,:\"'“«-");

    /// <returns>Where in the piece a link, a mention or an e-mail address begins, all to the end of the piece; -1 when all of it is said.</returns>
    public static int In(ReadOnlySpan<char> piece)
    {
        if (IsMention(piece, out var at))
            return at;
        var link = LinkIn(piece);
        return link >= 0 ? link : IsMail(piece, at) ? 0 : -1;
    }

    /// <returns>Where in the piece the address begins; -1 when there is none.</returns>
    public static int LinkIn(ReadOnlySpan<char> piece)
    {
        var scheme = piece.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            while (scheme > 0 && char.IsAsciiLetter(piece[scheme - 1]))
                scheme--;
            return scheme;
        }

        var www = piece.IndexOf("www.", StringComparison.OrdinalIgnoreCase);
        if (www >= 0)
            return www;
        if (piece.Contains('@'))
            return -1;
        var dot = piece.IndexOf('.');
        if (dot <= 0 || !char.IsLetterOrDigit(piece[dot - 1]))
            return -1;
        if (piece.IndexOfAny(BareEnds) is var bare and > 0)
        {
            var after = bare + piece[bare..].IndexOfAnyExcept('.');
            while (after < piece.Length && char.IsAsciiLetter(piece[after]))
                after++;
            if (after >= piece.Length || !char.IsLetterOrDigit(piece[after]))
                return 0;
        }

        // bit.ly/x, t.me/x
        var slash = piece[dot..].IndexOf('/');
        return slash is 3 or 4 && char.IsAsciiLetter(piece[dot + 1]) && dot + slash + 1 < piece.Length ? 0 : -1;
    }

    /// <returns>Whether a mention is all that the piece is, from its sign on.</returns>
    public static bool IsMention(ReadOnlySpan<char> piece, out int at)
    {
        at = piece.IndexOf('@');
        return at >= 0 && !piece[..at].ContainsAnyExcept(BeforeMention);
    }

    private static bool IsMail(ReadOnlySpan<char> piece, int at) =>
        at > 0 && char.IsLetterOrDigit(piece[at - 1]) && at + 1 < piece.Length && char.IsLetterOrDigit(piece[at + 1]);
}
