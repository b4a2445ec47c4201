using System.Globalization;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Who has to say yes, as it is typed and told.</summary>
internal static class ApprovalWords
{
    /// <param name="people">"1" or "2"; null for one.</param>
    /// <param name="by">The name of a role that may write; null for approvers.</param>
    /// <returns>Null when it is neither.</returns>
    public static ApprovalPolicy? Read(string? people, string? by)
    {
        var count = 1;
        if (people is not null && (!int.TryParse(people, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > ApprovalPolicy.MostPeople))
            return null;
        return by?.ToLowerInvariant() switch
        {
            null or "approver" => new ApprovalPolicy(count, Role.Approver),
            "responder" => new ApprovalPolicy(count, Role.Responder),
            "admin" => new ApprovalPolicy(count, Role.Admin),
            _ => null,
        };
    }

    public static string Say(ApprovalPolicy policy) => policy.People == 1 ? Cards.Say.It(CommandWording.ApprovalOne, Cards.Say.Role(policy.By)) : Cards.Say.It(CommandWording.ApprovalTwo, Cards.Say.Role(policy.By));
}
