using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads a feed: what is new in it, what says something else now, what it says was deleted.</summary>
/// <remarks>A feed is a window. What leaves it was not deleted, and an answer that is no feed changes nothing.</remarks>
internal sealed partial class FeedSource(PageHttp http, IOptions<FeedOptions> options, TimeProvider time, ILogger<FeedSource> logger) : IPollSource
{
    private const int LongestValidator = 1000;

    /// <summary>Reads in a row that must be led to a new address before it stands in for an old one that is gone.</summary>
    private const int MovesBelieved = 3;

    /// <summary>Unreadable entries that one read reports: a feed of nothing else must not fill what they are parked in at once.</summary>
    private const int MostUnreadable = 50;

    /// <summary>The wait before an older page that failed is asked for again, where its server does not say.</summary>
    private static readonly TimeSpan OwedWait = TimeSpan.FromMinutes(5);

    /// <summary>Older pages that are not read within this are left to the next read: one slow feed must not keep the others waiting.</summary>
    private static readonly TimeSpan OwedTime = TimeSpan.FromSeconds(30);

    private static readonly SourceStream Entries = new("items");

    public PlatformId Platform => FeedFinder.Feed;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Entries];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        var page = call.Page;
        var now = time.GetUtcNow();
        var known = FeedCursor.Read(after);
        var answer = await AskAsync(page, known, call.TellsAgain, now, cancellationToken);
        if (answer is null)
            return await CatchUpAsync(page, known!, now, cancellationToken);

        var document = Understand(answer);
        var memory = new FeedMemory(known?.Seen ?? []);
        var pages = new List<FeedDocument> { document };
        var owed = OwedAfter(page, known, document, memory, now);
        if (owed is not null && owed.NotBefore <= now)
            owed = await FollowAsync(page, owed, answer.From, memory, pages, now, cancellationToken);

        var events = EventsOf(page, pages, memory, call.TellsAgain, now);
        var next = (Remember(page, known, answer, document, memory, now) with { Owed = owed }).Write();
        return new PollResult(events, next == after ? null : next, MoreNow: false);
    }

    /// <returns>Null when the feed says that nothing changed, and may be believed for now.</returns>
    private async Task<PageAnswer?> AskAsync(Page page, FeedCursor? known, bool tellsAgain, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asks = !tellsAgain && known is { CanAsk: true } && known.FullAt <= now && now - known.FullAt < options.Value.FullReadEvery;
        var answer = await SendAsync(page.Address, asks ? known : null, cancellationToken);
        if (IsGone(answer) && known?.Moved is { Times: >= MovesBelieved } move)
            answer = await SendAsync(move.To, asks ? known : null, cancellationToken);
        if (asks && answer.Status == HttpStatusCode.NotModified)
        {
            if (answer.From == known!.From)
                return null;
            // "Unchanged" from elsewhere than we have the validators from says nothing about what we have.
            answer = await SendAsync(answer.From, known: null, cancellationToken);
        }

        return answer.IsSuccess ? answer : throw FeedRequest.Refused(answer, FeedRequest.For(page.Address), now);
    }

    /// <summary>Older pages to read after this one: the past on the first read; later, what a window full of news may have pushed out.</summary>
    private OwedPages? OwedAfter(Page page, FeedCursor? known, FeedDocument document, FeedMemory memory, DateTimeOffset now)
    {
        if (known is null)
            return document.Older is { } past ? new OwedPages(past, options.Value.FirstPages - 1, now, IsGap: false) : null;
        if (known.Seen.Count == 0 || document.Entries.Count == 0 || document.Entries.Any(entry => memory.Knew(entry.Id)))
            return known.Owed;
        if (document.Older is { } older && options.Value.GapPages > 0)
            return new OwedPages(older, options.Value.GapPages, now, IsGap: true);
        Log.GapLeft(logger, page.Id);
        return null;
    }

    private Task<PageAnswer> SendAsync(Uri address, FeedCursor? known, CancellationToken cancellationToken)
    {
        List<(string, string)> conditions = [];
        if (known?.ETag is { } tag)
            conditions.Add(("If-None-Match", tag));
        if (known?.LastModified is { } modified)
            conditions.Add(("If-Modified-Since", modified));
        return http.SendAsync(FeedRequest.For(address, conditions), FeedRequest.Doing(address), cancellationToken);
    }

    private static bool IsGone(PageAnswer answer) => answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    private static FeedDocument Understand(PageAnswer answer)
    {
        var reading = FeedReader.Read(answer);
        return reading.Document ?? throw new PlatformException(
            PlatformFailure.NotUnderstood,
            $"Could not {FeedRequest.Doing(answer.From)}: {reading.Problem}. What was read before stays; if it goes on, open the address in a browser and watch where its feed is now.");
    }

    /// <summary>Only older pages are read: the first one did not change.</summary>
    private async Task<PollResult> CatchUpAsync(Page page, FeedCursor known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (known.Owed is not { } owed || owed.NotBefore > now)
            return new PollResult([], null, MoreNow: false);
        var memory = new FeedMemory(known.Seen);
        var pages = new List<FeedDocument>();
        var left = await FollowAsync(page, owed, known.From, memory, pages, now, cancellationToken);
        var events = EventsOf(page, pages, memory, tellsAgain: false, now);
        return new PollResult(events, (known with { Seen = memory.Write(), Owed = left }).Write(), MoreNow: false);
    }

    /// <summary>Reads older pages until one reaches what is known, as far as is allowed.</summary>
    /// <returns>What is still owed because a server could not answer now; null when nothing more is to be asked for.</returns>
    private async Task<OwedPages?> FollowAsync(
        Page page, OwedPages owed, Uri first, FeedMemory memory, List<FeedDocument> pages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var visited = new HashSet<Uri> { first, page.Address };
        var room = FeedEntries.Most - pages.Sum(each => each.Entries.Count);
        var next = owed.Next;
        for (var left = owed.Left; ; left--)
        {
            // A feed that leads elsewhere would have us fetch for it what it likes; one that leads in a circle would never end.
            if (left == 0 || room <= 0 || !visited.Add(next) || (next.Host != first.Host && next.Host != page.Address.Host))
            {
                if (owed.IsGap)
                    Log.GapLeft(logger, page.Id);
                return null;
            }

            if (time.GetUtcNow() - now > OwedTime)
                return owed with { Next = next, Left = left };
            FeedDocument document;
            try
            {
                var answer = await SendAsync(next, known: null, cancellationToken);
                document = Understand(answer.IsSuccess ? answer : throw FeedRequest.Refused(answer, FeedRequest.For(next), now));
            }
            catch (PlatformException problem)
            {
                // What was read must not wait for what was not: a page that may come back is asked for again, for any other the gap stays.
                Log.OlderPageFailed(logger, page.Id, problem.Failure);
                return problem.Failure is PlatformFailure.RateLimited or PlatformFailure.Unreachable && left > 1
                    ? owed with { Next = next, Left = left - 1, NotBefore = now + (problem.RetryAfter ?? OwedWait) }
                    : null;
            }

            pages.Add(document);
            room -= document.Entries.Count;
            var oldest = FeedOrder.OldestFirst(document.Entries);
            if (oldest.Count == 0 || memory.Knew(oldest[0].Id) || document.Older is not { } older)
                return null;
            next = older;
        }
    }

    /// <summary>What is news in these documents, or all that stands there; all of it is remembered.</summary>
    /// <param name="tellsAgain">A push may have told something older since: what is known must be compared, whatever was read before.</param>
    private static List<SourceEvent> EventsOf(Page page, IReadOnlyList<FeedDocument> pages, FeedMemory memory, bool tellsAgain, DateTimeOffset now)
    {
        var entries = pages.SelectMany(document => document.Entries).DistinctBy(entry => entry.Id).ToList();
        var changedAt = entries.ToDictionary(entry => entry.Id, entry => entry.Updated?.At, StringComparer.Ordinal);
        // RFC 6721 (4): a tombstone holds unless its entry was changed after it. One that holds leaves only itself.
        var deleted = pages.SelectMany(document => document.Deleted).DistinctBy(gone => gone.Id)
            .Where(gone => !(changedAt.TryGetValue(gone.Id, out var changed) && changed > gone.When))
            .ToDictionary(gone => gone.Id, StringComparer.Ordinal);

        List<SourceEvent> events = [];
        foreach (var entry in FeedOrder.OldestFirst([.. entries.Where(entry => !deleted.ContainsKey(entry.Id))]))
        {
            // What is answered is a parent only if it is an entry too. Comment feeds name the article above, which is none of them: as a parent it
            // would make one conversation of all who ever commented there.
            var parent = entry.ParentId is { } id && id != entry.Id && (changedAt.ContainsKey(id) || memory.Knew(id)) ? id : null;
            if (memory.Keep(entry.Id, Says(entry)) || tellsAgain)
                events.Add(new SourceEvent.PostSeen(FeedEvents.Snapshot(entry, parent, page, now)));
        }

        foreach (var gone in deleted.Values)
        {
            if (memory.Keep(gone.Id, FeedMemory.Digest("deleted")))
                events.Add(new SourceEvent.PostDeleted(gone.Id));
        }

        var reported = 0;
        foreach (var unreadable in pages.SelectMany(document => document.Unreadable))
        {
            var key = "unreadable\n" + unreadable.Source;
            if (!memory.Knew(key) && ++reported > MostUnreadable)
                break; // the next read goes on from here
            if (memory.Keep(key, FeedMemory.Digest(key)))
                events.Add(new SourceEvent.PostUnreadable(unreadable.Source, unreadable.Problem));
        }

        return events;
    }

    private static string Says(FeedEntry entry) => FeedMemory.Digest(entry.Title, entry.Text, entry.Link?.AbsoluteUri);

    private FeedCursor Remember(Page page, FeedCursor? known, PageAnswer answer, FeedDocument document, FeedMemory memory, DateTimeOffset now)
    {
        var window = WindowOf(document);
        var tag = Validator(answer, "ETag");
        var modified = Validator(answer, "Last-Modified");
        var sameValidators = known is not null && known.From == answer.From && (tag ?? modified) is not null && (tag is null ? known.ETag is null && modified == known.LastModified : tag == known.ETag);
        var lies = sameValidators && document.IsComplete && known!.Window is { } before && before != window;
        if (lies && !known!.ValidatorsLie)
            Log.ValidatorsLie(logger, page.Id);
        var cursor = new FeedCursor
        {
            Format = FeedCursor.CurrentFormat,
            From = answer.From,
            // A document that broke off would be "unchanged" for ever, and what it lacks never seen.
            ETag = document.IsComplete ? tag : null,
            LastModified = document.IsComplete ? modified : null,
            Window = document.IsComplete ? window : null,
            ValidatorsLie = lies || known is { ValidatorsLie: true },
            FullAt = now,
            Seen = memory.Write(),
            Moved = MoveOf(page, known, answer),
        };
        // Where no validators are used, the time of the last full read decides nothing, and would make every cursor another one.
        return cursor.CanAsk || known is null ? cursor : cursor with { FullAt = known.FullAt };
    }

    /// <summary>The whole of what a feed shows, its order aside.</summary>
    private static string WindowOf(FeedDocument document) => FeedMemory.Digest(
    [
        .. document.Entries.Select(entry => FeedMemory.Digest(entry.Id, Says(entry))).Order(StringComparer.Ordinal),
        .. document.Deleted.Select(gone => FeedMemory.Digest(gone.Id)).Order(StringComparer.Ordinal),
        .. document.Unreadable.Select(unreadable => FeedMemory.Digest(unreadable.Source)).Order(StringComparer.Ordinal),
    ]);

    private static string? Validator(PageAnswer answer, string name) => answer.Header(name) is { Length: > 0 and <= LongestValidator } value ? value : null;

    private static PermanentMove? MoveOf(Page page, FeedCursor? known, PageAnswer answer)
    {
        var before = known?.Moved;
        // Asked directly, the new address does not move: it stands in for the old one, until that answers itself again.
        if (answer.Moved.Count == 0)
            return before?.To == answer.From && answer.From != page.Address ? before : null;
        if (!answer.Moved.All(move => move.IsPermanent))
            return before;
        return before?.To == answer.From ? before with { Times = Math.Min(before.Times + 1, MovesBelieved) } : new PermanentMove(answer.From, 1);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The feed of page {Page} showed something else under unchanged validators: it is read whole each time from now on.")]
        public static partial void ValidatorsLie(ILogger logger, PageId page);

        [LoggerMessage(2, LogLevel.Warning, "Everything in the feed of page {Page} is new, and nothing that could be read reaches back to what was known: posts may have slipped by. A shorter cadence helps.")]
        public static partial void GapLeft(ILogger logger, PageId page);

        [LoggerMessage(3, LogLevel.Warning, "An older page of the feed of page {Page} could not be read: {Failure}.")]
        public static partial void OlderPageFailed(ILogger logger, PageId page, PlatformFailure failure);
    }
}
