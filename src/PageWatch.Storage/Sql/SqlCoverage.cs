using System.Data.Common;
using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlCoverage(ISqlDatabase database) : ICoverage
{
    public ValueTask<IReadOnlyList<CoverageHour>> HoursAsync(PageId page, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<CoverageHour>)[.. connection.Query<(long Hour, int Posts, int Looks, int Repaired)>(
            "SELECT hour, posts, looks, repaired FROM coverage WHERE page_id = @page AND hour >= @since ORDER BY hour", new { page = page.Value, since = Columns.Ms(since) })
            .Select(row => new CoverageHour(Columns.Time(row.Hour), row.Posts, row.Looks, row.Repaired))], cancellationToken);

    public ValueTask<ILookup<PageId, CoverageHour>> HoursAsync(DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.Query<(long Page, long Hour, int Posts, int Looks, int Repaired)>(
            "SELECT page_id, hour, posts, looks, repaired FROM coverage WHERE hour >= @since ORDER BY hour", new { since = Columns.Ms(since) })
            .ToLookup(row => new PageId(row.Page), row => new CoverageHour(Columns.Time(row.Hour), row.Posts, row.Looks, row.Repaired)), cancellationToken);

    public async ValueTask ListenedAsync(IReadOnlyCollection<PageId> pages, DateTimeOffset hour, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            foreach (var page in pages)
                Add(connection, page, hour, looks: 1, posts: 0, repaired: 0);
            return 0;
        },
        SavePriority.Bulk,
        cancellationToken);

    public ValueTask<IReadOnlyList<TimeSpan>> LagsAsync(PageId page, DateTimeOffset writtenSince, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<TimeSpan>)[.. connection.Query<long>(
            """
            SELECT seen_at - published_at FROM posts
            WHERE page_id = @page AND published_at >= @since AND NOT is_ours AND NOT is_baseline ORDER BY published_at DESC LIMIT @most
            """,
            new { page = page.Value, since = Columns.Ms(writtenSince), most })
            .Select(lag => TimeSpan.FromMilliseconds(lag))], cancellationToken);

    /// <summary>Adds to a watch's hour, in the write that keeps what is counted.</summary>
    internal static void Add(DbConnection connection, PageId page, DateTimeOffset hour, int looks, int posts, int repaired) => connection.Execute(
        """
        INSERT INTO coverage (page_id, hour, looks, posts, repaired) VALUES (@page, @hour, @looks, @posts, @repaired)
        ON CONFLICT (page_id, hour) DO UPDATE SET looks = coverage.looks + excluded.looks, posts = coverage.posts + excluded.posts, repaired = coverage.repaired + excluded.repaired
        """,
        new { page = page.Value, hour = Columns.Ms(hour), looks, posts, repaired });
}
