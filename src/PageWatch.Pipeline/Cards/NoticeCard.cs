using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Cards;

/// <summary>A notice as staff see it.</summary>
internal static class NoticeCard
{
    private const int LongestFallback = 300;

    /// <param name="called">Those whom it calls; empty when it is for all.</param>
    public static Card Of(Notice notice, IReadOnlyList<Called> called)
    {
        var says = !notice.IsOver ? notice.Text : notice.WhenOver ?? $"{Wording.NoticeOver} {notice.Text}".TrimEnd();
        return new Card(notice.Title, notice.IsOver ? Tone.Done : notice.Tone, [.. Parts(notice, says, called)], [])
        {
            // What a page answered is quoted in it, and may have lines.
            Fallback = CleanText.Line($"{notice.Title}: {says}", LongestFallback),
            IsDone = notice.IsOver,
        };
    }

    private static IEnumerable<CardPart> Parts(Notice notice, string says, IReadOnlyList<Called> called)
    {
        // What is over calls nobody any more: an old card that is drawn again must not ring.
        if (called.Count > 0 && !notice.IsOver)
            yield return new CardPart.Call(called);
        yield return new CardPart.Line([notice.Calls.Count > 0 ? new Span.Outside(says) : new Span.Words(says), new Span.Words(" · "), new Span.Moment(notice.At, Relative: true)]);
        if (!notice.IsOver && notice.Asks.Count > 0)
            yield return new CardPart.Line([.. notice.Asks.SelectMany((ask, at) => (Span[])[.. at == 0 ? (Span[])[] : [new Span.Words(" · ")], new Span.Ask(ask.Label, ask.Command)])]);
    }
}
