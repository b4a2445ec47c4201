using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Makes the version before the next version: nothing is lost, and an undo can be undone. A rule that was removed comes back.</summary>
internal sealed class RuleUndoCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule undo", CommandWording.HelpRuleUndo, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule)],
        Example = "rule undo complaints",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var name = line["name"]!.Trim();
        var versions = await teams.RuleHistoryAsync(by.Team, name, 2, cancellationToken);
        if (versions.Count == 0)
            return Answer.No(Say.It(CommandWording.NoRule, CleanText.Line(name, 40)));
        var now = time.GetUtcNow();
        var current = await RuleNames.FindAsync(teams, by.Team, name, cancellationToken);
        if (current is null)
        {
            var back = versions[0].Rule with { Id = default, Version = 1 };
            return await teams.AddRuleAsync(back, Audit(null, back), cancellationToken) is { } added
                ? Answer.Done(Say.It(CommandWording.RuleBack, added.Name), new CardPart.Facts([.. RuleCards.Facts(added), Answer.Fact(CommandWording.RuleIs, RuleCards.State(added))]))
                : Answer.No(Say.It(CommandWording.RuleTaken, name));
        }

        if (versions.Count < 2 || versions[1].Rule.Id != current.Id)
            return Answer.No(Say.It(CommandWording.RuleUndoNone, current.Name));
        var before = versions[1].Rule with { Version = current.Version + 1 };
        return await teams.ChangeRuleAsync(before, Audit(current, before), cancellationToken)
            ? Answer.Done(
                Say.It(CommandWording.RuleUndone, before.Name, before.Version),
                new CardPart.Facts(RuleCards.Changes(current, before)),
                RuleCards.Next(Say.It(CommandWording.RuleNextUndo, before.Name)))
            : Answer.No(Say.It(CommandWording.RuleChangedMeanwhile, before.Name));

        AuditEntry Audit(WatchRule? was, WatchRule isNow) =>
            new(by.Team, now, by.Id, by.Name, Spec.Verb, $"rule {isNow.Name}", was is null ? null : RuleCards.Line(was), RuleCards.Line(isNow));
    }
}
