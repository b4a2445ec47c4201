using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>The people of the teams, and how a browser is known to be one of them.</summary>
public interface IMembers
{
    ValueTask<Member?> FindAsync(MemberId id, CancellationToken cancellationToken);

    /// <summary>Without regard to case; also one who was removed.</summary>
    ValueTask<Member?> FindByNameAsync(TeamId team, string name, CancellationToken cancellationToken);

    /// <summary>By name, none who was removed.</summary>
    ValueTask<IReadOnlyList<Member>> OfTeamAsync(TeamId team, CancellationToken cancellationToken);

    /// <returns>The member with a number; the one known already when the name is taken.</returns>
    ValueTask<Member> AddAsync(TeamId team, string name, Role role, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Gives a member another role, takes one out of the team, or in again; whoever is out has no page roles, chats and sessions any more.</summary>
    /// <returns>False when the team has no such member, or would have no admin left.</returns>
    ValueTask<bool> ChangeAsync(Member member, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Gives a member a role on one page of the team, whatever the role elsewhere.</summary>
    /// <param name="role">Null: as elsewhere.</param>
    ValueTask SetRoleOnAsync(MemberId member, PageId page, Role? role, AuditEntry audit, CancellationToken cancellationToken);

    /// <returns>What the member may do there; null for one who was removed or never was.</returns>
    ValueTask<Role?> RoleOnAsync(MemberId member, PageId page, CancellationToken cancellationToken);

    /// <summary>Every role on a page that differs from the role elsewhere, of the whole team.</summary>
    ValueTask<IReadOnlyList<(MemberId Member, PageId Page, Role Role)>> RolesOnPagesAsync(TeamId team, CancellationToken cancellationToken);

    /// <returns>Null for somebody who is none of us.</returns>
    ValueTask<Member?> FindByChatAsync(ChannelKind chat, string tenant, string user, CancellationToken cancellationToken);

    /// <summary>Ties a person of a chat to a member; whoever he was tied to before, he is no more.</summary>
    ValueTask LinkChatAsync(ChatAccount account, AuditEntry audit, CancellationToken cancellationToken);

    /// <returns>Of the members of a team, by member.</returns>
    ValueTask<IReadOnlyList<ChatAccount>> ChatAccountsAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Whether anybody of this organisation is one of us.</summary>
    ValueTask<bool> IsKnownAsync(ChannelKind chat, string tenant, CancellationToken cancellationToken);

    /// <summary>Keeps a one-time code with which a person ties an account of a chat to himself; only its hash is kept. An earlier code of the member ends.</summary>
    ValueTask AddCodeAsync(string codeHash, MemberId member, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Uses a code up.</summary>
    /// <returns>Whose it was; null when it is unknown, used or too old.</returns>
    ValueTask<Member?> RedeemCodeAsync(string codeHash, DateTimeOffset now, CancellationToken cancellationToken);

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
