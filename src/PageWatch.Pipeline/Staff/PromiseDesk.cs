using System.Globalization;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Pipeline.Staff;

/// <summary>What members say of the promises of a nudge: that it is one, that it is none, that it was kept, another day; or one that no text holds.</summary>
internal static class PromiseDesk
{
    private const int LongestName = 80;

    /// <returns>Something to save, or why there is nothing: the number may be forged, or another hand was faster.</returns>
    public static StaffOutcome Do(StaffWork work)
    {
        if (work.Click.Verb == StaffVerbs.PromiseAdd)
            return Add(work);
        if (!long.TryParse(work.Click.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || work.File.Promises.FirstOrDefault(each => each.Id.Value == number) is not { } promise)
            return StaffOutcome.No(Say.It(Wording.RefusedNoPromise, work.Nudge.Id));
        if (HappenedTo(work) is not { } happened)
            return StaffOutcome.No(Say.It(Wording.RefusedNoDay, CleanText.Line(work.Click.Input, 40)));
        var decision = PromiseLifecycle.Decide(promise, happened, work.Now);
        return decision.Refusal is { } refusal ? StaffOutcome.No(Because(refusal, promise)) : Yes(work, promise, decision);
    }

    private static PromiseEvent? HappenedTo(StaffWork work) => work.Click.Verb switch
    {
        StaffVerbs.PromiseYes => new PromiseEvent.Accepted(),
        StaffVerbs.PromiseNo => new PromiseEvent.Dropped(),
        StaffVerbs.PromiseKept => new PromiseEvent.Kept(),
        _ => PromiseDays.Typed(work.Click.Input ?? "", work.Now) is { } due ? new PromiseEvent.Moved(due) : null,
    };

    private static StaffOutcome Add(StaffWork work)
    {
        var words = CleanText.Line(work.Click.Input, Promise.LongestWords);
        if (words.Length == 0)
            return StaffOutcome.No(Wording.RefusedEmpty);
        if (PromiseDays.Typed(work.Click.Argument ?? "", work.Now) is not { } due)
            return StaffOutcome.No(Say.It(Wording.RefusedNoDay, CleanText.Line(work.Click.Argument, 40)));
        if (work.File.Focus is not { Standing: not PostStanding.Deleted } focus)
            return StaffOutcome.No(Wording.RefusedPromiseOfNothing);
        if (work.File.Promises.Count >= Promise.MostOfNudge)
            return StaffOutcome.No(Say.It(Wording.RefusedPromisesFull, Promise.MostOfNudge));
        var promise = new Promise
        {
            Id = default,
            Team = work.File.Team,
            Nudge = work.Nudge.Id,
            By = work.Member.Id,
            ByName = work.Member.Name,
            ToName = CleanText.Line(focus.Author.Name, LongestName),
            Words = words,
            DueAt = due,
            State = PromiseState.Proposed,
            MadeAt = work.Now,
        };
        var decision = PromiseLifecycle.Decide(promise, new PromiseEvent.Moved(due), work.Now);
        return decision.Refusal is { } refusal ? StaffOutcome.No(Because(refusal, promise)) : Yes(work, promise, decision);
    }

    private static StaffOutcome Yes(StaffWork work, Promise before, PromiseDecision decision) => StaffOutcome.Yes(NudgeDecision.Shown(work.Nudge)) with
    {
        Promised = (before, decision),
        Before = before.Id.Value == 0 ? null : $"{before.State}, due {Say.Moment(before.DueAt)}",
        After = $"{decision.Next.State}, due {Say.Moment(decision.Next.DueAt)}: {decision.Next.Words}",
    };

    private static string Because(PromiseRefusal refusal, Promise promise) => refusal switch
    {
        PromiseRefusal.OpenAlready => Say.It(Wording.RefusedPromiseOpen, promise.Id),
        PromiseRefusal.KeptAlready => Say.It(Wording.RefusedPromiseKept, promise.Id),
        PromiseRefusal.DroppedAlready => Say.It(Wording.RefusedPromiseDropped, promise.Id),
        PromiseRefusal.BrokenAlready => Say.It(Wording.RefusedPromiseBroken, promise.Id),
        _ => Wording.RefusedDayNotAhead,
    };
}
