using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Sets who is called in turn while nobody claims.</summary>
internal sealed class OnCallChainCommand(ITeamRecords teams, IMembers members, TimeProvider time) : ICommand
{
    private const string Usual = "usual";

    public CommandSpec Spec { get; } = new("oncall chain", OnCallWording.HelpOnCallChain, Role.Admin)
    {
        Arguments = [new CommandArgument("chain", OnCallWording.ArgOnCallChain, IsRequired: false, IsRest: true)],
        Example = "oncall chain channel 15m > on-call 15m > lead 30m > repeat 3",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var before = await teams.ChainAsync(by.Team, cancellationToken);
        if (line["chain"]?.Trim() is not { Length: > 0 } typed)
            return Answer.Done(OnCallWording.OnCallChainTitle, Facts(before), RuleCards.Next(OnCallWording.OnCallChainNext));
        string? chain = null;
        if (!typed.Equals(Usual, StringComparison.OrdinalIgnoreCase))
        {
            var (read, problem) = await ChainEntry.ReadAsync(typed, by.Team, teams, members, cancellationToken);
            if (read is null)
                return new CommandAnswer(CommandOutcome.WrongUsage, Answer.No(problem!).Card);
            chain = read.ToString();
        }

        await teams.SetChainAsync(by.Team, chain, new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, "chain", before ?? Chain.Default.ToString(), chain ?? Chain.Default.ToString()), cancellationToken);
        return Answer.Done(OnCallWording.OnCallChainSet, Facts(chain), RuleCards.Next(OnCallWording.OnCallChainNext));
    }

    private static CardPart.Facts Facts(string? chain) => new([Answer.Fact(CommandWording.RuleChain, chain ?? Chain.Default.ToString())]);
}
