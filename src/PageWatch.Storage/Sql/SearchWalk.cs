using System.Data.Common;
using Dapper;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Search;

namespace PageWatch.Storage.Sql;

/// <summary>One search: the newest posts first, then those that the index of words names, or, where it names too many, one stretch of time after another.</summary>
internal sealed class SearchWalk
{
    /// <summary>Rows that are read in one question.</summary>
    private const int Together = 200;

    /// <summary>A beginning of fewer letters has many words, and the index gathers all of their posts before it names the first.</summary>
    private const int TellingBeginning = 4;

    /// <summary>Numbers that lie apart from others by no more than this are asked about together.</summary>
    private const int Gap = 1_000;

    /// <summary>So few numbers are looked at sooner than the index is asked about them.</summary>
    private const int Few = 4;

    private readonly DbConnection connection;
    private readonly SqlDialect dialect;
    private readonly SearchBounds bounds;
    private readonly TeamId team;
    private readonly Query query;
    private readonly IReadOnlyDictionary<long, SearchedPage> pages;
    private readonly IReadOnlySet<string> staff;
    private readonly int most;
    private readonly CancellationToken cancellationToken;
    private readonly FieldQuery fields;
    private readonly string next;
    private readonly string look;
    private readonly string narrowed;
    private readonly List<long> hits = [];
    private (long At, long Id) before;
    private int lookedAt;
    private bool hasMore;

    public SearchWalk(
        DbConnection connection,
        SqlDialect dialect,
        SearchBounds bounds,
        TeamId team,
        Query query,
        IReadOnlyDictionary<long, SearchedPage> pages,
        IReadOnlySet<string> staff,
        int most,
        CancellationToken cancellationToken)
    {
        (this.connection, this.dialect, this.bounds, this.team, this.query, this.pages, this.staff, this.most, this.cancellationToken) = (connection, dialect, bounds, team, query, pages, staff, most, cancellationToken);
        fields = new FieldQuery(query.Root, pages);
        before = (fields.Newest, long.MinValue);
        var of = fields.OnlyPage is null ? "p.team_id = @team" : "p.page_id = @page";
        next =
            $"""
            SELECT p.id AS Id, p.published_at AS At FROM posts p
            WHERE {of} AND p.published_at >= @oldest AND p.published_at <= @at AND (p.published_at < @at OR p.id < @id) ORDER BY p.published_at DESC, p.id DESC LIMIT @size
            """;
        var condition = $"p.id IN @ids AND +p.team_id = @team AND p.standing <> 'Deleted'{(fields.Condition is null ? "" : " AND " + fields.Condition)}";
        look = $"SELECT {SearchedRow.Columns(fields.Asked)} FROM posts p CROSS JOIN readings r WHERE r.post_id = p.id AND {condition}";
        narrowed = $"SELECT p.id AS Id, p.published_at AS At FROM posts p CROSS JOIN readings r WHERE r.post_id = p.id AND {condition}";
    }

    public FoundPosts Run()
    {
        foreach (var size in new[] { Math.Min(4 * most, bounds.First / 4), bounds.First })
        {
            if (!Pass(size, words: null, out _))
                return Told();
        }

        var words = WordQuery.Of(query.Root, dialect, TellingBeginning) ?? WordQuery.Of(query.Root, dialect);
        if (words is not null && Named(words) is { } named)
        {
            LookAt(named);
            return Told();
        }

        WalkOn();
        return Told();
    }

    /// <summary>One stretch of time after another, until there is nothing behind or it has gone far enough.</summary>
    private void WalkOn()
    {
        // Beginnings would be gathered anew for each stretch.
        var words = WordQuery.Of(query.Root, dialect, int.MaxValue);
        var passed = 0;
        for (var size = bounds.Stretch; Pass(size, words, out var more); size = Math.Min(2 * size, bounds.LongestStretch))
        {
            passed += more;
            if (passed < (words is null ? bounds.MostPassed : bounds.MostPassedByWords))
                continue;
            hasMore = true;
            return;
        }
    }

    /// <summary>Looks at the next posts backwards in time.</summary>
    /// <param name="size">How many, at most.</param>
    /// <param name="words">What the index is asked for of them; null to look at all.</param>
    /// <param name="passed">How many there were.</param>
    /// <returns>Whether to go on.</returns>
    private bool Pass(int size, string? words, out int passed)
    {
        var stretch = connection.Query<Place>(
            next, new { team = team.Value, page = fields.OnlyPage, oldest = fields.Oldest, at = before.At, id = before.Id, size }).AsList();
        passed = stretch.Count;
        if (stretch.Count == 0 || !LookAt(words is null ? stretch : Narrowed(stretch, words)))
            return false;
        before = (stretch[^1].At, stretch[^1].Id);
        if (stretch.Count < size)
            return false;
        hasMore = hits.Count == most;
        return !hasMore;
    }

    /// <returns>Those of the stretch that the index names, in their order.</returns>
    private List<Place> Narrowed(List<Place> stretch, string words)
    {
        var ids = stretch.Select(place => place.Id).Order().ToList();
        var named = new HashSet<long>();
        for (var from = 0; from < ids.Count;)
        {
            var to = from + 1;
            while (to < ids.Count && ids[to] - ids[to - 1] <= Gap)
                to++;
            named.UnionWith(to - from <= Few
                ? ids[from..to]
                : connection.Query<long>(
                    $"SELECT {dialect.WordsKey} FROM post_words WHERE {dialect.HasWords} AND {dialect.WordsKey} BETWEEN @low AND @high", new { words, low = ids[from], high = ids[to - 1] }));
            from = to;
        }

        return [.. stretch.Where(place => named.Contains(place.Id))];
    }

    /// <returns>All that the index names and fields do not rule out, newest first; null where it names too many.</returns>
    private List<Place>? Named(string words)
    {
        var ids = connection.Query<long>($"SELECT {dialect.WordsKey} FROM post_words WHERE {dialect.HasWords} LIMIT @most", new { words, most = bounds.Named + 1 }).AsList();
        if (ids.Count > bounds.Named)
            return null;
        var places = ids.Chunk(Together).SelectMany(chunk => connection.Query<Place>(narrowed, Of(chunk)))
            .Where(place => place.At >= fields.Oldest && (place.At < before.At || (place.At == before.At && place.Id < before.Id))).ToList();
        places.Sort(NewestFirst);
        return places;
    }

    /// <returns>Whether to go on.</returns>
    private bool LookAt(IReadOnlyList<Place> places)
    {
        // Most searches end with the first few.
        for (var (from, count) = (0, Together / 4); from < places.Count; from += count, count = Together)
        {
            var rows = connection.Query<SearchedRow>(look, Of(places.Skip(from).Take(count).Select(place => place.Id))).AsList();
            rows.Sort((one, other) => NewestFirst(new Place(one.Id, one.PublishedAt), new Place(other.Id, other.PublishedAt)));
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (hits.Count == most || lookedAt == bounds.MostLookedAt)
                {
                    hasMore = true;
                    return false;
                }

                lookedAt++;
                if (pages.TryGetValue(row.PageId, out var page) && query.Match(row.Subject(page, staff)) is not null)
                    hits.Add(row.Id);
            }
        }

        return true;
    }

    private FoundPosts Told()
    {
        var whole = hits.Count == 0
            ? []
            : connection.Query<ReadPostRow>(
                $"{ReadPostRow.SelectRead} FROM posts p JOIN watches w ON w.page_id = p.page_id JOIN readings r ON r.post_id = p.id WHERE p.id IN @ids", new { ids = hits }).ToDictionary(row => row.Id);
        return new FoundPosts([.. hits.Select(id => Found(whole[id]))], lookedAt, hasMore);
    }

    private FoundPost Found(ReadPostRow row)
    {
        var subject = row.Subject(staff)!;
        return new FoundPost(subject.Post, subject.Reading, row.WatchName, query.Match(subject) ?? []);
    }

    private DynamicParameters Of(IEnumerable<long> ids)
    {
        var values = new DynamicParameters(fields.Values);
        values.Add("ids", ids.ToArray());
        values.Add("team", team.Value);
        return values;
    }

    private static int NewestFirst(Place one, Place other) => one.At == other.At ? other.Id.CompareTo(one.Id) : other.At.CompareTo(one.At);

    /// <param name="Id">The post's number.</param>
    /// <param name="At">When it was written, in milliseconds.</param>
    private readonly record struct Place(long Id, long At);
}
