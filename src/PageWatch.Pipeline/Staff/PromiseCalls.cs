using PageWatch.Domain.Channels;
using PageWatch.Domain.Promises;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Pipeline.Staff;

/// <summary>Calls whoever promised something, and stops when it is settled. What calls is saved with the step that gave rise to it: a kill in between loses and doubles nothing.</summary>
internal static class PromiseCalls
{
    private static readonly PromiseCall[] All = Enum.GetValues<PromiseCall>();

    /// <summary>Adds a step of a promise with what its person is told of it.</summary>
    public static void AddTo(StateChange change, Promise before, PromiseDecision decision, DateTimeOffset now)
    {
        var next = decision.Next;
        change.Promises.Add(next);
        if (before.RemindedAt is not null)
        {
            // A call of before says what is true no longer.
            foreach (var call in All.Where(each => each != decision.Calls))
                change.Closed.Add(new StateChange.ClosedNotice(before.Team, PromiseNotices.Key(before, call), now));
        }

        if (decision.Calls is { } calls)
            change.Notices.Add(Of(next, calls, now));
    }

    private static Notice Of(Promise promise, PromiseCall call, DateTimeOffset now)
    {
        var title = call switch
        {
            PromiseCall.Soon => Say.It(Wording.PromiseCallSoon, promise.Id, promise.ByName),
            PromiseCall.Over => Say.It(Wording.PromiseCallOver, promise.Id, promise.ByName),
            _ => Say.It(Wording.PromiseCallBroken, promise.Id, promise.ByName),
        };
        var says = Say.It(Wording.PromiseCallText, promise.Words, promise.ToName, Say.Moment(promise.DueAt));
        return new Notice(promise.Team, PromiseNotices.Key(promise, call), title, says, call == PromiseCall.Soon ? Tone.Soon : Tone.Now, now)
        {
            Calls = [promise.By],
            Asks =
            [
                new NoticeAsk(Wording.ActionPromiseKept, $"promise kept {promise.Id}"), new NoticeAsk(Wording.ActionPromiseNo, $"promise no {promise.Id}"),
                new NoticeAsk(Wording.Why, $"{StaffVerbs.Why} {promise.Nudge}"),
            ],
            WhenOver = Say.It(Wording.PromiseCallIsOver, says).TrimEnd(),
            Nudge = promise.Nudge,
        };
    }
}
