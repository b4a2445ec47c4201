using System.Globalization;
using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Search;

namespace PageWatch.Storage.Sql;

internal sealed class SqlPosts(ISqlDatabase database) : IPosts, IPostHistory
{
    public ValueTask<IReadOnlyDictionary<string, Post>> FindAsync(PageId page, IReadOnlyCollection<string> nativeIds, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => (IReadOnlyDictionary<string, Post>)nativeIds.Chunk(400)
            .SelectMany(ids => connection.Query<PostRow>(PostRow.Select + " WHERE p.page_id = @page AND p.native_id IN @ids", new { page = page.Value, ids }))
            .ToDictionary(row => row.NativeId, row => row.Read(), StringComparer.Ordinal), cancellationToken);

    public ValueTask<IReadOnlyList<KnownPost>> KnownAsync(PageId page, DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => (IReadOnlyList<KnownPost>)[.. connection.Query<(string NativeId, string? Parent, string Standing, long PublishedAt)>(
            """
            SELECT native_id, parent_native_id, standing, published_at FROM posts
            WHERE page_id = @page AND published_at >= @since AND standing IN ('Public', 'Held', 'Gone') ORDER BY published_at DESC, id DESC LIMIT @most
            """,
            new { page = page.Value, since = Columns.Ms(since), most })
            .Select(row => new KnownPost(row.NativeId, row.Parent, Enum.Parse<PostStanding>(row.Standing), Columns.Time(row.PublishedAt)))], cancellationToken);

    public ValueTask<IReadOnlySet<string>> KnownAuthorsAsync(PageId page, IReadOnlyCollection<string> authors, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlySet<string>)authors.Chunk(400)
            .SelectMany(chunk => connection.Query<string>("SELECT DISTINCT author_native_id FROM posts WHERE page_id = @page AND author_native_id IN @chunk", new { page = page.Value, chunk }))
            .ToHashSet(StringComparer.Ordinal), cancellationToken);

    public ValueTask<IReadOnlyList<AuthorRow>> AuthorsAsync(TeamId team, string nameOrId, int most, CancellationToken cancellationToken)
    {
        var wanted = WordStream.Fold(nameOrId.Trim());
        return database.ReadAsync(connection => (IReadOnlyList<AuthorRow>)[.. connection
            .Query<(long Page, string Watch, string? NativeId, string Name, int Posts)>(
                """
                SELECT p.page_id, w.name, p.author_native_id, max(p.author_name), count(*)
                FROM posts p JOIN watches w ON w.page_id = p.page_id
                WHERE p.team_id = @team AND p.standing <> 'Deleted' AND NOT p.is_ours
                GROUP BY p.page_id, w.name, p.author_native_id, CASE WHEN p.author_native_id IS NULL THEN p.author_name END
                """,
                new { team = team.Value })
            .Where(row => row.NativeId == nameOrId.Trim() || WordStream.Fold(row.Name) == wanted)
            .Take(most)
            .Select(row => new AuthorRow(new PageId(row.Page), row.Watch, row.NativeId, row.Name, row.Posts))], cancellationToken);
    }

    public ValueTask<IReadOnlyList<Post>> OfAuthorAsync(TeamId team, AuthorRow author, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => (IReadOnlyList<Post>)[.. connection.Query<PostRow>(
            PostRow.Select +
            """
             WHERE p.team_id = @team AND p.page_id = @page AND p.standing <> 'Deleted' AND NOT p.is_ours
               AND ((@id IS NOT NULL AND p.author_native_id = @id) OR (@id IS NULL AND p.author_native_id IS NULL AND p.author_name = @name))
             ORDER BY p.id
            """,
            new { team = team.Value, page = author.Page.Value, id = author.NativeId, name = author.Name })
            .Select(row => row.Read())], cancellationToken);

    public ValueTask<IReadOnlyList<PastPost>> PastAsync(TeamId team, DateTimeOffset since, PastPost? after, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var staff = SqlSearch.Staff(connection, team);
        return (IReadOnlyList<PastPost>)[.. connection.Query<ReadPostRow>(
                ReadPostRow.SelectRead +
                """

                FROM posts p JOIN watches w ON w.page_id = p.page_id LEFT JOIN readings r ON r.post_id = p.id
                WHERE p.team_id = @team AND p.standing <> 'Deleted' AND (p.published_at > @at OR (p.published_at = @at AND p.id > @id))
                ORDER BY p.published_at, p.id LIMIT @most
                """,
                new { team = team.Value, at = after is null ? Columns.Ms(since) - 1 : Columns.Ms(after.Post.PublishedAt), id = after?.Post.Id.Value ?? long.MaxValue, most })
            .Select(row => new PastPost(row.Read(), row.Subject(staff)))];
    }, cancellationToken);

    /// <summary>What stands in the index for a post: title and text as the word stream cuts them.</summary>
    internal static string IndexOf(Post post) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', WordStream.Of(post.Title ?? "").Select(word => word.Text))} {string.Join(' ', WordStream.Of(post.Text).Select(word => word.Text))}");
}
