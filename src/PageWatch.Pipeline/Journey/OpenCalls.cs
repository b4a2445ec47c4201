using System.Globalization;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Journey;

/// <summary>The notices that call somebody to a nudge: a second yes, a talk that is due. Each is closed by the step that ends its matter, whoever makes it.</summary>
public static class OpenCalls
{
    /// <summary>The keys of all notices that may speak of a nudge's person, for erasing them; of those that end in "%", all that begin so.</summary>
    public static IReadOnlyList<string> KeysAbout(NudgeId nudge) =>
        [Offers.Key(nudge), Contact(nudge), ContactLapsed(nudge), ContactOvertaken(nudge), GivenBack(nudge), $"approval {nudge} %", $"chain {nudge} %", $"handed on {nudge} %", $"audit {nudge}"];

    /// <summary>Words that are asked for anew are another matter than those before.</summary>
    internal static string Approval(NudgeId nudge, AwaitedApproval awaited, int round) =>
        string.Create(CultureInfo.InvariantCulture, $"approval {nudge} {awaited.AskedAt.ToUnixTimeMilliseconds()} {round}");

    internal static string Contact(NudgeId nudge) => $"contact {nudge}";

    internal static string ContactLapsed(NudgeId nudge) => $"contact lapsed {nudge}";

    internal static string ContactOvertaken(NudgeId nudge) => $"contact overtaken {nudge}";

    /// <summary>Each step is a message of its own: one that changes in its place rings for nobody.</summary>
    internal static string Chain(NudgeId nudge, ChainPlace place) => string.Create(CultureInfo.InvariantCulture, $"chain {nudge} {place.LastAt?.ToUnixTimeMilliseconds()}");

    internal static string HandedOn(NudgeId nudge, int times) => string.Create(CultureInfo.InvariantCulture, $"handed on {nudge} {times}");

    internal static string GivenBack(NudgeId nudge) => $"given back {nudge}";

    /// <summary>Closes what a step of the nudge ends.</summary>
    internal static void CloseIn(StateChange change, TeamId team, Nudge before, Nudge next, DateTimeOffset now)
    {
        Offers.CloseIn(change, team, before, next, now);
        Digests.LeaveIn(change, before, next, now);
        if (before.Awaited is { } awaited && next.Awaited?.AskedAt != awaited.AskedAt)
        {
            // One for each time that it was said, a message of its own.
            for (var round = 0; round <= awaited.Reminders; round++)
                Close(Approval(next.Id, awaited, round));
        }

        if (IsToCome(before) && !IsToCome(next))
        {
            Close(Contact(next.Id));
            Close(ContactOvertaken(next.Id));
        }

        if (before.SentBack is not null && next.SentBack is null)
            Close(GivenBack(next.Id));
        // Open again because nobody said how it went: over when somebody takes it, or it ends.
        if (before is { State: NudgeState.Open, Contact.Outcome: ContactOutcome.NotReached } && next.State != NudgeState.Open)
            Close(ContactLapsed(next.Id));

        // The next step takes the place of the one before; whoever claims ends them all.
        if (before is { WantsSomebody: true, Escalation: { LastAt: { } called } place } && (!next.WantsSomebody || next.Escalation?.LastAt != called))
            Close(Chain(next.Id, place));
        if (before is { IsAtEnd: false, HandedOn: > 1 } && next.IsAtEnd)
            Close(HandedOn(next.Id, before.HandedOn));

        void Close(string key) => change.Closed.Add(new StateChange.ClosedNotice(team, key, now));
    }

    private static bool IsToCome(Nudge nudge) => nudge is { IsAtEnd: false, HasTalkToCome: true };
}
