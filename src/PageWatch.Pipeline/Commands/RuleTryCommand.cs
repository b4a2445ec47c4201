using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Search;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Replays what was written, and tells what a rule would have made of it. Nothing is kept.</summary>
internal sealed class RuleTryCommand(ITeamRecords teams, IPostHistory history, ICoverage coverage, IWatches watches, ITeamHours hours, TimeProvider time) : ICommand
{
    private const int Together = 2_000;

    /// <summary>Nobody waits longer for an answer in a chat.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    public CommandSpec Spec { get; } = new("rule try", CommandWording.HelpRuleTry, Role.Viewer)
    {
        Arguments = [new CommandArgument("query", CommandWording.ArgQueryOrRule, IsRest: true)],
        Options = [new CommandOption("last", "time", CommandWording.OptLast), new CommandOption("target", "time", CommandWording.OptTarget)],
        Example = "rule try (late OR \"where is my order\") is:complaint --last 30d",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rules = await teams.RulesAsync(by.Team, cancellationToken);
        var rule = rules.FirstOrDefault(each => each.Name.Equals(line["query"]!.Trim(), StringComparison.OrdinalIgnoreCase));
        var parsed = rule is null ? QueryParser.Parse(line["query"]!) : new QueryResult(rule.Query, null);
        if (parsed.Query is not { } query)
            return RuleCards.WrongQuery(parsed.Problem!);
        var last = line.Option("last") is { } typed ? StaffTimes.Duration(typed) : Usual;
        if (last is not { } span || span < TimeSpan.FromHours(1) || span > Longest)
            return Answer.No(Say.It(CommandWording.BadLast, CleanText.Line(line.Option("last"), 20), (int)Longest.TotalDays));
        var target = rule?.Target;
        if (line.Option("target") is { } within && (target = StaffTimes.Duration(within)) is not { TotalMinutes: >= 1 and <= 43_200 })
            return Answer.No(Say.It(CommandWording.BadTarget, CleanText.Line(within, 20)));

        var now = time.GetUtcNow();
        var since = now - span;
        var counted = (await hours.OfAsync(by.Team, cancellationToken)).Hours;
        // A rule that is tried under its name is not held against itself.
        var replay = new RuleReplay(query, target, rule is null ? rules : new RuleBook([.. rules.Where(each => each.Id != rule.Id)]), by.Team, counted, now);
        var began = time.GetTimestamp();
        PastPost? at = null;
        var isWhole = false;
        while (!isWhole && time.GetElapsedTime(began) < Patience)
        {
            var next = await history.PastAsync(by.Team, since, at, Together, cancellationToken);
            foreach (var past in next)
                replay.Take(past);
            at = next.Count > 0 ? next[^1] : at;
            isWhole = next.Count < Together;
        }

        var told = replay.Told();
        var until = isWhole ? now : at!.Post.PublishedAt;
        var parts = new List<CardPart> { new CardPart.Facts([.. Facts(told, counted.Zone.Id, until - since, await UnseenAsync(by.Team, since, until, told.Posts, cancellationToken))]) };
        foreach (var example in told.Examples)
        {
            parts.Add(new CardPart.Quote(example.Post.Author, example.Post.Text, example.Post.Link, query.Match(example) ?? []));
            parts.Add(new CardPart.Line([new Span.Words($"{example.WatchName} · "), new Span.Moment(example.Post.PublishedAt, Relative: true)]) { Soft = true });
        }

        if (!isWhole)
            parts.Add(Answer.Line(Say.It(CommandWording.TryStopped, Say.Moment(until))));
        parts.Add(RuleCards.Next(rule is null ? Say.It(CommandWording.TryNext, query.ToString()) : Say.It(CommandWording.RuleNextEdit, rule.Name, rule.Version)));
        return Answer.Done(Say.It(CommandWording.TryTitle, told.Nudges, Say.Duration(until - since)), [.. parts]);
    }

    private static IEnumerable<Fact> Facts(ReplayResult told, string zone, TimeSpan looked, long unseen)
    {
        yield return Answer.Fact(CommandWording.TryQuantity, Say.It(CommandWording.TryPerDay, (told.Nudges / Math.Max(1, looked.TotalDays)).ToString("0.#", CultureInfo.InvariantCulture), Say.Number(told.Matched), Say.Number(told.Posts)));
        if (told.BusiestHours.Count > 0)
            yield return Answer.Fact(Say.It(CommandWording.TryHours, zone), string.Join(", ", told.BusiestHours.Select(hour => Say.It(CommandWording.TryHour, hour.Hour, Say.Number(hour.Nudges)))));
        if (told.Nudges > 0)
            yield return Answer.Fact(CommandWording.TryLate, Say.It(CommandWording.TryLateOf, Say.Number(told.Late), Say.Number(told.Unanswered)));
        if (told.Matched > 0)
            yield return Answer.Fact(CommandWording.TryCaught, Say.It(CommandWording.TryCaughtOf, Say.Number(told.Caught), Say.Number(told.Matched)));
        if (unseen > 0)
            yield return Answer.Fact(CommandWording.TryUnseen, Say.It(CommandWording.TryUnseenOf, Say.Number(unseen)));
    }

    /// <summary>How many posts came in that time and are not kept any more; the counts of arrivals outlive what came.</summary>
    private async ValueTask<long> UnseenAsync(TeamId team, DateTimeOffset since, DateTimeOffset until, int seen, CancellationToken cancellationToken)
    {
        var pages = (await watches.OfTeamAsync(team, cancellationToken)).Select(watch => watch.Id).ToHashSet();
        var came = (await coverage.HoursAsync(since, cancellationToken)).Where(hours => pages.Contains(hours.Key)).Sum(hours => hours.Where(hour => hour.At < until).Sum(hour => (long)hour.Posts + hour.Repaired));
        return Math.Max(0, came - seen);
    }
}
