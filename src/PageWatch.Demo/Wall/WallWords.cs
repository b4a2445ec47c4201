using System.Buffers;
using System.Globalization;
using System.Text;

namespace PageWatch.Demo.Wall;

/// <summary>What may be written on the wall. Directions, emoji and nonsense may; what no screen can show is left out.</summary>
internal static class WallWords
{
    /// <summary>UTF-16 units, line breaks counted as one, as a text field of a browser counts.</summary>
    public const int LongestText = 10_000;

    public const int LongestName = 80;

    public const int LongestLink = 2_000;

    public const string NobodysName = "A visitor";

    private static readonly SearchValues<char> NotInLinks = SearchValues.Create(" \t\n\"<>");

    /// <returns>What is wrong with it, in a sentence; null when it may be written.</returns>
    public static string? Problem(string text, string? picture)
    {
        if (text.Length > LongestText)
            return string.Create(CultureInfo.InvariantCulture, $"A text may have {LongestText:N0} characters; this one has {text.Length:N0}.");
        if (picture is { Length: > LongestLink })
            return string.Create(CultureInfo.InvariantCulture, $"A picture link may have {LongestLink:N0} characters; this one has {picture.Length:N0}.");
        if (picture is not null && !IsLink(picture))
            return "A picture link starts with https:// or http://.";
        return picture is null && string.IsNullOrWhiteSpace(text) ? "There is nothing to post yet: write something, or link a picture." : null;
    }

    /// <returns>What is wrong with it, in a sentence; null when it will do.</returns>
    public static string? NameProblem(string name) =>
        name.Length > LongestName ? string.Create(CultureInfo.InvariantCulture, $"A name may have {LongestName} characters; this one has {name.Length}.") : null;

    /// <summary>Line breaks as one character, and without the control characters that HTML cannot hold.</summary>
    public static string Text(string? written)
    {
        if (string.IsNullOrEmpty(written))
            return "";
        var kept = new StringBuilder(written.Length);
        foreach (var c in written.ReplaceLineEndings("\n"))
        {
            if (!char.IsControl(c) || c is '\n' or '\t')
                kept.Append(c);
        }

        return kept.ToString().TrimEnd();
    }

    /// <summary>One line; <see cref="NobodysName"/> for whoever gives none.</summary>
    public static string Name(string? written)
    {
        var name = string.Join(' ', Text(written).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Length == 0 ? NobodysName : name;
    }

    /// <returns>Null when none was given.</returns>
    public static string? Link(string? written)
    {
        var link = Text(written).Trim();
        return link.Length == 0 ? null : link;
    }

    private static bool IsLink(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0 && !link.AsSpan().ContainsAny(NotInLinks);
}
