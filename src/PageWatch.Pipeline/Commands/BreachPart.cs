using PageWatch.Domain.Channels;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>Tells which answers came late, and why, one by one.</summary>
internal static class BreachPart
{
    /// <summary>So many are told one by one.</summary>
    public const int MostShown = 8;

    private const int LongestName = 60;

    /// <param name="late">The longest late first, at most <see cref="MostShown"/>.</param>
    /// <param name="hours">Of the team.</param>
    /// <returns>Nothing where nothing was owed.</returns>
    public static IReadOnlyList<CardPart> Of(DueCount count, IReadOnlyList<LateNudge> late, BusinessHours hours)
    {
        if (count is { Due: 0, OwedFromBefore: 0 })
            return [];
        var facts = new List<Fact>
        {
            Answer.Fact(ReportWording.BreachCount, count.Late == 0
                ? Say.It(ReportWording.BreachCountNone, Say.Number(count.Due))
                : Say.It(ReportWording.BreachCountOf, Say.Number(count.Due), Say.Number(count.Late), (int)Math.Round(100.0 * count.Late / count.Due), Say.Number(count.StillOwed))),
        };
        if (count.OwedFromBefore > 0)
        {
            facts.Add(Answer.Fact(
                ReportWording.BreachBefore, new Span.Words(Say.It(ReportWording.BreachBeforeOf, Say.Number(count.OwedFromBefore))), new Span.Ask(ReportWording.BreachBeforeShow, "overdue")));
        }

        foreach (var each in late)
        {
            if (Breach.Of(each.Nudge, RecordedActs.Of(each.Record), hours, each.Until) is { } breach)
                facts.Add(Row(each, breach));
        }

        return
        [
            new CardPart.Line([new Span.Strong(ReportWording.Breaches)]),
            new CardPart.Facts(facts),
            .. count.Late > late.Count ? [Answer.Line(Say.It(ReportWording.BreachMore, Say.Number(count.Late - late.Count)))] : (CardPart[])[],
        ];
    }

    private static Fact Row(LateNudge late, Breach breach)
    {
        var nudge = late.Nudge;
        var lateness = breach.LateInHours == breach.Late
            ? Say.It(ReportWording.BreachLate, Say.Duration(breach.Late))
            : Say.It(ReportWording.BreachLateInHours, Say.Duration(breach.Late), Say.Duration(breach.LateInHours));
        var then = nudge switch
        {
            { Clock.AnsweredAt: not null } => "",
            { State: NudgeState.Dismissed, Reason: { } reason } => Say.It(ReportWording.BreachDismissed, Say.Reason(reason)),
            { IsAtEnd: false } => ReportWording.BreachOwed,
            _ => $", {Say.State(nudge.State)}",
        };
        return Answer.Fact(
            nudge.Id.ToString(),
            new Span.Outside(late.AuthorName.Length == 0 ? Author.Nobody.Name : CleanText.Line(late.AuthorName, LongestName), IsStrong: true),
            new Span.Words(Say.It(ReportWording.BreachWhere, CleanText.Line(late.WatchName, LongestName), Say.Kind(nudge.Kind), Say.Duration(nudge.Target))),
            new Span.Words($"{lateness}{then}: {Reason(breach)} · "),
            new Span.Ask(Wording.Why, $"{StaffVerbs.Why} {nudge.Id}"));
    }

    private static string Reason(Breach breach)
    {
        var took = Say.Duration(breach.Took);
        return breach.Cause switch
        {
            BreachCause.ArrivedLate => Say.It(ReportWording.BreachArrivedLate, took),
            BreachCause.NotRead => Say.It(ReportWording.BreachNotRead, took),
            BreachCause.NotShown => Say.It(ReportWording.BreachNotShown, took),
            BreachCause.NobodyOnCall => Say.It(ReportWording.BreachNobodyOnCall, took),
            BreachCause.NobodyClaimed => Say.It(ReportWording.BreachNobodyClaimed, took),
            BreachCause.Held => Say.It(ReportWording.BreachHeld, breach.Who, took),
            BreachCause.Left => Say.It(ReportWording.BreachLeft, breach.Who, took),
            BreachCause.NotAccepted when breach.ToWhom is null => Say.It(ReportWording.BreachNotAcceptedBare, breach.Who, took),
            BreachCause.NotAccepted => Say.It(ReportWording.BreachNotAccepted, breach.Who, took, breach.ToWhom),
            BreachCause.AwaitedApproval => Say.It(ReportWording.BreachAwaitedApproval, breach.Who, took),
            BreachCause.Publishing => Say.It(ReportWording.BreachPublishing, breach.Who, took),
            BreachCause.Paused => Say.It(ReportWording.BreachPaused, breach.Who, took),
            BreachCause.Stuck => Say.It(ReportWording.BreachStuck, took),
            BreachCause.Snoozed => Say.It(ReportWording.BreachSnoozed, breach.Who, took),
            BreachCause.Talk => Say.It(ReportWording.BreachTalk, breach.Who, took),
            BreachCause.NotReached => Say.It(ReportWording.BreachNotReached, breach.Who, took),
            _ => Say.It(ReportWording.BreachTakenBack, breach.Who),
        };
    }
}
