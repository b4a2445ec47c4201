using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Teams;

/// <summary>Where a card stands.</summary>
/// <param name="About">The nudge that it is about.</param>
/// <param name="Way">From an answer that stands in a card's place to the card.</param>
/// <param name="Opener">What opened the window that it stands in; null for none.</param>
internal sealed record TeamsCardPlace(NudgeId? About, CardAction? Way, Click? Opener)
{
    public bool IsWindow => Opener is not null;
}

/// <summary>How much is shown of each kind of text, in UTF-16 characters.</summary>
internal readonly record struct TeamsLengths(int Quote, int Reply, int Outside, int Words);
