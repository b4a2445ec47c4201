using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Pipeline.Journey;

/// <summary>Which channels a nudge is shown in.</summary>
internal static class Routing
{
    /// <summary>Those that its rules name, fallbacks too when they are named; where no rule names one that is there, every channel of the team that is no fallback.</summary>
    /// <param name="channels">All of the nudge's team.</param>
    public static IReadOnlyList<StaffChannel> Of(Nudge nudge, IReadOnlyList<StaffChannel> channels)
    {
        var named = nudge.Matches.SelectMany(match => match.Notify ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var told = channels.Where(channel => named.Contains(channel.Name)).ToList();
        if (told.Count == 0)
            told = [.. channels.Where(channel => !channel.IsFallback)];
        // Where the chain brought it besides.
        told.AddRange(channels.Where(channel => nudge.AlsoIn.Contains(channel.Name.TrimStart('#'), StringComparer.OrdinalIgnoreCase) && !told.Contains(channel)));
        return told;
    }

    /// <summary>Asks for the cards of a nudge; where it waits in the digest, or waited there to its end, it has none.</summary>
    public static void AddCards(this StateChange change, Nudge nudge, IReadOnlyList<StaffChannel> channels) =>
        change.Cards.AddRange(Of(nudge, channels).Where(channel => nudge.Digest?.Channels.Contains(channel.Id.Value) != true).Select(channel => (nudge.Id, channel.Id)));
}
