using System.Globalization;
using System.Runtime.CompilerServices;
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

/// <summary>Replays what was written, and tells what a rule would have made of it: how far it came while it is on its way, and all of it at the end. Nothing is kept.</summary>
internal sealed class RuleTryCommand(ITeamRecords teams, IPostHistory history, ICoverage coverage, IWatches watches, ITeamHours hours, RunningTrials trials, TimeProvider time) : ICommand
{
    /// <summary>Nobody waits longer without seeing how far it came; no chat likes to change a message oftener.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    /// <summary>More posts than any team has; what is forgotten ends by itself.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(400);

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
        if (last is not { } span || span < TimeSpan.FromHours(1) || span > Furthest)
            return Answer.No(Say.It(CommandWording.BadLast, CleanText.Line(line.Option("last"), 20), (int)Furthest.TotalDays));
        var target = rule?.Target;
        if (line.Option("target") is { } within && (target = StaffTimes.Duration(within)) is not { TotalMinutes: >= 1 and <= 43_200 })
            return Answer.No(Say.It(CommandWording.BadTarget, CleanText.Line(within, 20)));

        var now = time.GetUtcNow();
        var since = now - span;
        var counted = (await hours.OfAsync(by.Team, cancellationToken)).Hours;
        // A rule that is tried under its name is not held against itself.
        var replay = new RuleReplay(query, target, rule is null ? rules : new RuleBook([.. rules.Where(each => each.Id != rule.Id)]), by.Team, counted, now);
        var tried = new Tried(by, rule, query, counted.Zone.Id, since, new RuleTrial(history, by.Team, replay, since, now));
        await tried.Trial.GoOnAsync(Step, time, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var card = await CardAsync(tried, tried.Trial.IsWhole ? null : Going(tried.Trial), cancellationToken);
        return new CommandAnswer(CommandOutcome.Done, card) { Further = tried.Trial.IsWhole ? null : FurtherAsync(tried, CancellationToken.None) };
    }

    private async IAsyncEnumerable<Card> FurtherAsync(Tried tried, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var noted = trials.Begin(tried.By.Id, stop);
        var began = time.GetTimestamp();
        while (true)
        {
            await tried.Trial.GoOnAsync(Step, time, stop.Token);
            var isOver = tried.Trial.IsWhole || stop.IsCancellationRequested || time.GetElapsedTime(began) >= Longest;
            yield return await CardAsync(tried, tried.Trial.IsWhole ? null : isOver ? Stopped(tried.Trial) : Going(tried.Trial), CancellationToken.None);
            if (isOver)
                yield break;
        }
    }

    /// <param name="tried">What was seen of it so far.</param>
    /// <param name="state">How far it came; null when it is at its end.</param>
    private async ValueTask<Card> CardAsync(Tried tried, CardPart? state, CancellationToken cancellationToken)
    {
        var told = tried.Trial.Told;
        var until = tried.Trial.Until;
        var unseen = await UnseenAsync(tried.By.Team, tried.Since, until, told.Posts, cancellationToken);
        var parts = new List<CardPart>();
        if (state is not null)
            parts.Add(state);
        parts.Add(new CardPart.Facts([.. Facts(told, tried.Zone, until - tried.Since, unseen)]));
        foreach (var example in told.Examples)
        {
            parts.Add(new CardPart.Quote(example.Post.Author, example.Post.Text, example.Post.Link, tried.Query.Match(example) ?? []));
            parts.Add(new CardPart.Line([new Span.Words($"{example.WatchName} · "), new Span.Moment(example.Post.PublishedAt, Relative: true)]) { Soft = true });
        }

        parts.Add(RuleCards.Next(tried.Rule is { } rule ? Say.It(CommandWording.RuleNextEdit, rule.Name, rule.Version) : Say.It(CommandWording.TryNext, tried.Query.ToString())));
        return Answer.Done(Say.It(CommandWording.TryTitle, told.Nudges, Say.Duration(until - tried.Since)), [.. parts]).Card;
    }

    private static CardPart.Line Going(RuleTrial trial) =>
        new([new Span.Strong(Say.It(CommandWording.TryGoing, trial.Percent, Say.Moment(trial.Until))), new Span.Words(" "), new Span.Ask(CommandWording.TryStop, "rule stop")]);

    private static CardPart.Line Stopped(RuleTrial trial) => Answer.Line(Say.It(CommandWording.TryStopped, Say.Moment(trial.Until)));

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

    /// <param name="Rule">That is tried under its name; null for a query of its own.</param>
    /// <param name="Zone">In which hours of the day are told.</param>
    private sealed record Tried(Member By, WatchRule? Rule, Query Query, string Zone, DateTimeOffset Since, RuleTrial Trial);
}
