using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleAddCommand(ITeamRecords teams, IEnumerable<IChannelFinder> finders, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule add", CommandWording.HelpRuleAdd, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule), new CommandArgument("query", CommandWording.ArgQuery, IsRest: true)],
        Options = [new CommandOption("target", "time", CommandWording.OptTarget), new CommandOption("notify", "channel", CommandWording.OptNotify, IsRepeatable: true),
            new CommandOption("approvals", "number", CommandWording.OptApprovals), new CommandOption("approver", "role", CommandWording.OptApprover)],
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

        if (ApprovalWords.Read(line.Option("approvals"), line.Option("approver")) is not { } approval)
            return Answer.No(CommandWording.BadApproval);
        if (await RuleNames.FindAsync(teams, by.Team, name, cancellationToken) is not null)
            return Answer.No(Say.It(CommandWording.RuleTaken, name));
        var known = (await teams.ChannelsAsync(by.Team, cancellationToken)).ToList();
        var told = new List<StaffChannel>();
        var fresh = new List<ChannelEntry>();
        foreach (var place in line.All("notify"))
        {
            var entry = ChannelEntry.IsAddress(place) ? ChannelEntry.Read(finders, known, by.Team, place) : null;
            if (entry is { Problem: { } problem })
                return Answer.No(problem);
            var channel = entry?.Channel is { } wanted
                ? known.FirstOrDefault(each => each.Kind == wanted.Kind && each.Address == wanted.Address)
                : ChannelEntry.Find(known, place);
            if (channel is null && entry is null)
                return Answer.No(Say.It(CommandWording.NoChannel, CleanText.Line(place, 40)));
            if (channel is null)
            {
                fresh.Add(entry!);
                known.Add(channel = entry!.Channel!);
            }

            if (!told.Contains(channel))
                told.Add(channel);
        }

        // All was right, so the places are made before the rule that sends cards there.
        var now = time.GetUtcNow();
        foreach (var entry in fresh)
        {
            if (await teams.AddChannelAsync(entry.Channel!, entry.Secret, entry.Audit(by, now), cancellationToken) is null)
                return Answer.No(Say.It(CommandWording.ChannelTaken, entry.Channel!.Name));
        }

        var rule = new WatchRule { Id = default, Team = by.Team, Name = name, Query = query, Target = target, Approval = approval, Notify = [.. told.Select(channel => channel.Name)], Version = 1 };
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, "rule add", $"rule {name}", null, $"{query}{(told.Count == 0 ? "" : $" → {string.Join(", ", rule.Notify)}")}{(approval == ApprovalPolicy.Default ? "" : $" · {ApprovalWords.Say(approval)}")}");
        if (await teams.AddRuleAsync(rule, audit, cancellationToken) is null)
            return Answer.No(Say.It(CommandWording.RuleTaken, name));
        var facts = new List<Fact>
        {
            Answer.Fact(CommandWording.RuleAnswers, query.ToString()),
            Answer.Fact(CommandWording.RuleTarget, target is { } within ? Say.Duration(within) : CommandWording.RuleTargetKind),
        };
        if (approval != ApprovalPolicy.Default)
            facts.Add(Answer.Fact(CommandWording.RuleApproval, ApprovalWords.Say(approval)));
        if (told.Count > 0)
            facts.Add(Answer.Fact(CommandWording.RuleTells, string.Join(", ", rule.Notify)));
        facts.AddRange(fresh.Where(entry => entry.Secret is not null)
            .Select(entry => Answer.Fact(Say.It(CommandWording.ChannelSecretOf, entry.Channel!.Name), Say.It(CommandWording.ChannelSecretOnce, entry.Secret))));
        return Answer.Done(Say.It(CommandWording.RuleAdded, name), new CardPart.Facts(facts));
    }
}
