using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The replies that teams keep ready. Every change is on record.</summary>
public interface ICannedReplies
{
    /// <summary>By name; expired ones too.</summary>
    ValueTask<IReadOnlyList<CannedReply>> OfTeamAsync(TeamId team, CancellationToken cancellationToken);

    /// <param name="name">Without regard to case.</param>
    ValueTask<CannedReply?> FindAsync(TeamId team, string name, CancellationToken cancellationToken);

    /// <summary>Adds a reply; with a team's first one, its open cards are drawn again.</summary>
    /// <returns>False when the name is taken.</returns>
    ValueTask<bool> AddAsync(CannedReply reply, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Saves a changed reply over the version before it.</summary>
    /// <param name="over">What its owner was told, where it stands open: it is over.</param>
    /// <returns>False when somebody changed it meanwhile.</returns>
    ValueTask<bool> ChangeAsync(CannedReply reply, IReadOnlyList<Notice> over, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Removes a reply as it stands; with a team's last one, its open cards are drawn again.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    ValueTask<bool> RemoveAsync(CannedReply reply, IReadOnlyList<Notice> over, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Of all teams, those whose owners are to be told by now; the longest due first.</summary>
    ValueTask<IReadOnlyList<CannedReply>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Puts a notice before the team, and keeps that it was: both or neither.</summary>
    /// <param name="was">As it was found due.</param>
    /// <param name="told">The same after the telling.</param>
    /// <param name="over">What was told before, where it stands open: the notice takes its place.</param>
    /// <returns>False when it was told or changed meanwhile; then nothing is done.</returns>
    ValueTask<bool> TellAsync(CannedReply was, CannedReply told, Notice notice, IReadOnlyList<Notice> over, CancellationToken cancellationToken);
}
