using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds.WebSub;

/// <summary>Where a feed says that its news are told: https://www.w3.org/TR/websub/#discovery</summary>
internal static class HubDiscovery
{
    /// <returns>Null when it names no hub that may be asked.</returns>
    public static PushOffer? In(PageAnswer answer, FeedDocument document)
    {
        var links = LinkHeader.Read(answer.Headers.GetValueOrDefault("link") ?? []);
        var hubs = Linked(links, "hub", answer.From).ToList();
        // The header goes first; what it does not say the document may.
        var hub = (hubs.Count > 0 ? hubs : document.Hubs).FirstOrDefault(MayBeAsked);
        return hub is null ? null : new PushOffer(hub, Linked(links, "self", answer.From).FirstOrDefault() ?? document.Self ?? answer.From);
    }

    /// <summary>A hub is given the secret that its calls are signed with; on an open line everybody on the way would have it.</summary>
    public static bool MayBeAsked(Uri hub) => hub.Scheme == Uri.UriSchemeHttps || hub.IsLoopback;

    private static IEnumerable<Uri> Linked(IReadOnlyList<(string Target, IReadOnlyList<string> Relations)> links, string relation, Uri from) =>
        links.Where(link => link.Relations.Contains(relation, StringComparer.Ordinal)).Select(link => HtmlText.Resolve(link.Target, from)).OfType<Uri>();
}
