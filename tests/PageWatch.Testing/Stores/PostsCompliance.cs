using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
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
            posts.Add(await AddAsync($"p{i}", A.Morning + TimeSpan.FromSeconds(i), text, title: random.Next(5) == 0 ? Word() : null, stars: random.Next(3) == 0 ? random.Next(1, 6) : null, isAuthorsFirst: random.Next(2) == 0));
        }

        var queries = 0;
        var hits = 0;
        for (var i = 0; i < 300; i++)
        {
            if (QueryParser.Parse(i % 2 == 0 ? $"{Word()} {RandomQueries.Next(random, 1)}" : RandomQueries.Next(random, 3)).Query is not { } query)
                continue;
            queries++;
            var expected = posts.Where(each => query.Match(each) is not null).Select(each => each.Post.NativeId).Reverse().ToList();
            var found = await Search.FindAsync(TeamId.Default, query, 1000, Now);
            found.Posts.Select(each => each.Post.NativeId).ShouldBe(expected, $"{query}");
            found.StoppedEarly.ShouldBeFalse();
            hits += expected.Count;
        }

        queries.ShouldBeGreaterThan(240);
        hits.ShouldBeGreaterThan(2_000);

        string Word() => RandomQueries.Vocabulary[random.Next(RandomQueries.Vocabulary.Length)];
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
        var reading = A.Reading(post: post.Id.Value);
        var change = new StateChange();
        var known = conversation is not null && !begun.Add(conversation.Value);
        change.Guards.Add(new StateChange.Guard(post.Conversation, Blog.Team, Blog.Id, conversation is null ? nativeId : $"root {conversation}", known ? 1 : 0, IsNew: !known));
        change.Posts.Add(new StateChange.PostSave(post, true));
        change.Readings.Add(reading);
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return new QuerySubject(post, reading, "blog", new PlatformId("demo"));
    }
}
