using PageWatch.Domain.Channels;

namespace PageWatch.Pipeline.Cards;

/// <summary>A notice as staff see it.</summary>
internal static class NoticeCard
{
    public static Card Of(Notice notice) => new(
        notice.Title,
        notice.IsOver ? Tone.Done : notice.Tone,
        [new CardPart.Line([new Span.Words(notice.IsOver ? Wording.NoticeOver + " " + notice.Text : notice.Text), new Span.Words(" · "), new Span.Moment(notice.At, Relative: true)])],
        [])
    {
        Fallback = $"{notice.Title}: {notice.Text}",
        IsDone = notice.IsOver,
    };
}
