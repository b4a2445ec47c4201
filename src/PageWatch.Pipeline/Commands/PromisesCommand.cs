using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Pipeline.Commands;

/// <summary>What was promised and waits to be kept, the soonest first; and how well promises were kept.</summary>
internal sealed class PromisesCommand(IPromises promises, TimeProvider time) : ICommand
{
    private static readonly TimeSpan Looks = TimeSpan.FromDays(90);

    public CommandSpec Spec { get; } = new("promises", CommandWording.HelpPromises, Role.Viewer) { Options = [new CommandOption("mine", null, CommandWording.OptPromisesMine), NudgeList.Page] };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mine = line.Has("mine");
        var live = await promises.LiveAsync(by.Team, mine ? by.Id : null, NudgeList.Most, cancellationToken);
        var pages = Math.Max(1, (live.Count + NudgeList.PageSize - 1) / NudgeList.PageSize);
        var page = 1;
        if (line.Option("page") is { } typed && (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out page) || page < 1 || page > pages))
            return Answer.No(Say.It(CommandWording.NoSuchListPage, CleanText.Line(typed, 20), pages));
        var rates = (await promises.RatesAsync(by.Team, now - Looks, now, cancellationToken)).Where(rate => !mine || rate.Member == by.Id).ToList();
        var parts = new List<CardPart>();
        if (live.Count > 0)
            parts.Add(new CardPart.Facts([.. live.Skip((page - 1) * NudgeList.PageSize).Take(NudgeList.PageSize).Select(Row)]));
        if (pages > 1)
            parts.Add(Turn(page, pages, mine));
        parts.Add(new CardPart.Facts([.. RateRows(rates)]));
        return Answer.Done(live.Count == 0 ? CommandWording.PromisesNone : Say.It(CommandWording.PromisesTitle, live.Count), [.. parts]);
    }

    private static CardPart.Line Turn(int page, int pages, bool mine)
    {
        var spans = new List<Span> { new Span.Words(Say.It(CommandWording.PageOf, page, pages)) };
        if (page > 1)
            Add(CommandWording.PageBefore, page - 1);
        if (page < pages)
            Add(CommandWording.PageNext, page + 1);
        return new CardPart.Line(spans);

        void Add(string label, int to)
        {
            spans.Add(new Span.Words(" · "));
            spans.Add(new Span.Ask(label, string.Create(CultureInfo.InvariantCulture, $"promises{(mine ? " --mine" : "")} --page {to}")));
        }
    }

    private static Fact Row(Promise promise) => Answer.Fact(
        promise.Id.ToString(),
        new Span.Words(Say.It(promise.State == PromiseState.Proposed ? CommandWording.PromiseRowProposed : CommandWording.PromiseRow, promise.ByName) + " "),
        new Span.Outside(promise.ToName, IsStrong: true),
        new Span.Words($" · {CommandWording.PromiseRowDue} "),
        new Span.Moment(promise.DueAt, Relative: false),
        new Span.Words(": “"),
        new Span.Outside(promise.Words),
        new Span.Words("” · "),
        new Span.Ask(Say.It(CommandWording.PromiseRowNudge, promise.Nudge), $"why {promise.Nudge}"));

    private static IEnumerable<Fact> RateRows(List<MemberRate> rates)
    {
        yield return Answer.Fact(CommandWording.PromiseRateLabel, PromiseRates.InWords(rates.Aggregate(new KeptRate(0, 0, 0), (sum, rate) => sum + rate.Rate)));
        if (rates.Count < 2)
            yield break;
        foreach (var rate in rates)
            yield return Answer.Fact(rate.Name, PromiseRates.InWords(rate.Rate));
    }
}
