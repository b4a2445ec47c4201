using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Changes a rule; what is not named stays as it is.</summary>
internal sealed class RuleEditCommand(ITeamRecords teams, IMembers members, IEnumerable<IChannelFinder> finders, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule edit", CommandWording.HelpRuleEdit, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule), new CommandArgument("query", CommandWording.ArgQueryOrNone, IsRequired: false, IsRest: true)],
        Options = [.. RuleEntry.Options, new CommandOption("version", "number", CommandWording.OptRuleVersion)],
        Example = "rule edit complaints --target 30m --hours always",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await RuleNames.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } before)
            return Answer.No(Say.It(CommandWording.NoRule, CleanText.Line(line["name"], 40)));
        // Whoever looked at an older version would overwrite what a colleague did since.
        if (line.Option("version") is { } seen && seen != before.Version.ToString(CultureInfo.InvariantCulture))
            return Answer.No(Say.It(CommandWording.RuleOtherVersion, before.Name, before.Version, CleanText.Line(seen, 10)));
        var query = before.Query;
        if (line["query"] is { Length: > 0 } typed)
        {
            var parsed = QueryParser.Parse(typed);
            if (parsed.Query is null)
                return RuleCards.WrongQuery(parsed.Problem!);
            query = parsed.Query;
        }

        var entry = await RuleEntry.ReadAsync(teams, members, finders, line, by.Team, before with { Query = query }, cancellationToken);
        if (entry.Problem is { } problem)
            return Answer.No(problem);
        var changes = RuleCards.Changes(before, entry.Rule!);
        if (changes.Count == 0)
            return Answer.Done(Say.It(CommandWording.RuleUnchanged, before.Name), new CardPart.Facts(RuleCards.Facts(before)));
        var now = time.GetUtcNow();
        if (await entry.AddChannelsAsync(teams, by, now, cancellationToken) is { } taken)
            return Answer.No(taken);
        var after = entry.Rule! with { Version = before.Version + 1 };
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"rule {before.Name}", RuleCards.Line(before), RuleCards.Line(after));
        return await teams.ChangeRuleAsync(after, audit, cancellationToken)
            ? Answer.Done(
                Say.It(CommandWording.RuleEdited, before.Name, after.Version),
                new CardPart.Facts([.. changes, .. entry.Secrets]),
                RuleCards.Next(Say.It(CommandWording.RuleNextUndo, before.Name)))
            : Answer.No(Say.It(CommandWording.RuleChangedMeanwhile, before.Name));
    }
}
