using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Feeds;

/// <summary>Asks for a feed the way finder and source both do, so that the source sees what the finder saw.</summary>
internal static class FeedRequest
{
    // https://www.rfc-editor.org/rfc/rfc9110#name-accept; a page that announces feeds is welcome too.
    private const string Accept = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5";

    public static PageRequest For(Uri address, params IEnumerable<(string Name, string Value)> conditions) => PageRequest.Get(address, [("Accept", Accept), .. conditions]);

    public static string Doing(Uri address) => $"read the feed {address}";

    public static PlatformException Refused(PageAnswer answer, PageRequest request, DateTimeOffset now) =>
        answer.Failure(request, Doing(request.Address), "Only feeds that are open to everybody can be read: look for a public address of it.", now);
}
