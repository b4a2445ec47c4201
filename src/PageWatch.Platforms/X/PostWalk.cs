using System.Globalization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>
/// Reads a list down from its newest post to where the last walk began. Only when it has come down does the mark move: what one poll could not read, because of a limit, a
/// failure or the day's ceiling, is read by the next. https://docs.x.com/x-api/fundamentals/pagination
/// </summary>
/// <param name="Path">Below the API's address: <c>users/1/mentions</c>, with its query if it has one.</param>
internal sealed record PostWalk(string Path, string Doing)
{
    /// <summary>Rows of one answer at most.</summary>
    private const int Size = 100;

    private const int LeastSize = 5;

    /// <summary>Answers of one poll.</summary>
    private const int MostAnswers = 5;

    private const int MostRemembered = 500;

    /// <summary>What is indexed late has an id among those that were seen.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <param name="start">Its <see cref="XCursor.Spent"/> is of today.</param>
    /// <param name="ceiling">Posts a day.</param>
    public async Task<Walked> RunAsync(XApi api, XPage page, XCursor start, int firstLook, int ceiling, CancellationToken cancellationToken)
    {
        var met = new List<(PostRows Answer, HashSet<string> New)>();
        var seen = start.Recent.ToHashSet(StringComparer.Ordinal);
        var next = start with { Begun = true };
        string? token = null;
        Quota? quota = null;
        var isEnd = false;
        var isBroken = false;
        for (var answers = 0; answers < MostAnswers && !isEnd && (answers == 0 || next.Spent < ceiling); answers++)
        {
            PostRows rows;
            try
            {
                var answer = await api.DemandAsync(page.Keys, Address(start, next, token, Math.Min(!start.Begun ? firstLook : Size, ceiling - next.Spent)), Doing, cancellationToken);
                quota = XApi.QuotaOf(answer) ?? quota;
                rows = PostRows.Read(answer, Doing);
            }
            catch (PlatformException) when (answers > 0)
            {
                isBroken = true;
                // What is in hand must not be lost, nor paid for twice; the next poll goes on below it and meets the same failure first.
                break;
            }

            if (rows.Posts.Count == 0 && rows.Meta is null && rows.Missing.Count > 0)
                throw new PlatformException(rows.Missing[0].IsGone ? PlatformFailure.Gone : PlatformFailure.Denied, $"Could not {Doing}: the account is deleted, suspended, or not shown to these keys ({XApi.WordsOf(rows.Missing[0])}).");
            HashSet<string> fresh = [.. rows.Posts.Select(post => post.Id!).Concat(rows.Unreadable.Select(row => row.Id).OfType<string>()).Where(seen.Add)];
            met.Add((rows, fresh));
            next = Moved(next, rows, fresh.Count);
            token = rows.Meta?.NextToken;
            isEnd = !start.Begun || string.IsNullOrEmpty(token) || rows.Posts.Count == 0;
        }

        var newest = Later(next.Newest, next.Top);
        if (isEnd)
            next = next with { Newest = newest, Top = null, Down = null };
        var from = newest is null ? null : XId.Before(newest, Overlap);
        IReadOnlyList<string> near = [.. seen.Union(start.Above).Where(id => from is null || XId.Order.Compare(id, from) > 0).OrderDescending(XId.Order).Take(MostRemembered)];
        // While a walk is under way, the overlap at its lower end is still to be met.
        next = isEnd ? next with { Recent = near, Above = [] } : next with { Above = near };
        return new Walked(met, next, quota, MoreNow: !isEnd && !isBroken && next.Spent < ceiling);
    }

    private string Address(XCursor start, XCursor next, string? token, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path}{(Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}max_results={Math.Clamp(size, LeastSize, Size)}"
            + $"{(Since(start) is { } since ? "&since_id=" + since : "")}"
            + $"{(token is not null ? "&pagination_token=" + Uri.EscapeDataString(token) : next.Down is { } down ? "&until_id=" + down : "")}&{XApi.Fields}");

    /// <summary>Two minutes before the newest; less where more was written in them than is remembered.</summary>
    private static string? Since(XCursor start) =>
        start.Newest is { } newest ? Later(XId.Before(newest, Overlap), start.Recent.Count < MostRemembered ? null : start.Recent[^1]) : null;

    private static XCursor Moved(XCursor before, PostRows rows, int fresh)
    {
        var ids = rows.Posts.Select(post => post.Id!).ToList();
        var newest = rows.Meta?.NewestId is { } told && XId.IsGood(told) ? told : null;
        return before with
        {
            Top = Later(before.Top, Later(newest, ids.Max(XId.Order))),
            Down = ids.Append(before.Down).OfType<string>().Min(XId.Order),
            // What is read twice in a day is billed once.
            Spent = before.Spent + (fresh > 0 ? fresh + rows.Includes.PostCount : 0),
        };
    }

    private static string? Later(string? one, string? other) => one is null ? other : other is null ? one : XId.Order.Compare(one, other) >= 0 ? one : other;
}

/// <param name="Answers">Each with the ids in it that were met for the first time.</param>
internal sealed record Walked(IReadOnlyList<(PostRows Answer, HashSet<string> New)> Answers, XCursor Next, Quota? Quota, bool MoreNow);
