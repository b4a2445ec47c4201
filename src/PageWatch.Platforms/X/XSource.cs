using System.Globalization;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>
/// Reads who mentions an account, and what the account writes itself; known posts are read again for edits and deletions (README.md, "What is seen, and how fast").
/// </summary>
internal sealed class XSource(XApi api, IOptions<XOptions> options) : IPollSource
{
    /// <summary>Of the day's ceiling, what reading again may take at most: what is new comes first.</summary>
    private const double ShareOfOld = 0.8;

    private static readonly SourceStream Mentions = new("mentions");
    private static readonly SourceStream Posts = new("posts");

    public PlatformId Platform => XPage.Platform;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Mentions, Posts];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        var page = XPage.Of(call);
        var ceiling = options.Value.MostPostsADay;
        var isMentions = stream.Name == Mentions.Name;
        var doing = isMentions ? $"read the mentions of {call.Page.Address}" : $"read the posts of {call.Page.Address}";
        var start = Today(XCursor.Read(after));
        if (start.Spent >= ceiling)
            throw new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: {CeilingWords(start.Spent)}") { RetryAfter = UntilTomorrow() };

        var walk = new PostWalk(isMentions ? $"users/{page.Account}/mentions" : $"users/{page.Account}/tweets?exclude=retweets", doing);
        var walked = await walk.RunAsync(api, page, start, options.Value.FirstLook, ceiling, cancellationToken);
        var telling = new Telling(page);
        foreach (var (answer, isNew) in walked.Answers)
        {
            foreach (var post in answer.Posts.Where(post => call.TellsAgain || isNew.Contains(post.Id!)))
                telling.Take(post, answer.Includes);
            // One without an id cannot be remembered: it is told beside what is new.
            foreach (var row in answer.Unreadable.Where(row => row.Id is { } id ? isNew.Contains(id) : isNew.Count > 0))
                telling.Tell(new SourceEvent.PostUnreadable(row.Raw, row.Problem));
        }

        var next = walked.Next;
        var quota = walked.Quota;
        if (!isMentions && !walked.MoreNow && (call.TellsAgain || next.AgainAt is not { } last || api.Now - last >= options.Value.ReadAgainEvery))
            next = await ReadAgainAsync(page, call, telling, next, (int)(ceiling * ShareOfOld) - next.Spent, cancellationToken);
        if (next.Spent >= ceiling)
            telling.Tell(new SourceEvent.PostUnreadable(call.Page.Address.AbsoluteUri, CeilingWords(next.Spent)));
        return new PollResult(telling.Events(), next.Write(), walked.MoreNow) { Quota = quota };
    }

    private async Task<XCursor> ReadAgainAsync(XPage page, PageCall call, Telling telling, XCursor next, int room, CancellationToken cancellationToken)
    {
        if (room <= 0)
            return next;
        try
        {
            return await new ReadingAgain(api, page, telling).RunAsync(call.Known, next, room, cancellationToken);
        }
        catch (PlatformException problem) when (problem.Failure == PlatformFailure.RateLimited || !telling.IsEmpty)
        {
            // What is new is in hand, and must not wait for the old: the same turn comes again with the next poll. What fails for good is told by the first poll
            // that has nothing better to tell.
            return next;
        }
    }

    private XCursor Today(XCursor cursor)
    {
        var today = DateOnly.FromDateTime(api.Now.UtcDateTime);
        return cursor.Day == today ? cursor : cursor with { Day = today, Spent = 0 };
    }

    private TimeSpan UntilTomorrow() => api.Now.UtcDateTime.Date.AddDays(1) - api.Now.UtcDateTime;

    private string CeilingWords(int spent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{spent:N0} posts were read today, and the setting Platforms:X:MostPostsADay allows {options.Value.MostPostsADay:N0}, because each costs. Reading goes on at midnight, UTC, where it stopped; raise the setting if that is too late.");
}
