using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

/// <summary>Nudges as a list, as many at a time as a card can hold in any chat, with the way to the next ones.</summary>
internal static class NudgeList
{
    public const int PageSize = 10;

    /// <summary>So many are counted and can be paged through; beyond that, a number helps nobody.</summary>
    public const int Most = 500;

    public static CommandOption Page { get; } = new("page", "number", CommandWording.OptListPage);

    /// <param name="title">Says how many there are.</param>
    /// <param name="rows">One more than <see cref="Most"/> where there are more.</param>
    public static CommandAnswer Answered(CommandLine line, Func<string, string> title, IReadOnlyList<NudgeRow> rows)
    {
        var counted = rows.Take(Most).ToList();
        var pages = (counted.Count + PageSize - 1) / PageSize;
        var page = 1;
        if (line.Option("page") is { } typed && (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out page) || page < 1 || page > pages))
            return Answer.No(Say.It(CommandWording.NoSuchListPage, CleanText.Line(typed, 20), pages));
        var parts = new List<CardPart> { Part([.. counted.Skip((page - 1) * PageSize).Take(PageSize)]) };
        if (pages > 1)
        {
            var spans = new List<Span> { new Span.Words(Say.It(CommandWording.PageOf, page, pages)) };
            if (page > 1)
                Add(CommandWording.PageBefore, page - 1);
            if (page < pages)
                Add(CommandWording.PageNext, page + 1);
            parts.Add(new CardPart.Line(spans));

            void Add(string label, int to)
            {
                spans.Add(new Span.Words(" · "));
                spans.Add(new Span.Ask(label, string.Create(CultureInfo.InvariantCulture, $"{line.Spec.Verb} --page {to}")));
            }
        }

        return Answer.Done(title(rows.Count > Most ? $"{Say.Number(Most)}+" : Say.Number(rows.Count)), [.. parts]);
    }

    public static CardPart.Facts Part(IReadOnlyList<NudgeRow> rows) => new([.. rows.Select(row => Answer.Fact(
        row.Id.ToString(),
        new Span.Words($"{Say.Kind(row.Kind)} · {Say.State(row.State)}{(row.OwnerName is { } owner ? $", {owner}" : "")}{(row.IsQuiet ? $" · {CommandWording.InTheDigest}" : "")} · {Wording.ClockAnswerBy} "),
        new Span.Moment(row.DueAt, Relative: false),
        new Span.Words(" · "),
        new Span.Outside(row.AuthorName, IsStrong: true),
        new Span.Words(": "),
        row.IsOnlyPicture ? new Span.Words(Wording.OnlyPicture) : new Span.Outside(CleanText.Line(row.Text, 90)),
        new Span.Words(" · "),
        new Span.Ask(Wording.Why, $"why {row.Id}")))]);
}
