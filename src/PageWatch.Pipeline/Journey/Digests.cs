using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Journey;

/// <summary>The digest of a day in a channel: one message, drawn again whenever something comes to wait in it or waits no longer.</summary>
internal static class Digests
{
    /// <summary>Asks for the digests that a new nudge waits in.</summary>
    public static void OpenIn(StateChange change, Nudge nudge, DateTimeOffset now)
    {
        foreach (var channel in nudge.Digest?.Channels ?? [])
            Draw(change, nudge.Team, new ChannelId(channel), nudge.Digest!.Day, now);
    }

    /// <summary>Asks for the digests that a nudge waited in until this step.</summary>
    public static void LeaveIn(StateChange change, Nudge before, Nudge next, DateTimeOffset now)
    {
        if (before.IsQuiet && !next.IsQuiet)
            OpenIn(change, before, now);
    }

    private static void Draw(StateChange change, TeamId team, ChannelId channel, DateOnly day, DateTimeOffset now)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"digest {channel} {day:yyyy-MM-dd}");
        if (change.Notices.Any(notice => notice.Team == team && notice.Key == key))
            return;
        // Its words come from what waits at the moment it is drawn: nothing of anybody's is kept in it.
        change.Notices.Add(new Notice(team, key, key, "", Tone.Calm, now) { Only = channel, DigestOf = day });
    }
}
