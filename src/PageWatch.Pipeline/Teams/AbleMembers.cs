using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>Who may do something on a page.</summary>
internal static class AbleMembers
{
    /// <returns>In the order of the team; whoever left it is not among them.</returns>
    public static async ValueTask<IReadOnlyList<Member>> AbleAsync(this IMembers members, TeamId team, PageId page, Role needed, CancellationToken cancellationToken)
    {
        var onPage = (await members.RolesOnPagesAsync(team, cancellationToken)).Where(each => each.Page == page).ToDictionary(each => each.Member, each => each.Role);
        return [.. (await members.OfTeamAsync(team, cancellationToken)).Where(member => !member.IsRemoved && (onPage.TryGetValue(member.Id, out var role) ? role : member.Role) >= needed)];
    }
}
