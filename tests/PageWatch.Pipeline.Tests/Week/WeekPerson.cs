using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Tests.Week;

/// <summary>Somebody of the team: when they work, how fast they write, how often they leave something lying.</summary>
/// <param name="From">Hour at which the day begins, local time.</param>
/// <param name="To">Hour at which it ends.</param>
/// <param name="Pace">Ticks that an answer takes.</param>
/// <param name="Forgets">Of a hundred things claimed, so many are left lying.</param>
internal sealed record WeekPerson(Member Member, int From, int To, int Pace, int Forgets)
{
    /// <summary>Works on Saturday as well.</summary>
    public bool OnSaturday { get; init; }

    /// <summary>First hour of the week, local time, at which they lie in bed; null for somebody who stays well.</summary>
    public int? IllFrom { get; init; }

    public int IllUntil { get; init; }

    /// <summary>They tell the rota; those who do not are called in vain.</summary>
    public bool SaysSo { get; init; }

    /// <summary>What they are at, and from which tick on it is done.</summary>
    public (NudgeId Nudge, int Until)? Doing { get; set; }

    public int Answered { get; set; }

    public int Forgot { get; set; }

    public int Handed { get; set; }

    public int Approved { get; set; }

    public int Dismissed { get; set; }

    /// <param name="hour">Of the week, local time.</param>
    public bool IsIll(double hour) => hour >= IllFrom && hour < IllUntil;

    /// <param name="hour">Of the week, local time.</param>
    public bool Works(double hour)
    {
        var (day, of) = ((int)hour / 24, hour % 24);
        return !IsIll(hour) && of >= From && of < To && (day < 5 || (day == 5 && OnSaturday && of is >= 9 and < 14));
    }
}
