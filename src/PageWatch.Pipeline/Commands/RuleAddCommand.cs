using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleAddCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule add", CommandWording.HelpRuleAdd, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule), new CommandArgument("query", CommandWording.ArgQuery, IsRest: true)],
        Options = [new CommandOption("target", "time", CommandWording.OptTarget)],
        Example = "rule add broken-parcels broken is:complaint --target 30m",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var name = line["name"]!;
        if (!Names.IsGood(name))
            return Answer.No(Say.It(CommandWording.BadName, CleanText.Line(name, 40)));
        var parsed = QueryParser.Parse(line["query"]!);
        if (parsed.Query is not { } query)
            return new CommandAnswer(CommandOutcome.WrongUsage, Answer.No(parsed.Problem!.ToString()).Card);
        TimeSpan? target = null;
        if (line.Option("target") is { } typed)
        {
            target = StaffTimes.Duration(typed);
            if (target is null || target < TimeSpan.FromMinutes(1) || target > TimeSpan.FromDays(30))
                return Answer.No(Say.It(CommandWording.BadTarget, CleanText.Line(typed, 20)));
        }

        var rule = new WatchRule { Id = default, Team = by.Team, Name = name, Query = query, Target = target, Version = 1 };
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, "rule add", $"rule {name}", null, query.ToString());
        return await teams.AddRuleAsync(rule, audit, cancellationToken) is null
            ? Answer.No(Say.It(CommandWording.RuleTaken, name))
            : Answer.Done(Say.It(CommandWording.RuleAdded, name), new CardPart.Facts(
            [
                Answer.Fact(CommandWording.RuleAnswers, query.ToString()),
                Answer.Fact(CommandWording.RuleTarget, target is { } time1 ? Say.Duration(time1) : CommandWording.RuleTargetKind),
            ]));
    }
}
