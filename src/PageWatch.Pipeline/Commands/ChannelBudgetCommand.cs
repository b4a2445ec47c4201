using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Sets how much attention a channel asks for in a day.</summary>
internal sealed class ChannelBudgetCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("channel budget", CommandWording.HelpChannelBudget, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgChannel), new CommandArgument("number", CommandWording.ArgBudget)],
        Example = "channel budget chat 40",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await ChannelEntry.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } channel)
            return Answer.No(Say.It(CommandWording.NoChannel, CleanText.Line(line["name"], 40)));
        var (budget, isGood) = RuleEntry.Budget(line["number"]!);
        if (!isGood)
            return Answer.No(Say.It(CommandWording.BadBudget, CleanText.Line(line["number"], 20), Say.Number(RuleEntry.MostADay)));
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, $"channel {channel.Name}", Words(channel.DailyBudget), Words(budget));
        if (!await teams.SetChannelBudgetAsync(channel, budget, audit, cancellationToken))
            return Answer.No(Say.It(CommandWording.NoChannel, channel.Name));
        return budget is { } most
            ? Answer.Done(Say.It(CommandWording.ChannelBudgetSet, channel.Name, Say.Number(most)), Answer.Line(CommandWording.ChannelBudgetText))
            : Answer.Done(Say.It(CommandWording.ChannelBudgetGone, channel.Name));
    }

    private static string Words(int? budget) => budget is { } most ? Say.It(CommandWording.ChannelBudgetDay, Say.Number(most)) : CommandWording.RuleBudgetNone;
}
