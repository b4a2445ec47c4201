using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>When staff want to know.</summary>
public sealed record WatchRule
{
    public required RuleId Id { get; init; }

    public required TeamId Team { get; init; }

    /// <summary>Typed in commands: letters, digits, "-" and "."; unique in its team.</summary>
    public required string Name { get; init; }

    /// <summary>Parsed when it was saved; stored in its printed form.</summary>
    public required Query Query { get; init; }

    /// <summary>Overrides the target that the kind of post would give; null to go by the kind.</summary>
    public TimeSpan? Target { get; init; }

    /// <summary>Names of the channels that are told, as the team knows them; empty for all that are no fallback.</summary>
    public IReadOnlyList<string> Notify { get; init; } = [];

    /// <summary>Who has to say yes before a reply goes out.</summary>
    public ApprovalPolicy Approval { get; init; } = ApprovalPolicy.Default;

    public RulePriority Priority { get; init; } = RulePriority.Normal;

    /// <summary>The clock of what it matches runs outside the team's hours too.</summary>
    public bool IgnoresHours { get; init; }

    /// <summary>How many nudges it opens a day before further ones of it only wait in the digest; null for any number.</summary>
    public int? DailyBudget { get; init; }

    /// <summary>Who is called when nobody claims, as it is printed; null for the team's own chain.</summary>
    public string? Chain { get; init; }

    public bool IsOn { get; init; } = true;

    /// <summary>Counts its changes, from 1.</summary>
    public required int Version { get; init; }

    /// <param name="words">The places in the post's text that made it match.</param>
    public RuleMatch MatchedBy(IReadOnlyList<Evidence> words) => new(Id, Name, Version, Target, words)
    {
        Notify = Notify.Count > 0 ? Notify : null,
        Approval = Approval == ApprovalPolicy.Default ? null : Approval,
        Priority = Priority,
        IgnoresHours = IgnoresHours,
        DailyBudget = DailyBudget,
        Chain = Chain,
    };
}

public readonly record struct RuleId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Why a post qualified: the rule and the words that made it so.</summary>
/// <param name="Words">Places in the post's text; empty when only fields decided.</param>
public sealed record RuleMatch(RuleId Rule, string RuleName, int RuleVersion, TimeSpan? Target, IReadOnlyList<Evidence> Words)
{
    /// <summary>Names of the channels that the rule tells; null for all.</summary>
    public IReadOnlyList<string>? Notify { get; init; }

    /// <summary>Who has to say yes before a reply goes out; null where the rule asks for nothing special.</summary>
    public ApprovalPolicy? Approval { get; init; }

    // Matches that an older program stored come without these: the document reader then sets zero, false and null.
    public RulePriority Priority { get; init; }

    public bool IgnoresHours { get; init; }

    public int? DailyBudget { get; init; }

    public string? Chain { get; init; }
}

/// <summary>What staff look at first. Stored by name: never rename without a migration.</summary>
public enum RulePriority
{
    Low = -1,
    Normal = 0,
    High = 1,
}
