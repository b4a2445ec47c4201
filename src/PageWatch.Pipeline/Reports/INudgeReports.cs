using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Reports;

/// <summary>What became of duties, counted from what is kept of them.</summary>
public interface INudgeReports
{
    /// <summary>Counts the team's nudges whose first public reply was owed in a time. What was put aside or taken away before it was owed is not among them.</summary>
    /// <param name="now">What is owed later than that is not late yet.</param>
    ValueTask<DueCount> DueAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Those of them whose reply came late or has not come, with what is on record of them; the longest late first.</summary>
    ValueTask<IReadOnlyList<LateNudge>> LateAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>What became of the team's nudges that were opened in a time, counted together where rules, state and reason are the same.</summary>
    ValueTask<IReadOnlyList<OpenedCount>> OpenedAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The posts of the nudges among them that a rule opened and that are decided (<see cref="RulePrecision.WasWorthIt"/>); the latest first. Posts that are there no more are left out.</summary>
    ValueTask<IReadOnlyList<DecidedPost>> DecidedAsync(TeamId team, RuleId rule, DateTimeOffset since, DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>How long people waited for the first public reply to what opened a nudge in a time: those who have it, and those whose reply is late and has not come; in no order.</summary>
    ValueTask<IReadOnlyList<AnswerWait>> WaitsAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="Due">A first public reply was owed in the time.</param>
/// <param name="Late">Of them, those whose reply came later, or has not come.</param>
/// <param name="StillOwed">Of those, whose reply is owed still.</param>
/// <param name="OwedFromBefore">Nudges besides, whose reply was owed before the time and is owed still.</param>
public sealed record DueCount(int Due, int Late, int StillOwed, int OwedFromBefore);

/// <summary>A nudge whose first public reply is late.</summary>
/// <param name="AuthorName">Who wrote the post; from outside.</param>
/// <param name="WatchName">Where, as staff call it.</param>
/// <param name="Until">When it was answered, or nothing was owed any more; now while it is owed.</param>
/// <param name="Record">What is on record of it, and when publishing was paused for its team; oldest first.</param>
public sealed record LateNudge(Nudge Nudge, string AuthorName, string WatchName, DateTimeOffset Until, IReadOnlyList<AuditEntry> Record);

/// <param name="Rules">That opened them, together; what matched later is not among them.</param>
/// <param name="Reason">Null where the state has none.</param>
public sealed record OpenedCount(IReadOnlyList<RuleId> Rules, NudgeState State, NudgeReason? Reason, int Nudges);

/// <summary>A post that a rule called staff for, and whether that was worth it.</summary>
/// <param name="Text">With its title.</param>
/// <param name="WatchName">Where, as staff call it.</param>
/// <param name="Account">The platform's id of the account; null where visitors need none.</param>
/// <param name="Confidence">Of the sentiment, 0 to 1: what a query asks for as confidence. Null where it was not read, or a person read it.</param>
public sealed record DecidedPost(string Text, string WatchName, string? Account, string Language, double? Confidence, bool WasWorthIt);

/// <param name="From">When the author first wrote, UTC.</param>
/// <param name="Until">When it was answered; now where it is not.</param>
/// <param name="Followers">Of the author; null where the platform does not tell.</param>
public sealed record AnswerWait(DateTimeOffset From, DateTimeOffset Until, long? Followers);
