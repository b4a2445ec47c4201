using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class PostsCompliance : StoreCompliance
{
    private static readonly string[] Vocabulary =
        ["parcel", "broken", "late", "café", "CAFE", "straße", "京都でも", "買えますか", "🙃", "don't", "e-mail", "#order", "هل", "تشحنون", "Ω", "refund", "the", "lid", "I", "24/7", "हिन्दी", "ไม่มี"];

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
        var posts = new List<(Post Post, Reading Reading)>();
        for (var i = 0; i < 120; i++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 9)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
            posts.Add(await AddAsync($"p{i}", A.Morning + TimeSpan.FromSeconds(i), text, title: random.Next(5) == 0 ? Vocabulary[random.Next(Vocabulary.Length)] : null));
        }

        var queries = 0;
        var hits = 0;
        for (var i = 0; i < 150; i++)
        {
            var words = string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
            var text = random.Next(3) switch { 0 => $"\"{words}\"", 1 => words, _ => words + " is:complaint" };
            if (QueryParser.Parse(text).Query is not { } query)
                continue;
            queries++;
            var expected = posts.Where(each => query.Match(new QuerySubject(each.Post, each.Reading, "blog", new PlatformId("demo"))) is not null).Select(each => each.Post.NativeId).Reverse().ToList();
            var found = await Search.FindAsync(TeamId.Default, query, 1000, Now);
            found.Posts.Select(each => each.Post.NativeId).ShouldBe(expected, $"{query}");
            hits += expected.Count;
        }

        queries.ShouldBeGreaterThan(120);
        hits.ShouldBeGreaterThan(200);
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

    private async Task<(Post Post, Reading Reading)> AddAsync(string nativeId, DateTimeOffset at, string text, PostStanding standing = PostStanding.Public, string? title = null)
    {
        var post = A.Post(nativeId, Journey.Next(Numbered.Post)).Saying(text).At(at) with { Page = Blog.Id, Conversation = new ConversationId(Journey.Next(Numbered.Conversation)), Standing = standing, Title = title };
        var reading = A.Reading(post: post.Id.Value);
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(post.Conversation, Blog.Team, Blog.Id, nativeId, 0, IsNew: true));
        change.Posts.Add(new StateChange.PostSave(post, true));
        change.Readings.Add(reading);
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        return (post, reading);
    }
}
