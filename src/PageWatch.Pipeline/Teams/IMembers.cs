using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>The people of the teams, and how a browser is known to be one of them.</summary>
public interface IMembers
{
    ValueTask<Member?> FindAsync(MemberId id, CancellationToken cancellationToken);

    /// <summary>Without regard to case.</summary>
    ValueTask<Member?> FindByNameAsync(TeamId team, string name, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Member>> OfTeamAsync(TeamId team, CancellationToken cancellationToken);

    /// <returns>The member with a number; the one known already when the name is taken.</returns>
    ValueTask<Member> AddAsync(TeamId team, string name, Role role, AuditEntry audit, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Team>> TeamsAsync(CancellationToken cancellationToken);

    /// <param name="audit">Kept as an entry of the new team.</param>
    ValueTask<Team> AddTeamAsync(string name, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Keeps a one-time link; only the hash of its token is kept.</summary>
    ValueTask AddLinkAsync(string tokenHash, MemberId member, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Uses a link up and opens a session in one transaction.</summary>
    /// <returns>Whose it was; null when the link is unknown, used or too old.</returns>
    ValueTask<Member?> RedeemLinkAsync(string tokenHash, string sessionHash, DateTimeOffset now, DateTimeOffset sessionExpiresAt, CancellationToken cancellationToken);

    ValueTask<Member?> FindSessionAsync(string sessionHash, DateTimeOffset now, CancellationToken cancellationToken);

    ValueTask EndSessionAsync(string sessionHash, CancellationToken cancellationToken);
}
