using PageWatch.Domain.Hours;
using PageWatch.Domain.Rules;

namespace PageWatch.Domain.Nudges;

/// <summary>By when the first public reply is owed, counted in the hours of the team.</summary>
/// <param name="From">When the post was written that sets it, UTC; the clock starts here, whatever the hours.</param>
/// <param name="Target">The time allowed, of the team's hours.</param>
/// <param name="IgnoresHours">Runs round the clock: a rule says so.</param>
/// <param name="Half">When half of the time is used up, UTC.</param>
/// <param name="Most">When 80 % of it are.</param>
/// <param name="Due">When all of it is.</param>
public sealed record Deadline(DateTimeOffset From, TimeSpan Target, bool IgnoresHours, DateTimeOffset Half, DateTimeOffset Most, DateTimeOffset Due)
{
    public static Deadline Of(DateTimeOffset from, TimeSpan target, bool ignoresHours, BusinessHours hours)
    {
        var counted = ignoresHours ? BusinessHours.Always : hours;
        return new Deadline(from, target, ignoresHours, counted.Add(from, target * 0.5), counted.Add(from, target * 0.8), counted.Add(from, target));
    }

    /// <summary>The strictest of what the kind and the matching rules allow: the one that is due first.</summary>
    public static Deadline Strictest(DateTimeOffset from, NudgeKind kind, IReadOnlyList<RuleMatch> matches, BusinessHours hours)
    {
        // A rule's own target replaces the kind's; round the clock is a thing that a rule asks for, with or without one.
        var own = matches.Where(match => match.Target is not null).Select(match => Of(from, match.Target!.Value, match.IgnoresHours, hours)).ToList();
        return own.Count > 0 ? own.MinBy(each => each.Due)! : Of(from, NudgeOpening.TargetOf(kind), matches.Any(match => match.IgnoresHours), hours);
    }

    /// <summary>The same duty, counted in other hours.</summary>
    public Deadline Under(BusinessHours hours) => Of(From, Target, IgnoresHours, hours);

    /// <param name="percent">50, 80 or 100.</param>
    internal DateTimeOffset At(int percent) => percent switch { 50 => Half, 80 => Most, _ => Due };
}
