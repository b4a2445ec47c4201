using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>What was promised, on the card of its nudge; an answered card shows it too, since that is where most promises begin.</summary>
internal static class PromiseLines
{
    /// <summary>Of more at once nobody reads on; the rest stands in the list of promises.</summary>
    private const int Most = 3;

    public static IEnumerable<CardPart> Parts(ConversationFile file) => Shown(file).Select(Line);

    public static IEnumerable<CardAction> Actions(ConversationFile file, Nudge nudge)
    {
        var shown = Shown(file).ToList();
        foreach (var promise in shown)
        {
            if (promise.State == PromiseState.Proposed)
            {
                yield return Action(nudge, promise, StaffVerbs.PromiseYes, Label(shown, promise, Wording.ActionPromiseYes));
                yield return Action(nudge, promise, StaffVerbs.PromiseNo, Label(shown, promise, Wording.ActionPromiseNo));
            }
            else if (promise.State == PromiseState.Open)
            {
                yield return Action(nudge, promise, StaffVerbs.PromiseKept, Label(shown, promise, Wording.ActionPromiseKept));
            }
            else if (promise is { State: PromiseState.Broken, KeptAt: null })
            {
                yield return Action(nudge, promise, StaffVerbs.PromiseKept, Label(shown, promise, Wording.ActionPromiseLate));
            }
        }
    }

    private static IEnumerable<Promise> Shown(ConversationFile file) => file.Promises
        .Where(promise => promise.State != PromiseState.Dropped && promise.Words.Length > 0)
        .OrderByDescending(promise => promise.IsLive).ThenBy(promise => promise.DueAt).Take(Most);

    private static CardPart.Line Line(Promise promise)
    {
        var said = promise switch
        {
            { State: PromiseState.Proposed } => Wording.PromiseProposed,
            { State: PromiseState.Open } => Wording.PromiseOpen,
            { State: PromiseState.Kept } => Wording.PromiseKept,
            { KeptAt: not null } => Wording.PromiseKeptLate,
            _ => Wording.PromiseBroken,
        };
        return new CardPart.Line(
        [
            new Span.Words(said + " “"), new Span.Outside(promise.Words), new Span.Words(Say.It(Wording.PromiseBy, promise.ByName) + " "), new Span.Moment(promise.DueAt, Relative: false),
            new Span.Words(Say.It(Wording.PromiseNumber, promise.Id)),
        ])
        {
            Soft = !promise.IsLive,
        };
    }

    /// <summary>Two buttons of one name would not tell which promise they mean.</summary>
    private static string Label(List<Promise> shown, Promise promise, string label) => shown.Count == 1 ? label : $"{label} ({promise.Id})";

    private static CardAction Action(Nudge nudge, Promise promise, string verb, string label) => new(verb, label, nudge.Id, nudge.Version)
    {
        Argument = promise.Id.ToString(),
        Description = $"{label}: {promise.Words}",
    };
}
