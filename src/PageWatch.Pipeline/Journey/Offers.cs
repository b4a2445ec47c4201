using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Journey;

/// <summary>Nudges that one member offers to another, and the notice that calls the other.</summary>
internal static class Offers
{
    /// <summary>The key of that notice.</summary>
    public static string Key(NudgeId nudge) => $"hand {nudge}";

    /// <returns>Null when nothing is offered, or the offer is answered.</returns>
    public static Handover? Open(Nudge nudge) => nudge is { IsAtEnd: false, Handover: { IsAccepted: false } offer } ? offer : null;

    /// <summary>Closes the notice where a step of the nudge ends its offer.</summary>
    public static void CloseIn(StateChange change, TeamId team, Nudge before, Nudge next, DateTimeOffset now)
    {
        if (Open(before) is not null && Open(next) is null)
            change.Closed.Add(new StateChange.ClosedNotice(team, Key(next.Id), now));
    }
}
