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

    /// <summary>Rows whose time alone is read.</summary>
    private const int TimesTogether = 1_000;

    /// <summary>A beginning of fewer letters has many words, and the index gathers all of their posts before it names the first.</summary>
    private const int TellingBeginning = 4;

    /// <summary>Where the newest gave more than this part of what is asked for, those behind them give the rest sooner than an index that names thousands.</summary>
    private const int Likely = 4;

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
    private readonly string? left;
    private readonly List<long> hits = [];
    private (long At, long Id) before;
    private int passed;
    private int asked;
    private bool hasMore;
    private bool isOver;

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
        const string From = "FROM posts p CROSS JOIN readings r WHERE r.post_id = p.id AND p.standing <> 'Deleted'";
        var condition = $"+p.team_id = @team AND p.id IN @ids{(fields.Condition is null ? "" : " AND " + fields.Condition)}";
        look = $"SELECT {SearchedRow.Columns(fields.Asked)} {From} AND {condition}";
        // Each row lies somewhere else on the disk: none is read that tells nothing.
        narrowed = $"SELECT p.id AS Id, p.published_at AS At {(fields.Condition is null ? "FROM posts p WHERE" : From + " AND")} {condition}";
        left = fields.Condition is null ? null : $"SELECT p.id {From} AND {of} AND p.published_at BETWEEN @low AND @high AND {fields.Condition}";
    }

    public FoundPosts Run()
    {
        // What contradicts itself would be looked for longest of all.
        if (fields.Left.Count == 0 || KindQuery.Of(query.Root) is { IsEmpty: true })
            return Told();
        foreach (var size in new[] { Math.Min(4 * most, bounds.First / 4), bounds.First })
        {
            if (!Pass(size, Next))
                return Told();
        }

        // Beginnings would be gathered anew for each stretch.
        var whole = WordQuery.Of(query.Root, dialect, int.MaxValue);
        Func<int, Stretch> narrow = whole is null ? size => Next(size).Only(Left) : size => NextWith(whole, size);
        if (hits.Count > most / Likely)
            WalkOn(narrow, bounds.PassedSooner);
        if (isOver)
            return Told();

        var named = ByAuthor(whole) ?? ByWords() ?? ByKinds();
        if (named is null)
        {
            WalkOn(narrow, whole is null ? bounds.MostPassed : bounds.MostPassedByWords);
            return Told();
        }

        // What has a word now and then is found sooner on the way back than by the times of all that have it.
        if (named.Count > bounds.FewNamed)
            WalkOn(size => Next(size).Only(places => [.. places.Where(place => named.Remove(place.Id))]), bounds.MostPassedByWords);
        if (!isOver && named.Count <= bounds.MostReadAtOnce)
            LookAt(Left(named));
        return Told();
    }

    /// <summary>One stretch of time after another, until there is nothing behind, enough is found, or it has gone far enough.</summary>
    private void WalkOn(Func<int, Stretch> next, int furthest)
    {
        hasMore = false;
        for (var size = bounds.Stretch; Pass(size, next); size = Math.Min(2 * size, bounds.LongestStretch))
        {
            if (passed < furthest)
                continue;
            hasMore = true;
            return;
        }

        isOver = true;
    }

    /// <summary>Looks at the next posts backwards in time.</summary>
    /// <param name="size">How many, at most.</param>
    /// <param name="next">Gives them.</param>
    /// <returns>Whether to go on.</returns>
    private bool Pass(int size, Func<int, Stretch> next)
    {
        var stretch = next(size);
        if (stretch.Oldest is not { } oldest || !LookAt(stretch.Places))
            return false;
        passed += stretch.Passed;
        before = (oldest.At, oldest.Id);
        if (stretch.Passed < size)
            return false;
        hasMore = hits.Count == most;
        return !hasMore;
    }

    private Stretch Next(int size)
    {
        var places = connection.Query<Place>(next, Before(size)).AsList();
        return new Stretch(places, places.Count > 0 ? places[^1] : null, places.Count);
    }

    /// <summary>The next, and of them those that the index of words names.</summary>
    private Stretch NextWith(string words, int size)
    {
        if (dialect.NextWithWords(next) is not { } at)
        {
            return Next(size).Only(places =>
            {
                var named = dialect.WithWords(connection, words, [.. places.Select(place => place.Id).Order()]).ToHashSet();
                return [.. places.Where(place => named.Contains(place.Id))];
            });
        }

        var values = Before(size);
        values.Add("words", words);
        var rows = connection.Query<(long Id, long At, long? Passed)>(at, values).AsList();
        var last = rows.FindIndex(row => row.Passed is not null);
        if (last < 0)
            return new Stretch([], null, 0);
        var places = rows.Where(row => row.Passed is null).Select(row => new Place(row.Id, row.At)).ToList();
        places.Sort(NewestFirst);
        return new Stretch(places, new Place(rows[last].Id, rows[last].At), (int)rows[last].Passed!.Value);
    }

    private DynamicParameters Before(int size) => new(new { team = team.Value, page = fields.OnlyPage, oldest = fields.Oldest, at = before.At, id = before.Id, size });

    /// <returns>Those of the stretch that fields do not rule out, in their order.</returns>
    private List<Place> Left(List<Place> stretch)
    {
        if (left is null)
            return stretch;
        var values = new DynamicParameters(fields.Values);
        values.AddDynamicParams(new { team = team.Value, page = fields.OnlyPage, low = stretch[^1].At, high = stretch[0].At });
        var ids = connection.Query<long>(left, values).ToHashSet();
        return [.. stretch.Where(place => ids.Contains(place.Id))];
    }

    /// <param name="words">What the index of words is asked besides; null for nothing.</param>
    private HashSet<long>? ByAuthor(string? words)
    {
        if (AuthorQuery.Of(query.Root) is not { } author || Named(AuthorQuery.Posts, new { team = team.Value, author }, bounds.NamedByAuthor) is not { } named)
            return null;
        return words is null || named.Count == 0 ? named : [.. dialect.WithWords(connection, words, [.. named.Order()])];
    }

    private HashSet<long>? ByWords() => (WordQuery.Of(query.Root, dialect, TellingBeginning) ?? WordQuery.Of(query.Root, dialect)) is { } words
        ? Named($"SELECT {dialect.WordsKey} FROM post_words WHERE {dialect.HasWords}", new { words }, bounds.Named)
        : null;

    private HashSet<long>? ByKinds() => KindQuery.Of(query.Root) is { } kinds ? Named($"SELECT post_id FROM readings WHERE {kinds.Condition(dialect)}", kinds.Values, bounds.Named) : null;

    /// <param name="sql">Numbers of posts, out of an index.</param>
    /// <param name="asked">What it is asked for.</param>
    /// <param name="mostNamed">So many at most.</param>
    /// <returns>All that the index names; null where it names too many.</returns>
    private HashSet<long>? Named(string sql, object asked, int mostNamed)
    {
        var values = new DynamicParameters(asked);
        values.Add("most", mostNamed + 1);
        var ids = connection.Query<long>(sql + " LIMIT @most", values).AsList();
        return ids.Count > mostNamed ? null : [.. ids];
    }

    /// <returns>Those that were not looked at yet and that fields do not rule out, newest first.</returns>
    private List<Place> Left(HashSet<long> named)
    {
        hasMore = false;
        var places = named.Chunk(TimesTogether).SelectMany(chunk => connection.Query<Place>(narrowed, Of(chunk)))
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
                if (hits.Count == most || asked == bounds.MostLookedAt)
                {
                    hasMore = true;
                    return false;
                }

                asked++;
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
        return new FoundPosts([.. hits.Select(id => Found(whole[id]))], Math.Max(asked, passed), hasMore);
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

    /// <summary>Posts that follow one another in time, the newest first.</summary>
    /// <param name="Places">Those to be looked at.</param>
    /// <param name="Oldest">Of all of them; null when there is none.</param>
    /// <param name="Passed">How many they are.</param>
    private sealed record Stretch(List<Place> Places, Place? Oldest, int Passed)
    {
        public Stretch Only(Func<List<Place>, List<Place>> narrow) => Places.Count == 0 ? this : this with { Places = narrow(Places) };
    }

    /// <param name="Id">The post's number.</param>
    /// <param name="At">When it was written, in milliseconds.</param>
    private readonly record struct Place(long Id, long At);
}
