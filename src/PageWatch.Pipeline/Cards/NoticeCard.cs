using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Cards;

/// <summary>A notice as staff see it.</summary>
internal static class NoticeCard
{
    private const int LongestFallback = 300;

    public static Card Of(Notice notice)
    {
        var says = notice.IsOver ? $"{Wording.NoticeOver} {notice.Text}".TrimEnd() : notice.Text;
        return new Card(
            notice.Title,
            notice.IsOver ? Tone.Done : notice.Tone,
            [new CardPart.Line([new Span.Words(says), new Span.Words(" · "), new Span.Moment(notice.At, Relative: true)])],
            [])
        {
            // What a page answered is quoted in it, and may have lines.
            Fallback = CleanText.Line($"{notice.Title}: {says}", LongestFallback),
            IsDone = notice.IsOver,
        };
    }
}
