using System.Data.Common;
using Dapper;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Search;

namespace PageWatch.Storage.Sql;

internal sealed class SqlSearch(ISqlDatabase database) : IPostSearch
{
    /// <summary>For tests, which have few posts.</summary>
    internal SearchBounds Bounds { get; init; } = SearchBounds.Usual;

    public ValueTask<FoundPosts> FindAsync(TeamId team, Query query, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var pages = connection.Query<(long Page, string Watch, string Platform)>("SELECT page_id, name, platform FROM watches WHERE team_id = @team", new { team = team.Value })
            .ToDictionary(row => row.Page, row => new SearchedPage(row.Watch, row.Platform));
        var staff = query.AsksForStaff ? Staff(connection, team) : new HashSet<string>();
        return new SearchWalk(connection, database.Dialect, Bounds, team, query, pages, staff, most, cancellationToken).Run();
    }, cancellationToken);

    /// <summary>Names of members, folded.</summary>
    internal static IReadOnlySet<string> Staff(DbConnection connection, TeamId team) =>
        connection.Query<string>("SELECT name FROM members WHERE team_id = @team AND NOT is_removed", new { team = team.Value }).Select(name => WordStream.Fold(name)).ToHashSet(StringComparer.Ordinal);
}
