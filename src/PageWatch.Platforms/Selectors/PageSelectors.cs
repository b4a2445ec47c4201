using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Selectors;

/// <summary>What a user said of where a page's posts stand, and what they are made of.</summary>
internal sealed record PageSelectors(SelectedPlace Post, SelectedPlace? Text, SelectedPlace? Author, SelectedPlace? Time, SelectedPlace? Link, SelectedPlace? Id)
{
    /// <summary>As options of <c>watch</c>, and as settings of the page.</summary>
    public static IReadOnlyList<string> Names { get; } = ["select", "text", "author", "time", "link", "id"];

    /// <exception cref="PlatformException">One of them cannot be read, or the post's own is missing.</exception>
    public static PageSelectors Read(IReadOnlyDictionary<string, string> said)
    {
        var post = PlaceOf("select") ?? throw new PlatformException(
            PlatformFailure.NotUnderstood, $"--{said.Keys.Order(StringComparer.Ordinal).FirstOrDefault() ?? "text"} needs --select beside it: what one post is on the page, as in --select \"article.review\".");
        if (post.Attribute is not null)
            throw new PlatformException(PlatformFailure.NotUnderstood, $"--select \"{post.Written}\" names an attribute; a post is an element. Write it without \"@{post.Attribute}\".");
        return new PageSelectors(post, PlaceOf("text"), PlaceOf("author"), PlaceOf("time"), PlaceOf("link"), PlaceOf("id"));

        SelectedPlace? PlaceOf(string name) => said.TryGetValue(name, out var written) ? SelectedPlace.Read(name, written) : null;
    }

    /// <summary>All of it as one text: when it changes, what was counted before counts no more.</summary>
    public string Written => string.Join('\n', new[] { Post, Text, Author, Time, Link, Id }.Select(place => place?.Written ?? ""));
}
