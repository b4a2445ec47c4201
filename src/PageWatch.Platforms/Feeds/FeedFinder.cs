using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Feeds.WebSub;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Feeds;

/// <summary>Takes the address of any feed, and of any web page that announces one.</summary>
internal sealed class FeedFinder(PageHttp http, TimeProvider time) : IPageFinder
{
    internal static readonly PlatformId Feed = new("feed");

    private const int LongestName = 200;

    /// <summary>Announced feeds that are tried before a page is given up.</summary>
    private const int MostTried = 3;

    // Deletes are never told by nearly all feeds. Atom tombstones are honoured where they come, and promised nowhere: no feed says whether it will send any.
    private static readonly PageCapabilities ReadOnly = new()
    {
        ReadBy = ReadBy.Poll | ReadBy.Webhook,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.Never,
        Reply = ReplyMode.None,
    };

    public PlatformId Platform => Feed;

    /// <summary>Late: nearly every platform has feeds, and its own folder can do more.</summary>
    public int Order => 900;

    public string Title => "RSS, Atom and JSON Feed";

    public PageCapabilities AtBest => ReadOnly;

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        var (asked, answer, reading) = await ReadAsync(AsWeb(address), cancellationToken);
        if (reading.Document is { } feed)
            return Found(asked, answer, feed, []);

        var announced = FeedAnnouncements.In(reading.Text, asked);
        PlatformException? problem = null;
        foreach (var each in announced.Take(MostTried))
        {
            try
            {
                var (at, said, read) = await ReadAsync(each.Address, cancellationToken);
                if (read.Document is { } document)
                    return Found(at, said, document, NotesOn(each, announced));
                problem ??= new PlatformException(PlatformFailure.NotUnderstood, $"Could not {FeedRequest.Doing(each.Address)}, which {asked} announces: {read.Problem}.");
            }
            catch (PlatformException failed)
            {
                problem ??= failed; // the first is the one the page means; the others are a second chance
            }
        }

        return problem is null ? null : throw problem;
    }

    /// <summary>Browsers and readers of old wrote <c>feed://host/path</c> and <c>feed:https://host/path</c>.</summary>
    private static Uri AsWeb(Uri address)
    {
        if (address.Scheme != "feed")
            return address;
        var rest = address.OriginalString["feed:".Length..];
        return Uri.TryCreate(rest.StartsWith("//", StringComparison.Ordinal) ? "https:" + rest : rest, UriKind.Absolute, out var web) ? web : address;
    }

    /// <returns>The address to keep, past what moved for good, and what was read there.</returns>
    private async Task<(Uri Address, PageAnswer Answer, FeedReading Reading)> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var request = FeedRequest.For(address);
        var answer = await http.SendAsync(request, FeedRequest.Doing(address), cancellationToken);
        if (!answer.IsSuccess)
            throw FeedRequest.Refused(answer, request, time.GetUtcNow());
        var kept = answer.Moved.TakeWhile(move => move.IsPermanent).LastOrDefault()?.To ?? address;
        // What stands after "#" is never sent, and a name and password in an address open nothing: the same page without them.
        return (new Uri(kept.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)), answer, FeedReader.Read(answer));
    }

    private static FoundPage Found(Uri address, PageAnswer answer, FeedDocument feed, IReadOnlyList<string> notes)
    {
        var name = CleanText.Line(feed.Title, LongestName);
        // Without a hub nobody calls us.
        var can = HubDiscovery.In(answer, feed) is null ? ReadOnly with { ReadBy = ReadBy.Poll } : ReadOnly;
        return new FoundPage(Feed, address, name.Length == 0 ? address.Host : name, can)
        {
            Notes =
            [
                .. notes,
                .. feed.HasEnded ? ["The feed says that it has ended: nothing new is to be expected."] : (IEnumerable<string>)[],
                "A feed can only be read: answer on the page itself. Deleted posts are not told.",
            ],
        };
    }

    private static IReadOnlyList<string> NotesOn(AnnouncedFeed taken, IReadOnlyList<AnnouncedFeed> announced)
    {
        if (announced.Count == 1)
            return [];
        var others = announced.Where(each => each != taken).Select(each => each.Title is null ? each.Address.AbsoluteUri : $"{each.Address.AbsoluteUri} ({each.Title})");
        return [$"The page announces {announced.Count} feeds; {taken.Address.AbsoluteUri} was taken. To watch another: {string.Join(", ", others.Take(5))}"];
    }
}
