using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Bluesky;

/// <summary>
/// Reads the notifications from the newest down to what is known. The newest answer is compared whole, whatever its times say: the index may take a post
/// late, and sets it where it belongs by its time.
/// </summary>
internal static class NotificationWalk
{
    /// <summary>Answers in one poll; what lies behind them waits for the next, at once.</summary>
    private const int MostAnswers = 5;

    /// <summary>A walk takes no more answers than this: a list without an end is somebody's joke.</summary>
    private const int Farthest = 100;

    /// <summary>What is indexed late is met again when it is not later than this.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Everything that was told may have been deleted since, and is then met nowhere: so far below it a walk ends all the same.</summary>
    private static readonly TimeSpan Backstop = TimeSpan.FromDays(3);

    /// <returns>The cursor with its part about notifications brought forward.</returns>
    /// <exception cref="PlatformException">Refused, or no list.</exception>
    public static async Task<BlueskyCursor> ReadAsync(BlueskyReader reader, BlueskyCursor start, bool tellsAgain, BlueskyPoll poll, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hasMarks = start.Seen.Count > 0;
        var at = start;
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            PostPage page;
            try
            {
                page = await reader.NotificationsAsync(at.Walk, cancellationToken);
            }
            catch (PlatformException problem) when (problem.Failure == PlatformFailure.NotUnderstood && answers == 0 && start.IsWalking)
            {
                // The place where an earlier poll ended is not known there any more: what lies above is walked again, and is told twice at worst.
                at = at with { Walk = null, MetKnown = false };
                continue;
            }

            var isNewest = at.Walk is null;
            var lowest = DateTimeOffset.MaxValue;
            var top = at.Top;
            var metKnown = at.MetKnown;
            foreach (var post in page.Posts)
            {
                // By its address alone: a notification goes on naming the version that it was sent for.
                var isKnown = poll.Marks.Knows(post.Uri!);
                if (!isKnown || (tellsAgain && isNewest))
                    poll.Take(post);
                else
                    poll.Meet(post);
                metKnown |= isKnown;
                if (PostReading.TimeOf(post.IndexedAt) is not { } indexed)
                    continue;
                lowest = indexed < lowest ? indexed : lowest;
                // A time to come is wrong, and would end every later walk at once.
                if (indexed <= now && !(indexed <= top))
                    top = indexed;
            }

            foreach (var row in page.Unreadable)
            {
                if (!poll.Marks.Knows(row.Raw))
                    poll.Others.Add(row);
                poll.Marks.Keep(row.Raw, null);
            }

            var isEnd = page.Next is null || page.Next == at.Walk;
            at = at with
            {
                Walk = page.Next,
                Top = top,
                MetKnown = metKnown,
                Pages = at.Pages + 1,
                Wanted = at.Wanted - page.Posts.Count - page.Unreadable.Count,
            };
            if (isEnd || at.Pages >= Farthest || (at.Wanted is { } wanted ? wanted <= 0 : IsReached(lowest)))
                return Finished();
        }

        return at;

        bool IsReached(DateTimeOffset lowest) =>
            start.High is { } high && lowest < high - Overlap && (at.MetKnown || !hasMarks || lowest < high - Backstop);

        BlueskyCursor Finished() => at with
        {
            High = at.Top is { } top && !(top <= start.High) ? top : start.High,
            Walk = null,
            Top = null,
            MetKnown = false,
            Pages = 0,
            Wanted = null,
        };
    }
}
