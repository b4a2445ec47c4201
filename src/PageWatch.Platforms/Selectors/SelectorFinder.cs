using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Selectors;

/// <summary>Takes any web page whose posts a user describes by CSS selectors.</summary>
internal sealed class SelectorFinder(PageHttp http, TimeProvider time) : IPageFinder
{
    internal static readonly PlatformId Selector = new("selector");

    private const int MostShown = 3;

    private static readonly PageCapabilities ReadOnly = new()
    {
        ReadBy = ReadBy.Poll,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.Never,
        Reply = ReplyMode.None,
    };

    public PlatformId Platform => Selector;

    public int Order => 950;

    public string Title => "Any page, by CSS selectors";

    public PageCapabilities AtBest => ReadOnly;

    public IReadOnlyList<string> Takes => PageSelectors.Names;

    /// <summary>Nothing is a page of selectors without selectors.</summary>
    public ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken) => ValueTask.FromResult<FoundPage?>(null);

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, IReadOnlyDictionary<string, string> said, CancellationToken cancellationToken)
    {
        var own = said.Where(each => Takes.Contains(each.Key, StringComparer.Ordinal)).ToDictionary(each => each.Key, each => each.Value.Trim(), StringComparer.Ordinal);
        if (own.Count == 0)
            return null;
        var selectors = PageSelectors.Read(own);
        var request = SelectorRequest.For(address);
        var answer = await http.SendAsync(request, SelectorRequest.Doing(address), cancellationToken);
        var now = time.GetUtcNow();
        if (!answer.IsSuccess)
            throw SelectorRequest.Refused(answer, request, now);
        var read = SelectedPage.Read(answer, selectors, now);
        if (read.Posts.Count == 0)
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {SelectorRequest.Doing(address)}: --select \"{selectors.Post.Written}\" finds {read.Matched}, and none can be read. {read.Unreadable[0].Problem}");
        var kept = answer.Moved.TakeWhile(move => move.IsPermanent).LastOrDefault()?.To ?? address;
        return new FoundPage(Selector, new Uri(kept.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)), read.Title.Length == 0 ? address.Host : read.Title, ReadOnly)
        {
            Settings = own,
            Notes = [.. NotesOn(read, selectors)],
            Sample = [.. read.Posts.Reverse().Take(MostShown)],
        };
    }

    private static IEnumerable<string> NotesOn(SelectedPage read, PageSelectors selectors)
    {
        yield return $"Found {read.Matched} now; {(read.Unreadable.Count == 0 ? "all can be read." : $"{read.Unreadable.Count} cannot be read: {read.Unreadable[0].Problem}")}";
        if (selectors.Author is not null && read.Posts.All(post => post.Author == Author.Nobody))
            yield return $"--author \"{selectors.Author.Written}\" finds nobody in any of them.";
        if (selectors.Time is not null && read.Posts.All(post => post.PublishedAt is null))
            yield return $"--time \"{selectors.Time.Written}\" finds no date that can be read: posts count as written when they are seen.";
        if (selectors.Id is null && read.Posts.All(post => post.NativeId.StartsWith("made:", StringComparison.Ordinal)))
            yield return "Without --id or a --link of its own, a post whose words change is a new post: edits are not seen.";
        yield return "A page read by selectors can only be read: answer on the page itself. Deleted posts are not told.";
    }
}
