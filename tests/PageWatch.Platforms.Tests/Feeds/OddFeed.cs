using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;

namespace PageWatch.Platforms.Tests.Feeds;

/// <summary>An answer that some server might give, and what a reader of feeds makes of it.</summary>
/// <param name="Name">What is odd about it.</param>
internal sealed record OddFeed(string Name, byte[] Body)
{
    /// <summary>The content type it is served with.</summary>
    public string? Type { get; private init; } = "application/xml";

    /// <summary>What is looked at of each post.</summary>
    public Func<PostSnapshot, string?> Show { get; private init; } = post => post.Title is null ? post.Text : $"{post.Title} | {post.Text}";

    /// <summary>Of the posts in the order they are reported; null when the answer is no feed at all.</summary>
    public IReadOnlyList<string?>? Expected { get; private init; } = [];

    public int Unreadable { get; private init; }

    public OddFeed ServedAs(string? type) => this with { Type = type };

    /// <summary>Title and text of each post, as "title | text".</summary>
    public OddFeed Gives(params string?[] posts) => this with { Expected = posts };

    public OddFeed Gives(Func<PostSnapshot, string?> shown, params string?[] posts) => this with { Show = shown, Expected = posts };

    public OddFeed IsNoFeed() => this with { Expected = null };

    public OddFeed WithUnreadable(int count) => this with { Unreadable = count };

    public override string ToString() => Name;

    // What is often looked at.
    public static string? Link(PostSnapshot post) => post.Link?.AbsoluteUri;

    public static string? Id(PostSnapshot post) => post.NativeId;

    public static string? By(PostSnapshot post) => post.Author.Name;

    public static string? Language(PostSnapshot post) => post.LanguageHint;

    public static string? At(PostSnapshot post) => post.PublishedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public static string? Hangs(PostSnapshot post) => string.Join(' ', post.Attachments.Select(each => $"{each.Kind}:{each.Link}{(each.AlternativeText is null ? "" : $"({each.AlternativeText})")}"));

    // What is often written.
    public static OddFeed Of(string name, string body) => new(name, Encoding.UTF8.GetBytes(body));

    public static OddFeed Of(string name, Encoding encoding, string body) => new(name, encoding.GetBytes(body));

    /// <summary>The items between a sound beginning and a sound end.</summary>
    public static OddFeed Rss(string name, string items) => Of(name,
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
          xmlns:atom="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
        <channel><title>Odd</title><link>https://site.example/blog/</link>{items}</channel></rss>
        """);

    public static OddFeed Atom(string name, string entries) => Of(name,
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Odd</title>{entries}</feed>
        """);

    public static OddFeed Json(string name, string items) => Of(name, $$"""{"version":"https://jsonfeed.org/version/1.1","title":"Odd","items":[{{items}}]}""").ServedAs("application/feed+json");
}
