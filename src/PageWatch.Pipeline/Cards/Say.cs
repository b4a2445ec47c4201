using System.Globalization;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Cards;

/// <summary>Puts values into wording.</summary>
internal static class Say
{
    public static string It(string wording, params object?[] values) => string.Format(CultureInfo.InvariantCulture, wording, values);

    /// <summary>"7 s", "38 min", "3 h 53 min", "2 d 4 h".</summary>
    public static string Duration(TimeSpan duration)
    {
        duration = duration.Duration();
        return duration switch
        {
            { TotalSeconds: < 1 } => Wording.LessThanSecond,
            { TotalSeconds: < 90 } => It(Wording.Seconds, (int)duration.TotalSeconds),
            { TotalMinutes: < 60 } => It(Wording.Minutes, (int)duration.TotalMinutes),
            { TotalHours: < 24 } => duration.Minutes == 0 ? It(Wording.Hours, (int)duration.TotalHours) : It(Wording.HoursMinutes, (int)duration.TotalHours, duration.Minutes),
            _ => It(Wording.Days, (int)duration.TotalDays, duration.Hours),
        };
    }

    /// <summary>A moment in plain text, for lines that no client turns into the reader's own time.</summary>
    public static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string TimeOfDay(DateTimeOffset at) => at.ToUniversalTime().ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Share(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Posts(int posts) => posts switch { 0 => Wording.PostsNone, 1 => Wording.PostsOne, _ => It(Wording.PostsMany, Number(posts)) };

    public static string Kind(NudgeKind kind) => kind switch
    {
        NudgeKind.Complaint => Wording.KindComplaint,
        NudgeKind.Question => Wording.KindQuestion,
        NudgeKind.Request => Wording.KindRequest,
        NudgeKind.Review => Wording.KindReview,
        NudgeKind.Praise => Wording.KindPraise,
        NudgeKind.Unclear => Wording.KindUnclear,
        _ => Wording.KindOther,
    };

    public static string State(NudgeState state) => state switch
    {
        NudgeState.Open => Wording.StateOpen,
        NudgeState.Claimed => Wording.StateClaimed,
        NudgeState.AwaitingApproval => Wording.StateAwaitingApproval,
        NudgeState.Publishing => Wording.StatePublishing,
        NudgeState.NeedsPerson => Wording.StateNeedsPerson,
        NudgeState.Answered => Wording.StateAnswered,
        NudgeState.Offline => Wording.StateOffline,
        NudgeState.Snoozed => Wording.StateSnoozed,
        NudgeState.Dismissed => Wording.StateDismissed,
        NudgeState.Folded => Wording.StateFolded,
        _ => Wording.StateWithdrawn,
    };

    public static string Reason(NudgeReason reason) => reason switch
    {
        NudgeReason.Duplicate => Wording.ReasonDuplicate,
        NudgeReason.NoAnswerNeeded => Wording.ReasonNoAnswerNeeded,
        NudgeReason.Spam => Wording.ReasonSpam,
        NudgeReason.Abuse => Wording.ReasonAbuse,
        NudgeReason.NotForUs => Wording.ReasonNotForUs,
        NudgeReason.NotAComplaint => Wording.ReasonNotAComplaint,
        NudgeReason.AuthorDeleted => Wording.ReasonAuthorDeleted,
        NudgeReason.Forgotten => Wording.ReasonForgotten,
        _ => Wording.ReasonTakenOffThePage,
    };

    /// <summary>"Ana calls them".</summary>
    public static string Talks(ContactWay way, string who) => way switch { ContactWay.Phone => It(Wording.TalksPhone, who), ContactWay.Visit => It(Wording.TalksVisit, who), _ => It(Wording.TalksMessage, who) };

    /// <summary>"by phone".</summary>
    public static string Way(ContactWay way) => way switch { ContactWay.Phone => Wording.WayPhone, ContactWay.Visit => Wording.WayVisit, _ => Wording.WayMessage };

    /// <summary>The title of what asks by when.</summary>
    public static string OfflineTitle(ContactWay way) => way switch { ContactWay.Phone => Wording.OfflinePhoneTitle, ContactWay.Visit => Wording.OfflineVisitTitle, _ => Wording.OfflineMessageTitle };

    /// <summary>What the button says.</summary>
    public static string TakeOffline(ContactWay way) => way switch { ContactWay.Phone => Wording.ActionOfflinePhone, ContactWay.Visit => Wording.ActionOfflineVisit, _ => Wording.ActionOfflineMessage };

    /// <summary>"Call Jana now."</summary>
    /// <param name="whom">From outside, in one line.</param>
    public static string ContactIsDue(ContactWay way, string whom) =>
        way switch { ContactWay.Phone => It(Wording.ContactDuePhone, whom), ContactWay.Visit => It(Wording.ContactDueVisit, whom), _ => It(Wording.ContactDueMessage, whom) };

    public static string Step(NudgeStep step) => step switch
    {
        NudgeStep.Seen => Wording.StepSeen,
        NudgeStep.Understood => Wording.StepUnderstood,
        NudgeStep.Nudged => Wording.StepNudged,
        NudgeStep.Claimed => Wording.StepClaimed,
        NudgeStep.Approved => Wording.StepApproved,
        _ => Wording.StepAnswered,
    };

    /// <summary>A step and how long after it came: the time that went by, and beside it the time in which the team was there, where that is another.</summary>
    public static string Lag(NudgeLags.Lag lag) => Duration(lag.Open) == Duration(lag.After)
        ? It(Wording.LagLabel, Step(lag.Step), Duration(lag.After))
        : It(Wording.LagLabelOpen, Step(lag.Step), Duration(lag.After), Duration(lag.Open));

    /// <summary>What persons said of a reading; of one that was given before the words were kept, what it is.</summary>
    public static string Verdict(Reading reading) => reading.Said is { } said ? said.Words : VerdictWords.Name(reading.Intent);

    public static string Role(Role role) => role switch
    {
        Domain.Teams.Role.Viewer => Wording.RoleViewer,
        Domain.Teams.Role.Responder => Wording.RoleResponder,
        Domain.Teams.Role.Approver => Wording.RoleApprover,
        _ => Wording.RoleAdmin,
    };

    public static string Unit(LengthUnit unit) => unit switch
    {
        LengthUnit.Utf8Bytes => Wording.UnitUtf8Bytes,
        LengthUnit.Graphemes or LengthUnit.GraphemesShortLinks => Wording.UnitGraphemes,
        _ => Wording.UnitCharacters,
    };

    /// <summary>"third": how people count contacts.</summary>
    public static string Ordinal(int number) => number switch
    {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        5 => "fifth",
        _ when number % 100 is 11 or 12 or 13 => It("{0}th", number),
        _ => It("{0}{1}", number, (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" }),
    };
}
