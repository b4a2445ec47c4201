using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleAddCommand(ITeamRecords teams, IMembers members, IEnumerable<IChannelFinder> finders, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule add", CommandWording.HelpRuleAdd, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule), new CommandArgument("query", CommandWording.ArgQuery, IsRest: true)],
        Options = RuleEntry.Options,
        Example = "rule add broken-parcels broken is:complaint --target 30m",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var name = line["name"]!;
        if (!Names.IsGood(name))
            return Answer.No(Say.It(CommandWording.BadName, CleanText.Line(name, 40)));
        var parsed = QueryParser.Parse(line["query"]!);
        if (parsed.Query is not { } query)
            return RuleCards.WrongQuery(parsed.Problem!);
        if (await RuleNames.FindAsync(teams, by.Team, name, cancellationToken) is not null)
            return Answer.No(Say.It(CommandWording.RuleTaken, name));
        var entry = await RuleEntry.ReadAsync(teams, members, finders, line, by.Team, new WatchRule { Id = default, Team = by.Team, Name = name, Query = query, Version = 1 }, cancellationToken);
        if (entry.Problem is { } problem)
            return Answer.No(problem);

        // All was right, so the places are made before the rule that sends cards there.
        var now = time.GetUtcNow();
        if (await entry.AddChannelsAsync(teams, by, now, cancellationToken) is { } taken)
            return Answer.No(taken);
        var rule = entry.Rule!;
        if (await teams.AddRuleAsync(rule, new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"rule {name}", null, RuleCards.Line(rule)), cancellationToken) is null)
            return Answer.No(Say.It(CommandWording.RuleTaken, name));
        return Answer.Done(
            Say.It(CommandWording.RuleAdded, name),
            new CardPart.Facts([.. RuleCards.Facts(rule), .. entry.Secrets]),
            RuleCards.Next(Say.It(CommandWording.RuleNextTry, name)));
    }
}
