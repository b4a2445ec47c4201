using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Selectors;

/// <summary>Asks for a page the way finder and source both do.</summary>
internal static class SelectorRequest
{
    private const string Accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5";

    public static PageRequest For(Uri address, params IEnumerable<(string Name, string Value)> conditions) => PageRequest.Get(address, [("Accept", Accept), .. conditions]);

    public static string Doing(Uri address) => $"read the page {address}";

    public static PlatformException Refused(PageAnswer answer, PageRequest request, DateTimeOffset now) =>
        answer.Failure(request, Doing(request.Address), "Only pages that are open to everybody can be read, and some refuse programs.", now);
}
