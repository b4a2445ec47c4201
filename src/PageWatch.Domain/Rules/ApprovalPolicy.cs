using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Rules;

/// <summary>Who has to say yes before a reply goes out.</summary>
/// <param name="People">How many different persons, 1 or 2.</param>
/// <param name="By">What each of them has to be at least; <see cref="Role.Responder"/> lets everybody who may write let it out too.</param>
public sealed record ApprovalPolicy(int People, Role By)
{
    public const int MostPeople = 2;

    /// <summary>One approver.</summary>
    public static ApprovalPolicy Default { get; } = new(1, Role.Approver);

    /// <summary>What several rules ask for together: the more people, and the higher role. A rule that says nothing asks for the default.</summary>
    public static ApprovalPolicy Strictest(IReadOnlyList<RuleMatch> matches) => matches.Count == 0
        ? Default
        : new ApprovalPolicy(matches.Max(match => (match.Approval ?? Default).People), matches.Max(match => (match.Approval ?? Default).By));
}
