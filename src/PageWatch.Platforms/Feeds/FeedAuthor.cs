using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Who a feed says wrote something. It proves nothing: anybody can write any name into a feed of their own.</summary>
/// <param name="Name">Null when it names nobody.</param>
internal sealed partial record FeedAuthor(string? Name, Uri? Link)
{
    public static FeedAuthor Of(string? written, string? link, Uri relativeTo) => new(NameIn(written), HtmlText.Resolve(link, relativeTo));

    /// <summary>
    /// The name in "name@example.org (Name)", "Name &lt;name@example.org&gt;" and the like. An e-mail address is never shown: its owner gave it to the
    /// page, not to us. One that stands alone names nobody.
    /// </summary>
    public static string? NameIn(string? written)
    {
        if (string.IsNullOrWhiteSpace(written))
            return null;
        var line = FeedText.OneLine(written.Length > 1000 ? written[..1000] : written);
        if (!line.Contains('@', StringComparison.Ordinal))
            return Trimmed(FeedText.Line(line));
        return Trimmed(FeedText.Line(Address().Replace(line, " ")));
    }

    /// <summary>As a post's author: several are named together, and known by the first one's page.</summary>
    public static Author Together(IReadOnlyList<FeedAuthor> authors)
    {
        var names = string.Join(", ", authors.Select(author => author.Name).OfType<string>().Distinct(StringComparer.Ordinal));
        var link = authors.Count > 0 ? authors[0].Link : null;
        return names.Length == 0 && link is null ? Author.Nobody : new Author(link?.AbsoluteUri, names.Length == 0 ? Author.Nobody.Name : names, link);
    }

    /// <summary>Whether one of them is the account that the team says is its own: by address where the account is one, by name otherwise.</summary>
    public static bool IsAmong(string? account, IReadOnlyList<FeedAuthor> authors)
    {
        if (string.IsNullOrWhiteSpace(account))
            return false;
        return HtmlText.Resolve(account, relativeTo: null) is { } address
            ? authors.Any(author => author.Link == address)
            : authors.Any(author => author.Name == account.Trim());
    }

    private static string? Trimmed(string name)
    {
        name = name.Trim(' ', ',', ';', '"', '\'', '(', ')', '<', '>', '[', ']', '-', '|');
        return name.Length == 0 ? null : name;
    }

    // With the marks around it. A name that begins with "@" is a handle of a network, and meant to be read.
    [GeneratedRegex("""(?<![@\w.])(?:mailto:)?[<(\[]*[^\s@<>()\[\]"',;:]+@[^\s@<>()\[\]"',;:]+[>)\]]*""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Address();
}
