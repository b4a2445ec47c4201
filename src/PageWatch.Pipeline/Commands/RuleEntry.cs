using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>What was typed about a rule besides its query: read whole before anything is kept.</summary>
internal sealed class RuleEntry
{
    /// <summary>Nudges of a budget.</summary>
    public const int MostADay = 10_000;

    private readonly IReadOnlyList<ChannelEntry> fresh;

    private RuleEntry(WatchRule? rule, string? problem, IReadOnlyList<ChannelEntry> fresh)
    {
        Rule = rule;
        Problem = problem;
        this.fresh = fresh;
    }

    public static IReadOnlyList<CommandOption> Options { get; } =
    [
        new("target", "time", CommandWording.OptTarget), new("notify", "channel", CommandWording.OptNotify, IsRepeatable: true),
        new("approvals", "number", CommandWording.OptApprovals), new("approver", "role", CommandWording.OptApprover),
        new("priority", "level", CommandWording.OptPriority), new("hours", "when", CommandWording.OptRuleHours), new("budget", "number", CommandWording.OptBudget),
        new("chain", "steps", CommandWording.OptChain),
    ];

    /// <summary>As it is to be; null where something was wrong.</summary>
    public WatchRule? Rule { get; }

    /// <summary>What was wrong, with the mend.</summary>
    public string? Problem { get; }

    /// <summary>Secrets that were made for new channels, to be shown once.</summary>
    public IEnumerable<Fact> Secrets => fresh.Where(entry => entry.Secret is not null)
        .Select(entry => Answer.Fact(Say.It(CommandWording.ChannelSecretOf, entry.Channel!.Name), Say.It(CommandWording.ChannelSecretOnce, entry.Secret)));

    /// <param name="before">What is not named stays as it is there.</param>
    public static async ValueTask<RuleEntry> ReadAsync(
        ITeamRecords teams, IMembers members, IEnumerable<IChannelFinder> finders, CommandLine line, TeamId team, WatchRule before, CancellationToken cancellationToken)
    {
        var rule = before;
        if (line.Option("target") is { } typed)
        {
            var target = IsNone(typed, "kind") ? null : StaffTimes.Duration(typed);
            if (!IsNone(typed, "kind") && (target is null || target < TimeSpan.FromMinutes(1) || target > TimeSpan.FromDays(30)))
                return No(Say.It(CommandWording.BadTarget, CleanText.Line(typed, 20)));
            rule = rule with { Target = target };
        }

        if (line.Option("approvals") is not null || line.Option("approver") is not null)
        {
            var people = line.Option("approvals") ?? before.Approval.People.ToString(CultureInfo.InvariantCulture);
            if (ApprovalWords.Read(people, line.Option("approver") ?? before.Approval.By.ToString()) is not { } approval)
                return No(CommandWording.BadApproval);
            rule = rule with { Approval = approval };
        }

        if (line.Option("priority") is { } level)
        {
            if (!Enum.TryParse<RulePriority>(level, ignoreCase: true, out var priority) || !Enum.IsDefined(priority) || !char.IsLetter(level[0]))
                return No(Say.It(CommandWording.BadPriority, CleanText.Line(level, 20)));
            rule = rule with { Priority = priority };
        }

        if (line.Option("hours") is { } when)
        {
            if (!when.Equals("always", StringComparison.OrdinalIgnoreCase) && !when.Equals("team", StringComparison.OrdinalIgnoreCase))
                return No(Say.It(CommandWording.BadRuleHours, CleanText.Line(when, 20)));
            rule = rule with { IgnoresHours = when.Equals("always", StringComparison.OrdinalIgnoreCase) };
        }

        if (line.Option("budget") is { } number)
        {
            var (budget, isGood) = Budget(number);
            if (!isGood)
                return No(Say.It(CommandWording.BadBudget, CleanText.Line(number, 20), Say.Number(MostADay)));
            rule = rule with { DailyBudget = budget };
        }

        if (line.Option("chain") is { } steps)
        {
            if (IsNone(steps, "team"))
            {
                rule = rule with { Chain = null };
            }
            else
            {
                var (chain, problem) = await ChainEntry.ReadAsync(steps, team, teams, members, cancellationToken);
                if (chain is null)
                    return No(problem!);
                rule = rule with { Chain = chain.ToString() };
            }
        }

        return await NotifyAsync(teams, finders, line.All("notify"), team, rule, cancellationToken);
    }

    /// <summary>Makes the channels that were named by their address and are not there yet.</summary>
    /// <returns>What went wrong; null when nothing did.</returns>
    public async ValueTask<string?> AddChannelsAsync(ITeamRecords teams, Member by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var entry in fresh)
        {
            if (await teams.AddChannelAsync(entry.Channel!, entry.Secret, entry.Audit(by, now), cancellationToken) is null)
                return Say.It(CommandWording.ChannelTaken, entry.Channel!.Name);
        }

        return null;
    }

    private static async ValueTask<RuleEntry> NotifyAsync(
        ITeamRecords teams, IEnumerable<IChannelFinder> finders, IReadOnlyList<string> places, TeamId team, WatchRule rule, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
            return new RuleEntry(rule, null, []);
        if (places is [var only] && IsNone(only, "all"))
            return new RuleEntry(rule with { Notify = [] }, null, []);
        var known = (await teams.ChannelsAsync(team, cancellationToken)).ToList();
        var told = new List<StaffChannel>();
        var made = new List<ChannelEntry>();
        foreach (var place in places)
        {
            var entry = ChannelEntry.IsAddress(place) ? ChannelEntry.Read(finders, known, team, place) : null;
            if (entry is { Problem: { } problem })
                return No(problem);
            var channel = entry?.Channel is { } wanted
                ? known.FirstOrDefault(each => each.Kind == wanted.Kind && each.Address == wanted.Address)
                : ChannelEntry.Find(known, place);
            if (channel is null && entry is null)
                return No(Say.It(CommandWording.NoChannel, CleanText.Line(place, 40)));
            if (channel is null)
            {
                made.Add(entry!);
                known.Add(channel = entry!.Channel!);
            }

            if (!told.Contains(channel))
                told.Add(channel);
        }

        return new RuleEntry(rule with { Notify = [.. told.Select(channel => channel.Name)] }, null, made);
    }

    /// <summary>Reads a number of nudges a day.</summary>
    /// <returns>Null for any number; whether it could be read.</returns>
    public static (int? Budget, bool IsGood) Budget(string typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostADay ? (count, true) : (null, IsNone(typed, "any"));

    private static bool IsNone(string typed, string word) =>
        typed.Equals("none", StringComparison.OrdinalIgnoreCase) || typed.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static RuleEntry No(string problem) => new(null, problem, []);
}
