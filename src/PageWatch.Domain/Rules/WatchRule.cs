using PageWatch.Domain.Posts;
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

    public bool IsOn { get; init; } = true;

    /// <summary>Counts its changes, from 1.</summary>
    public required int Version { get; init; }
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
}

/// <summary>Asks every rule of a team about a post. All that match apply.</summary>
public static class RuleBook
{
    /// <returns>In the order of the rules; empty when nobody wants to know.</returns>
    public static IReadOnlyList<RuleMatch> Match(IReadOnlyList<WatchRule> rules, Post post, Reading reading, string watchName, PlatformId platform)
    {
        var subject = new QuerySubject(post, reading, watchName, platform);
        var matches = new List<RuleMatch>();
        foreach (var rule in rules)
        {
            if (rule.IsOn && rule.Team == post.Team && rule.Query.Match(subject) is { } words)
                matches.Add(new RuleMatch(rule.Id, rule.Name, rule.Version, rule.Target, words) 
                {
                    Notify = rule.Notify.Count > 0 ? rule.Notify : null,
                    Approval = rule.Approval == ApprovalPolicy.Default ? null : rule.Approval,
                });
        }

        return matches;
    }
}
