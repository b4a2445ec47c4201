using PageWatch.Domain.Nudges;

namespace PageWatch.Pipeline.Cards;

/// <summary>How people name ways to talk and what came of it, in commands and on buttons.</summary>
internal static class ContactWords
{
    public const string Phone = "phone";
    public const string Visit = "visit";
    public const string Message = "message";
    public const string Reached = "reached";
    public const string Solved = "solved";
    public const string NotReached = "not-reached";

    /// <returns>Null when it is none.</returns>
    public static ContactWay? WayOf(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        Phone or "call" => ContactWay.Phone,
        Visit => ContactWay.Visit,
        Message or "dm" or "pm" => ContactWay.PrivateMessage,
        _ => null,
    };

    public static string NameOf(ContactWay way) => way switch { ContactWay.Phone => Phone, ContactWay.Visit => Visit, _ => Message };

    /// <returns>Null when it is none.</returns>
    public static ContactOutcome? OutcomeOf(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        Reached => ContactOutcome.Reached,
        Solved => ContactOutcome.Solved,
        NotReached or "not reached" => ContactOutcome.NotReached,
        _ => null,
    };
}
