using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Search;

/// <summary>Asks what a rule would have done, by the decisions that posts really go through: is it owed, does it open a duty or join one, when is that due, was it answered.</summary>
/// <param name="query">Of the rule that is tried.</param>
/// <param name="target">Its own target; null to go by the kind of post.</param>
/// <param name="book">The rules that there are.</param>
/// <param name="team">Whose posts come.</param>
/// <param name="hours">Of the team.</param>
/// <param name="now">What is due by then and has no answer is late.</param>
internal sealed class RuleReplay(Query query, TimeSpan? target, RuleBook book, TeamId team, BusinessHours hours, DateTimeOffset now)
{
    private const int MostExamples = 5;

    private readonly RuleBook tried = new([new WatchRule { Id = default, Team = team, Name = "tried", Query = query, Target = target, Version = 1 }]);
    private readonly Dictionary<ConversationId, Duty> open = [];
    private readonly Queue<QuerySubject> examples = new();
    private readonly int[] byHour = new int[24];
    private int posts;
    private int matched;
    private int caught;
    private int nudges;
    private int late;

    /// <summary>Takes the next post; they come in the order in which they were written.</summary>
    public void Take(PastPost past)
    {
        var post = past.Post;
        if (post.IsOurs)
        {
            if (post.IsPublic && open.Remove(post.Conversation, out var duty) && post.PublishedAt > duty.DueAt)
                late++;
            return;
        }

        if (past.Subject is not { } subject || post.IsBaseline)
            return;
        posts++;
        var matches = tried.Match(subject, now);
        if (!NudgeOpening.IsOwed(post, subject.Reading, matches))
            return;
        matched++;
        if (book.Match(subject, post.SeenAt).Count > 0)
            caught++;
        var due = Deadline.Strictest(post.PublishedAt, NudgeOpening.KindOf(post, subject.Reading), matches, hours).Due;
        if (open.TryGetValue(post.Conversation, out var live))
        {
            if (due < live.DueAt)
                open[post.Conversation] = live with { DueAt = due };
            return;
        }

        open[post.Conversation] = new Duty(due);
        nudges++;
        byHour[TimeZoneInfo.ConvertTime(post.PublishedAt, hours.Zone).Hour]++;
        examples.Enqueue(subject);
        if (examples.Count > MostExamples)
            examples.Dequeue();
    }

    /// <summary>What came of all that was taken.</summary>
    public ReplayResult Told()
    {
        var overdue = open.Values.Count(duty => duty.DueAt <= now);
        return new ReplayResult(
            posts,
            matched,
            caught,
            nudges,
            late + overdue,
            open.Count,
            [.. Enumerable.Range(0, 24).Where(hour => byHour[hour] > 0).OrderByDescending(hour => byHour[hour]).ThenBy(hour => hour).Take(3).Select(hour => (hour, byHour[hour]))],
            [.. examples.Reverse()]);
    }

    private sealed record Duty(DateTimeOffset DueAt);
}

/// <summary>What a rule would have done.</summary>
/// <param name="Posts">That were looked at.</param>
/// <param name="Matched">That the rule would have asked an answer for.</param>
/// <param name="Caught">Of these, how many the rules that there are ask an answer for too.</param>
/// <param name="Nudges">Fewer than posts: what follows in a conversation joins.</param>
/// <param name="Late">Nudges that were answered too late, or are overdue without an answer.</param>
/// <param name="Unanswered">Nudges that have no answer of the page yet.</param>
/// <param name="BusiestHours">Of the day, in the zone of the team, at most three, with their nudges.</param>
/// <param name="Examples">The newest first, at most five.</param>
internal sealed record ReplayResult(
    int Posts, int Matched, int Caught, int Nudges, int Late, int Unanswered, IReadOnlyList<(int Hour, int Nudges)> BusiestHours, IReadOnlyList<QuerySubject> Examples);
