using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Staff;

/// <summary>How much a call is worth for one nudge, and why: people are turned around by being talked to, above all those who came back.</summary>
/// <param name="Points">0 where a call would be out of place.</param>
/// <param name="Reasons">The weightiest first; what staff are told.</param>
internal sealed record CallWorth(int Points, IReadOnlyList<string> Reasons)
{
    /// <summary>A post before this one says that somebody came back; from the third on they have a history with us.</summary>
    private const int HasHistory = 2;

    private static readonly CallWorth None = new(0, []);

    public static CallWorth Of(ConversationFile file, DateTimeOffset now)
    {
        if (file.Nudge is not { IsAtEnd: false, State: not NudgeState.Publishing } nudge || file.Focus is not { Standing: not PostStanding.Deleted } focus)
            return None;
        var reading = file.Readings.GetValueOrDefault(focus.Id);
        // Whoever was spoken to is owed a line, not a second call; praise and questions are answered where they stand.
        if (nudge.Contact is { OwesClosingLine: true } || (nudge.Kind != NudgeKind.Complaint && reading?.Urgency != Urgency.Now && nudge.Contact is null))
            return None;
        var reasons = new List<(int Points, string Why)>();
        if (nudge is { State: NudgeState.Offline, Contact: { } contact })
            reasons.Add(now >= contact.DueAt ? (100, Wording.CallDue) : (40, Wording.CallAgreed));
        if (reading?.Urgency == Urgency.Now)
            reasons.Add((50, Wording.CallNow));
        if (nudge.Contact is { Outcome: ContactOutcome.NotReached } missed)
            reasons.Add((30, Say.It(Wording.CallMissed, missed.TriedBefore + 1)));
        if (file.History.Before >= HasHistory)
            reasons.Add((30, Say.It(Wording.CallHistory, Say.Ordinal(file.History.Before + 1))));
        else if (file.History.Before > 0)
            reasons.Add((15, Wording.CallBack));
        if (nudge.Posts.Count > 1)
            reasons.Add((15, Say.It(Wording.CallPosts, nudge.Posts.Count)));
        if (now >= nudge.DueAt && nudge.Clock.AnsweredAt is null)
            reasons.Add((20, Wording.CallLate));
        if (reading is { Sentiment: Sentiment.Negative, SentimentConfidence: >= 0.8 })
            reasons.Add((10, Wording.CallAngry));
        return reasons.Count == 0 ? None : new CallWorth(reasons.Sum(each => each.Points), [.. reasons.OrderByDescending(each => each.Points).Take(3).Select(each => each.Why)]);
    }
}
