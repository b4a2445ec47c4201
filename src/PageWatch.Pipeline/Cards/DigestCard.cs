using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>The digest of a day in a channel. It names nobody and cites nothing, so that what is erased stands nowhere in it.</summary>
internal static class DigestCard
{
    /// <summary>Enough for a glance; all of them are in the list of what is open.</summary>
    private const int MostShown = 15;

    /// <param name="waiting">By priority.</param>
    public static Card Of(DateOnly day, IReadOnlyList<NudgeRow> waiting)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (waiting.Count == 0)
        {
            var nothing = Say.It(Wording.DigestEmpty, date);
            return new Card(nothing, Tone.Done, [new CardPart.Line([new Span.Words(Wording.DigestEmptyText)])], []) { Fallback = nothing, IsDone = true };
        }

        var title = waiting.Count == 1 ? Say.It(Wording.DigestOne, date) : Say.It(Wording.DigestSome, date, Say.Number(waiting.Count));
        var parts = new List<CardPart>
        {
            new CardPart.Line([new Span.Words(Wording.DigestText)]) { Soft = true },
            new CardPart.Facts([.. waiting.Take(MostShown).Select(Row)]),
        };
        if (waiting.Count > MostShown)
            parts.Add(new CardPart.Line([new Span.Words(Say.It(Wording.DigestMore, Say.Number(waiting.Count - MostShown)) + " · "), new Span.Ask(Wording.DigestAllOpen, "open")]));
        return new Card(title, Tone.Calm, parts, []) { Fallback = title };
    }

    private static Fact Row(NudgeRow row) => new(
        row.Id.ToString(),
        [
            new Span.Words($"{Say.Kind(row.Kind)} {Wording.OnPage} "),
            new Span.Outside(row.WatchName),
            new Span.Words($" · {Wording.ClockAnswerBy} "),
            new Span.Moment(row.DueAt, Relative: false),
            new Span.Words(" · "),
            new Span.Ask(Wording.ActionOpenCard, $"{StaffVerbs.Show} {row.Id}"),
        ]);
}
