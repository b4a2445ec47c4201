namespace PageWatch.Platforms.Feeds;

/// <summary>Reads the language that a feed names.</summary>
internal static class FeedLanguage
{
    private const int Longest = 35; // RFC 5646 (4.4.1)

    /// <returns>A tag of the form that BCP 47 asks for (<c>de-AT</c>); null when it is none.</returns>
    public static string? Of(string? written)
    {
        var tag = written?.Trim().Replace('_', '-');
        if (tag is null or "" || tag.Length > Longest)
            return null;
        var parts = tag.Split('-');
        return parts[0].All(char.IsAsciiLetter) && Array.TrueForAll(parts, part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit)) ? tag : null;
    }
}
