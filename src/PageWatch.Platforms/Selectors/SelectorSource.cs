using System.Net;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Selectors;

/// <summary>Reads the posts of a page that has neither feed nor API, by where they stand on it.</summary>
/// <remarks>Tells what stands there every time; the caller compares. A page that shows nothing, or hardly anything, of what it showed is a failure, never a change.</remarks>
internal sealed class SelectorSource(PageHttp http, TimeProvider time) : IPollSource
{
    /// <summary>A page is read whole at least this often, whatever its server says of changes.</summary>
    private static readonly TimeSpan WholeEvery = TimeSpan.FromMinutes(15);

    /// <summary>Pages shrink; within this they do not lose most of what they showed.</summary>
    private static readonly TimeSpan ShrinksWithin = TimeSpan.FromDays(1);

    private const int FewFrom = 8;
    private const int MostTold = 100;
    private const int LongestValidator = 1000;

    private static readonly SourceStream Posts = new("posts");

    public PlatformId Platform => SelectorFinder.Selector;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Posts];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        var page = call.Page;
        var now = time.GetUtcNow();
        var selectors = PageSelectors.Read(page.Settings);
        var known = SelectorCursor.Read(after, selectors.Written);
        var asks = known is { ETag: not null } or { LastModified: not null } && !call.TellsAgain && known.ReadAt <= now && now - known.ReadAt < WholeEvery;
        var request = SelectorRequest.For(page.Address, asks ? Conditions(known!) : []);
        var answer = await http.SendAsync(request, SelectorRequest.Doing(page.Address), cancellationToken);
        if (asks && answer.Status == HttpStatusCode.NotModified && answer.From == known!.From)
            return new PollResult([], null, MoreNow: false);
        if (!answer.IsSuccess)
            throw SelectorRequest.Refused(answer, request, now);

        var read = SelectedPage.Read(answer, selectors, now);
        if (known is { Matched: >= FewFrom } && read.Matched * 4 < known.Matched && now - known.ReadAt < ShrinksWithin)
        {
            throw new PlatformException(
                PlatformFailure.NotUnderstood,
                $"Could not {SelectorRequest.Doing(page.Address)}: --select \"{selectors.Post.Written}\" finds {read.Matched} where {known.Matched} stood before. Nothing that is known was touched. If the page was rebuilt, type the watch again with a --select that fits.");
        }

        var told = new List<string>(known?.Told ?? []);
        var events = new List<SourceEvent>(read.Posts.Select(post => new SourceEvent.PostSeen(post)));
        foreach (var unreadable in read.Unreadable)
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(unreadable.Raw)).AsSpan(0, 8));
            if (told.Contains(digest, StringComparer.Ordinal))
                continue;
            told.Add(digest);
            events.Add(unreadable);
        }

        var next = new SelectorCursor
        {
            Selectors = selectors.Written,
            Matched = read.Matched,
            ReadAt = now,
            ETag = Validator(answer, "ETag"),
            LastModified = Validator(answer, "Last-Modified"),
            From = answer.From,
            Told = [.. told.TakeLast(MostTold)],
        };
        return new PollResult(events, next.Write(), MoreNow: false);
    }

    private static IEnumerable<(string, string)> Conditions(SelectorCursor known)
    {
        if (known.ETag is { } tag)
            yield return ("If-None-Match", tag);
        if (known.LastModified is { } modified)
            yield return ("If-Modified-Since", modified);
    }

    private static string? Validator(PageAnswer answer, string name) => answer.Header(name) is { Length: > 0 and <= LongestValidator } value ? value : null;
}
