using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>What colleagues wrote about a nudge for one another. It never reaches the public, and goes when the post is erased.</summary>
public interface INotes
{
    /// <summary>Keeps a note; one with the same source replaces what it said before, and an empty one takes it away.</summary>
    /// <param name="source">Names what was written in its chat: no two are alike. Null for one that is said once and never edited.</param>
    /// <returns>False when the team has no such nudge.</returns>
    ValueTask<bool> KeepAsync(NudgeNote note, string? source, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    ValueTask<IReadOnlyList<NudgeNote>> OfAsync(TeamId team, NudgeId nudge, CancellationToken cancellationToken);

    /// <summary>The nudge whose card stands at a place in a channel.</summary>
    /// <returns>Null when no card of this team's stands there.</returns>
    ValueTask<NudgeId?> NudgeAtAsync(TeamId team, Domain.Channels.ChannelKind chat, string address, Domain.Channels.MessageRef where, CancellationToken cancellationToken);
}

/// <param name="Text">As written, cleaned; may speak of the person who wrote the post.</param>
public sealed record NudgeNote(TeamId Team, NudgeId Nudge, MemberId By, string ByName, string Text, DateTimeOffset At)
{
    /// <summary>What its words promise; kept with it, in place of what an earlier version of it proposed and nobody answered.</summary>
    public IReadOnlyList<Promise> Promises { get; init; } = [];
}
