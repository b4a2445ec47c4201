using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Search;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class PostsCompliance : StoreCompliance
{
    private readonly HashSet<long> begun = [];

    [Fact]
    public async Task Posts_are_found_by_their_native_ids_many_at_once()
    {
        for (var i = 0; i < 5; i++)
            await AddNudgeAsync(Blog, $"p{i}");
        var found = await Posts.FindAsync(Blog.Id, [.. Enumerable.Range(0, 1500).Select(i => $"p{i}")], Now);
        found.Keys.ShouldBe(["p0", "p1", "p2", "p3", "p4"], ignoreOrder: true);
        (await Posts.FindAsync(Blog.Id, [], Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Known_posts_are_the_young_ones_newest_first_without_the_deleted()
    {
        await AddAsync("old", A.Morning - TimeSpan.FromDays(30), "x");
        await AddAsync("young", A.Morning - TimeSpan.FromDays(1), "x");
        await AddAsync("younger", A.Morning, "x");
        await AddAsync("deleted", A.Morning, "", PostStanding.Deleted);
        (await Posts.KnownAsync(Blog.Id, A.Morning - TimeSpan.FromDays(14), 10, Now)).Select(post => post.NativeId).ShouldBe(["younger", "young"]);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Authors_are_found_by_name_without_case_and_accents_or_by_id_in_the_own_team_only()
    {
        await AddNudgeAsync(Blog, "p1", author: "José Müller");
        await AddNudgeAsync(Blog, "p2", author: "José Müller");
        var author = (await Posts.AuthorsAsync(TeamId.Default, "jose MULLER", 10, Now)).ShouldHaveSingleItem();
        author.Posts.ShouldBe(2);
        author.WatchName.ShouldBe("blog");
        (await Posts.AuthorsAsync(TeamId.Default, "id-José Müller", 10, Now)).ShouldHaveSingleItem();
        (await Posts.AuthorsAsync(Zoe.Team, "jose muller", 10, Now)).ShouldBeEmpty();
        (await Posts.OfAuthorAsync(TeamId.Default, author, Now)).Count.ShouldBe(2);
        (await Posts.OfAuthorAsync(Zoe.Team, author, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Search_never_leaves_the_team()
    {
        await AddNudgeAsync(Blog, "p1", "broken parcel");
        (await Search.FindAsync(TeamId.Default, QueryParser.Parse("broken").Query!, 10, Now)).Posts.Count.ShouldBe(1);
        (await Search.FindAsync(Zoe.Team, QueryParser.Parse("broken").Query!, 10, Now)).Posts.ShouldBeEmpty();
        (await Search.FindAsync(Zoe.Team, QueryParser.Parse("is:complaint").Query!, 10, Now)).Posts.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Search_finds_exactly_what_the_matcher_says_of_every_post()
    {
        var random = new Random(20260310);
        var posts = new List<QuerySubject>();
        for (var i = 0; i < 160; i++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 9)).Select(_ => Word()));
            posts.Add(await AddAsync($"p{i}", At(random), text, title: random.Next(5) == 0 ? Word() : null, stars: random.Next(3) == 0 ? random.Next(1, 6) : null, isAuthorsFirst: random.Next(2) == 0));
        }

        var queries = 0;
        var hits = 0;
        for (var i = 0; i < 300; i++)
        {
            if (QueryParser.Parse(i % 2 == 0 ? $"{Word()} {RandomQueries.Next(random, 1)}" : RandomQueries.Next(random, 3)).Query is not { } query)
                continue;
            queries++;
            hits += await FindsWhatMatchesAsync(query, posts);
        }

        queries.ShouldBeGreaterThan(240);
        hits.ShouldBeGreaterThan(2_000);

        string Word() => RandomQueries.Vocabulary[random.Next(RandomQueries.Vocabulary.Length)];
    }

    [Fact, Trait("Promise", "7")]
    public async Task Search_finds_exactly_what_the_matcher_says_of_every_field()
    {
        var random = new Random(20261130);
        string[] fields =
        [
            "is:complaint", "is:other", "is:review", "is:reply", "is:unclear", "is:unanswered", "sentiment:neutral", "sentiment:mixed", "urgency:now", "urgency:whenever", "lang:pt", "lang:pt-br", "lang:zh-hant",
            "lang:'", "page:blog", "page:BLOG", "page:other", "platform:demo", "platform:feed", "author:jana", "author:@staff", "author:\"JANA MÜLLER\"", "author:obrien", "author:tom-7", "new:author", "has:picture", "has:video", "has:link", "has:personal",
            $"author:{new string('n', 120)}", $"author:{new string('n', 119)}", "after:2026-03-10", "after:2026-03-11", "before:2026-03-10", "before:2026-03-11", "stars<=2", "stars=4", "stars>1", "confidence>0.8", "confidence<=0.5", "followers>5000", "followers<1", "broken", "late*",
        ];
        var posts = new List<QuerySubject>();
        for (var i = 0; i < 120; i++)
        {
            var post = A.Post($"f{i}").Saying(Pick("broken", "late parcel", "https://example.com/ lately", "京都で broken")) with
            {
                ParentNativeId = Pick(null, "f0"),
                Stars = random.Next(2) == 0 ? random.Next(1, 6) : null,
                IsAuthorsFirst = random.Next(2) == 0,
                Author = new Author(Pick(null, "Tom-7", "Jana"), Pick("Jana", "Tom", "Jána Mu\u0308ller", "O\u2019Brien", "obrien", new string('N', 120))!) { Followers = random.Next(3) switch { 0 => null, 1 => 0, _ => 6_000 } },
                Attachments = random.Next(3) == 0 ? [new Attachment(Pick(AttachmentKind.Picture, AttachmentKind.Video), new Uri("https://example.com/a"), null)] : [],
            };
            var reading = A.Reading((Intent)random.Next(8), (Urgency)random.Next(3)) with
            {
                Sentiment = (Sentiment)random.Next(4),
                SentimentConfidence = random.NextDouble(),
                Language = Pick("de", "pt", "pt-br", "zh-hant-tw", "und")!,
                Unclear = random.Next(4) == 0 ? new Unclear("very short", "complaint", 0.5, "question", 0.4) : null,
                Personal = random.Next(4) == 0 ? [new PersonalDatum(0, 2, PersonalKind.Order)] : [],
            };
            posts.Add(await AddAsync(post.At(At(random)), reading));
        }

        var hits = 0;
        foreach (var field in fields)
            hits += await FindsWhatMatchesAsync(QueryParser.Parse(field).Query!, posts) + await FindsWhatMatchesAsync(QueryParser.Parse("-" + field).Query!, posts);
        for (var i = 0; i < 200; i++)
            hits += await FindsWhatMatchesAsync(QueryParser.Parse(Mixed(3)).Query!, posts);
        hits.ShouldBeGreaterThan(8_000);

        T Pick<T>(params T[] of) => of[random.Next(of.Length)];

        string Mixed(int depth) => (depth == 0 ? 0 : random.Next(4)) switch
        {
            0 => Pick(fields),
            1 => $"-({Mixed(depth - 1)})",
            2 => $"({Mixed(depth - 1)} OR {Mixed(depth - 1)})",
            _ => $"({Mixed(depth - 1)} {Mixed(depth - 1)})",
        };
    }

    [Fact]
    public async Task Search_knows_what_was_answered_and_who_is_staff()
    {
        await AddAsync("asked", A.Morning, "broken", conversation: 901);
        await AddAsync("waits", A.Morning, "broken", conversation: 902);
        await AddAsync("answer", A.Morning + TimeSpan.FromHours(1), "mended", isOurs: true, conversation: 901);
        await AddAsync("colleague", A.Morning, "broken too", author: "ANA", conversation: 903);
        await FindsAsync("broken unanswered -author:@staff", "waits");
        await FindsAsync("broken -unanswered", "asked");
        await FindsAsync("author:@staff broken", "colleague");

        async Task FindsAsync(string query, params string[] expected) =>
            (await Search.FindAsync(TeamId.Default, QueryParser.Parse(query).Query!, 10, Now)).Posts.Select(each => each.Post.NativeId).ShouldBe(expected, query);
    }

    [Fact]
    public async Task Accounts_that_wrote_before_are_known_on_their_page_only()
    {
        await AddNudgeAsync(Blog, "p1", author: "Jana");
        (await Posts.KnownAuthorsAsync(Blog.Id, ["id-Jana", "id-Tom"], Now)).ShouldBe(["id-Jana"]);
        (await Posts.KnownAuthorsAsync(new PageId(Blog.Id.Value + 1000), ["id-Jana"], Now)).ShouldBeEmpty();
        (await Posts.KnownAuthorsAsync(Blog.Id, [], Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Past_is_told_in_the_order_in_which_it_was_written_in_parts()
    {
        for (var i = 0; i < 7; i++)
            await AddAsync($"p{i}", A.Morning + TimeSpan.FromMinutes(i / 2), "broken", isOurs: i == 3);
        await AddAsync("old", A.Morning - TimeSpan.FromDays(2), "broken");
        var told = new List<PastPost>();
        while (await History.PastAsync(TeamId.Default, A.Morning - TimeSpan.FromDays(1), told.LastOrDefault(), 3, Now) is { Count: > 0 } next)
            told.AddRange(next);
        told.Select(past => past.Post.NativeId).ShouldBe(["p0", "p1", "p2", "p3", "p4", "p5", "p6"]);
        told.ShouldAllBe(past => past.Subject != null && past.Subject.WatchName == "blog");
        (await History.PastAsync(Zoe.Team, A.Morning - TimeSpan.FromDays(9), null, 3, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_stops_at_what_was_asked_for_and_says_so()
    {
        for (var i = 0; i < 4; i++)
            await AddAsync($"p{i}", A.Morning + TimeSpan.FromSeconds(i), "broken");
        var found = await Search.FindAsync(TeamId.Default, QueryParser.Parse("broken").Query!, 2, Now);
        found.Posts.Select(each => each.Post.NativeId).ShouldBe(["p3", "p2"]);
        found.StoppedEarly.ShouldBeTrue();
        (await Search.FindAsync(TeamId.Default, QueryParser.Parse("broken").Query!, 9, Now)).StoppedEarly.ShouldBeFalse();
    }

    /// <summary>Posts do not always come in the order in which they were written, and many are written at one moment.</summary>
    private static DateTimeOffset At(Random random) => A.Morning + TimeSpan.FromMinutes(random.Next(-60, 60) * 20);

    private async Task<int> FindsWhatMatchesAsync(Query query, List<QuerySubject> posts)
    {
        var expected = posts.Where(each => query.Match(each) is not null).OrderByDescending(each => each.Post.PublishedAt).ThenByDescending(each => each.Post.Id.Value).Select(each => each.Post.NativeId).ToList();
        var found = await Search.FindAsync(TeamId.Default, query, 1000, Now);
        found.Posts.Select(each => each.Post.NativeId).ShouldBe(expected, $"{query}");
        found.StoppedEarly.ShouldBeFalse();
        var first = await Search.FindAsync(TeamId.Default, query, 10, Now);
        first.Posts.Select(each => each.Post.NativeId).ShouldBe(expected.Take(10), $"{query}");
        first.StoppedEarly.ShouldBe(expected.Count > 10 || first.StoppedEarly && first.Posts.Count == 10, $"{query}");
        return expected.Count;
    }

    private async Task<QuerySubject> AddAsync(
        string nativeId,
        DateTimeOffset at,
        string text,
        PostStanding standing = PostStanding.Public,
        string? title = null,
        int? stars = null,
        bool isAuthorsFirst = false,
        bool isOurs = false,
        string? author = null,
        long? conversation = null)
    {
        var id = conversation is null ? new ConversationId(Journey.Next(Numbered.Conversation)) : new ConversationId(conversation.Value + 1_000_000);
        var post = A.Post(nativeId, Journey.Next(Numbered.Post)).Saying(text).At(at) with
        {
            Page = Blog.Id,
            Conversation = id,
            Standing = standing,
            Title = title,
            Stars = stars,
            IsAuthorsFirst = isAuthorsFirst,
            IsOurs = isOurs,
        };
        if (author is not null)
            post = post with { Author = new Author(null, author) };
        var known = conversation is not null && !begun.Add(conversation.Value);
        return await SaveAsync(post, A.Reading(post: post.Id.Value), new StateChange.Guard(post.Conversation, Blog.Team, Blog.Id, conversation is null ? nativeId : $"root {conversation}", known ? 1 : 0, IsNew: !known));
    }

    private async Task<QuerySubject> AddAsync(Post post, Reading reading)
    {
        var placed = post with { Id = new PostId(Journey.Next(Numbered.Post)), Page = Blog.Id, Conversation = new ConversationId(Journey.Next(Numbered.Conversation)) };
        return await SaveAsync(placed, reading with { Post = placed.Id }, new StateChange.Guard(placed.Conversation, Blog.Team, Blog.Id, post.NativeId, 0, IsNew: true));
    }

    private async Task<QuerySubject> SaveAsync(Post post, Reading reading, StateChange.Guard guard)
    {
        var change = new StateChange();
        change.Guards.Add(guard);
        change.Posts.Add(new StateChange.PostSave(post, true));
        change.Readings.Add(reading);
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return new QuerySubject(post, reading, "blog", new PlatformId("demo"));
    }
}
