using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Journey;

/// <summary>What a team's rules and channels have left of their budgets today. What is spent here counts for whatever comes after it in the same batch.</summary>
internal sealed class NudgeBudget(TeamId team, DateOnly day, IReadOnlyDictionary<string, int> spent)
{
    private readonly Dictionary<string, int> spent = new(spent, StringComparer.Ordinal);
    private readonly Dictionary<string, int> fresh = new(StringComparer.Ordinal);

    public DateOnly Day => day;

    /// <summary>Whether the team keeps any budget at all.</summary>
    public static bool IsKept(IEnumerable<WatchRule> rules, IEnumerable<StaffChannel> channels) => rules.Any(rule => rule.DailyBudget is not null) || channels.Any(channel => channel.DailyBudget is not null);

    /// <summary>For the batch after this one, which is not saved yet.</summary>
    public NudgeBudget Next() => new(team, day, spent);

    /// <summary>Spends what a new nudge costs.</summary>
    /// <param name="mayWait">It is shown at once in any case where not; it is counted all the same.</param>
    /// <param name="told">The channels that are told of it.</param>
    /// <returns>Where it waits in the digest; null where it has its card everywhere.</returns>
    public DigestPlace? Spend(Nudge nudge, bool mayWait, IReadOnlyList<StaffChannel> told)
    {
        var rules = nudge.Matches.DistinctBy(match => match.Rule).ToList();
        // One rule that has something left, or counts nothing, wants it told.
        var rulesWait = rules.Count > 0 && rules.All(match => IsSpent(Key(match.Rule), match.DailyBudget));
        var quiet = mayWait ? told.Where(channel => rulesWait || IsSpent(Key(channel), channel.DailyBudget)).ToList() : [];
        if (quiet.Count < told.Count)
        {
            foreach (var match in rules.Where(match => match.DailyBudget is not null))
                Count(Key(match.Rule));
        }

        foreach (var channel in told.Where(channel => channel.DailyBudget is not null && !quiet.Contains(channel)))
            Count(Key(channel));
        return quiet.Count == 0 ? null : new DigestPlace(day, [.. quiet.Select(channel => channel.Id.Value)]);
    }

    /// <summary>Adds what was spent here.</summary>
    public void AddTo(StateChange change) => change.Spent.AddRange(fresh.Select(each => new StateChange.BudgetSpent(team, each.Key, day, each.Value)));

    private static string Key(RuleId rule) => $"rule {rule}";

    private static string Key(StaffChannel channel) => $"channel {channel.Id}";

    private bool IsSpent(string key, int? budget) => budget is { } most && spent.GetValueOrDefault(key) >= most;

    private void Count(string key)
    {
        spent[key] = spent.GetValueOrDefault(key) + 1;
        fresh[key] = fresh.GetValueOrDefault(key) + 1;
    }
}
