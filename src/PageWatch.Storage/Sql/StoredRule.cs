using System.Globalization;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Storage.Sql;

/// <summary>A rule, or a version that it had, as its row.</summary>
internal sealed record StoredRule
{
    /// <summary>Goes on with the table and what of it.</summary>
    public const string Select = "SELECT id, team_id AS TeamId, name, query, target, notify, approvals, approver, options AS MoreOptions, is_on AS IsOn, version";

    /// <summary>As <see cref="Select"/>, of the versions.</summary>
    public const string SelectVersion = "SELECT rule_id AS Id, team_id AS TeamId, name, query, target, notify, approvals, approver, options AS MoreOptions, is_on AS IsOn, version, at, by_name AS ByName";

    public long Id { get; init; }

    public int TeamId { get; init; }

    public string Name { get; init; } = "";

    public string Query { get; init; } = "";

    public long? Target { get; init; }

    public string Notify { get; init; } = "";

    public int Approvals { get; init; }

    public string Approver { get; init; } = "";

    public string MoreOptions { get; init; } = "{}";

    public bool IsOn { get; init; }

    public int Version { get; init; }

    public long At { get; init; }

    public string ByName { get; init; } = "";

    public WatchRule Read()
    {
        var parsed = QueryParser.Parse(Query);
        var more = StoredJson.Read<RuleOptions>(MoreOptions);
        return new WatchRule
        {
            Id = new RuleId(Id),
            Team = new TeamId(TeamId),
            Name = Name,
            Query = parsed.Query ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Rule {Id} holds a query that does not parse: {parsed.Problem}")),
            Target = Target is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            Notify = Notify.Length == 0 ? [] : Notify.Split('\n'),
            Approval = new ApprovalPolicy(Approvals, Enum.Parse<Role>(Approver)),
            Priority = more.Priority ?? RulePriority.Normal,
            IgnoresHours = more.IgnoresHours ?? false,
            DailyBudget = more.DailyBudget,
            Chain = more.Chain,
            IsOn = IsOn,
            Version = Version,
        };
    }

    public static string Options(WatchRule rule) => StoredJson.Write(new RuleOptions(
        rule.Priority == RulePriority.Normal ? null : rule.Priority,
        rule.IgnoresHours ? true : null,
        rule.DailyBudget,
        rule.Chain));
}

/// <summary>What a rule asks for besides, where that is not the usual.</summary>
internal sealed record RuleOptions(RulePriority? Priority, bool? IgnoresHours, int? DailyBudget, string? Chain);
