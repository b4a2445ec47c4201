using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.WordPress;

/// <summary>
/// Reads a site's comments. New ones are met by walking the list down from the newest; edits, late approvals and what was taken away are met by
/// reading again, because the site tells of none of them (README.md, "What is seen, and how fast").
/// </summary>
internal sealed class WordPressSource(WordPressApi api, IOptions<WordPressOptions> options) : IPollSource
{
    /// <summary>Answers of the list in one poll; what lies behind them waits for the next, at once.</summary>
    private const int MostAnswers = 5;

    /// <summary>Comments read one by one in one poll, to tell why they are missing.</summary>
    private const int MostSingles = 10;

    /// <summary>A walk goes no further down than this: a list without an end is somebody's joke.</summary>
    private const int Farthest = 50_000;

    private static readonly SourceStream Comments = new("comments");

    public PlatformId Platform => WordPressSite.Platform;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Comments];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        var site = WordPressSite.Of(call);
        var start = WordPressCursor.Read(after, options.Value.FirstLook);
        // Where the list is asked for as everybody sees it, a revoked password would pass unnoticed until the day somebody replies.
        if (site is { HasAccount: true, Rights: not WordPressRights.Moderator })
            await api.MeAsync(site, cancellationToken);

        var known = new Dictionary<long, KnownPost>();
        foreach (var post in call.Known)
        {
            if (CommentReading.TryId(post.NativeId, out var id))
                known[id] = post;
        }

        var (walk, next) = await WalkAsync(site, start, cancellationToken);
        var titles = await TitlesAsync(site, walk.Seen.Values.Where(comment => !known.ContainsKey(comment.Id)), cancellationToken);
        if (!start.IsWalking && !next.IsWalking)
            next = next with { Again = await ReadAgainAsync(site, known, walk, start.Again, cancellationToken) };

        var threads = new CommentThreads(walk.Met, known);
        var posts = CommentThreads.ParentsFirst(walk.Seen)
            .Select(comment => (SourceEvent)new SourceEvent.PostSeen(comment.ToPost(call.Page, threads.RootOf(comment), titles.GetValueOrDefault(comment.Post))));
        return new PollResult([.. posts, .. walk.Others], next.Write(), MoreNow: next.IsWalking);
    }

    /// <summary>From the newest comment down to one that was seen before.</summary>
    private async Task<(WordPressWalk Walk, WordPressCursor Next)> WalkAsync(WordPressSite site, WordPressCursor start, CancellationToken cancellationToken)
    {
        var walk = new WordPressWalk();
        var doing = $"read the comments of {site.Home}";
        var size = WordPressApi.LargestPage;
        var low = start.IsWalking ? start.Low : long.MaxValue;
        long? steppedBackAt = null;
        var at = start with { Low = low };
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            var page = await api.TryListAsync(site, NewestFirst(site, size, at.Offset), orFewer: size > 1, doing, cancellationToken);
            if (page is null)
            {
                size /= 10;
                continue;
            }

            var ids = page.Comments.Select(comment => comment.Id).ToList();
            var overlap = size / 10;
            if (at.Offset > 0 && overlap > 0 && steppedBackAt != at.Low && ids.DefaultIfEmpty(0).Max() < at.Low)
            {
                // Answers overlap on purpose. Where they do not, comments above were taken away meanwhile and others moved up past us: look again, higher.
                steppedBackAt = at.Low;
                at = at with { Offset = Math.Max(0, at.Offset - (size / 2)) };
                continue;
            }

            var isNewest = at.Offset == 0;
            var mark = isNewest ? Mark(page) : at.Newest;
            walk.Take(page, start.High, tell: !isNewest || mark != at.Newest);
            var isEnd = page.Total is { } total ? at.Offset + size >= total : page.Rows.Count < size;
            at = at with
            {
                Newest = mark,
                Top = Math.Max(at.Top, ids.DefaultIfEmpty(0).Max()),
                Low = Math.Min(at.Low, ids.DefaultIfEmpty(long.MaxValue).Min()),
                Wanted = at.Wanted - page.Rows.Count,
                Offset = at.Offset + size - overlap,
            };
            if (isEnd || at.Wanted <= 0 || at.Low <= start.High || at.Offset > Farthest)
            {
                walk.CoversDownTo = isEnd ? 0 : at.Low;
                return (walk, Finished());
            }
        }

        // Without one readable id in all these answers there is nothing to go on from.
        return (walk, at.Top > 0 ? at : Finished());

        WordPressCursor Finished() => new() { High = Math.Max(at.Top, start.High), Again = start.Again, Newest = at.Newest };
    }

    /// <summary>
    /// Looks again at known comments: at those that should have been in the newest answers and were not, and at the older ones in turns. What is not
    /// among them is read singly, so that a deletion is only told of where the site itself says so.
    /// </summary>
    /// <returns>Where the next turn starts.</returns>
    private async Task<long> ReadAgainAsync(WordPressSite site, Dictionary<long, KnownPost> known, WordPressWalk walk, long again, CancellationToken cancellationToken)
    {
        var missing = known.Keys.Where(id => id >= walk.CoversDownTo && !walk.Met.ContainsKey(id)).OrderDescending().Take(WordPressApi.LargestPage).ToList();
        var older = known.Keys.Where(id => id < walk.CoversDownTo).OrderDescending().ToList();
        var turn = older.Where(id => again == 0 || id < again).ToList();
        if (turn.Count == 0)
            turn = older;
        List<long> asked = [.. missing, .. turn.Take(WordPressApi.LargestPage - missing.Count)];
        if (asked.Count == 0)
            return 0;

        try
        {
            var doing = $"read known comments of {site.Home} again";
            CommentPage? page;
            while ((page = await api.TryListAsync(site, Including(site, asked), orFewer: asked.Count > 1, doing, cancellationToken)) is null)
                asked = asked[..Math.Max(1, asked.Count / 10)];

            foreach (var comment in page.Comments.Where(comment => asked.Contains(comment.Id)))
                walk.Take(comment);
            var absent = asked.Where(id => !walk.Met.ContainsKey(id)).ToList();
            foreach (var id in absent.Take(MostSingles))
                await ReadSinglyAsync(site, id, walk, cancellationToken);
            if (absent.Count > MostSingles)
                return again;
        }
        catch (PlatformException problem) when (problem.Failure == PlatformFailure.RateLimited || walk.Seen.Count > 0)
        {
            // The new comments are in hand, and must not wait for the old ones' sake. The same turn comes again with the next poll; what fails for good
            // is then told by the first poll that has nothing better to tell.
            return again;
        }

        var last = asked[^1];
        return last >= walk.CoversDownTo ? again : last == older[^1] ? 0 : last;
    }

    private async Task ReadSinglyAsync(WordPressSite site, long id, WordPressWalk walk, CancellationToken cancellationToken)
    {
        var doing = string.Create(CultureInfo.InvariantCulture, $"read comment {id} of {site.Home}");
        var answer = await api.GetCommentAsync(site, id, doing, cancellationToken);
        if (answer.IsSuccess)
        {
            // There, and not readable now: neither gone nor deleted. What we know of it stands; parking it with every poll would help nobody.
            if (CommentPage.TryReadOne(answer, id, doing) is { } comment)
                walk.Take(comment);
        }
        else if (WordPressApi.IsDeleted(answer))
            walk.Others.Add(new SourceEvent.PostDeleted(CommentReading.NativeId(id)));
        else if (WordPressApi.IsWithheld(answer))
            walk.Others.Add(new SourceEvent.PostGone(CommentReading.NativeId(id)));
        else
            throw api.Failure(site, id, answer, doing);
    }

    /// <summary>What the comments stand under. A title is good to have and no more: where the site does not show it, there is none.</summary>
    private async Task<Dictionary<long, string>> TitlesAsync(WordPressSite site, IEnumerable<CommentWire> comments, CancellationToken cancellationToken)
    {
        var titles = new Dictionary<long, string>();
        foreach (var articles in comments.Select(comment => comment.Post).Where(id => id > 0).Distinct().Order().Chunk(WordPressApi.LargestPage))
        {
            await AddTitlesAsync("posts", articles);
            var rest = articles.Where(id => !titles.ContainsKey(id)).ToArray();
            if (rest.Length > 0)
                await AddTitlesAsync("pages", rest);
        }

        return titles;

        async Task AddTitlesAsync(string kind, long[] ids)
        {
            var doing = $"read the titles of articles of {site.Home}";
            var address = site.At($"wp/v2/{kind}", $"include={string.Join(',', ids)}&per_page={WordPressApi.LargestPage}&_fields=id,title");
            PageAnswer answer;
            try
            {
                answer = await api.GetAsync(site, address, doing, cancellationToken);
            }
            catch (PlatformException)
            {
                return;
            }

            // Asked to wait, we wait, and the comments with us. Anything else may last, and they must not be held up for a title's sake.
            if (answer.Status == HttpStatusCode.TooManyRequests)
                throw api.Failure(site, WordPressApi.Request(site, HttpMethod.Get, address, null), answer, doing);
            if (!answer.IsSuccess || answer.TryRead(WordPressJson.Default.TitleWireArray) is not { } read)
                return;
            foreach (var each in read)
            {
                if (each?.Title?.Rendered is { } title && HtmlText.Read(title, null).Text is { Length: > 0 } words)
                    titles[each.Id] = words;
            }
        }
    }

    private static string NewestFirst(WordPressSite site, int size, int offset) => string.Create(
        CultureInfo.InvariantCulture, $"{site.Listed}orderby=id&order=desc&per_page={size}&offset={offset}&{WordPressApi.Fields}");

    private static string Including(WordPressSite site, List<long> ids) => string.Create(
        CultureInfo.InvariantCulture,
        // "any" is everything there is, spam and trash too; only a moderator may ask.
        $"{(site.Rights == WordPressRights.Moderator ? "status=any&" : "")}include={string.Join(',', ids)}&orderby=id&order=desc&per_page={WordPressApi.LargestPage}&{WordPressApi.Fields}");

    private static string Mark(CommentPage page) => Convert.ToHexStringLower(SHA256.HashData(page.Body).AsSpan(0, 8));
}
