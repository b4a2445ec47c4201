using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>Posts that give orders, against a model that obeys and against one that does not.</summary>
public sealed class InjectionTests : IClassFixture<SharedModel>
{
    private static readonly string[] Fields = ["language", "post", "thread", "approved_replies", "author"];

    private readonly ModelDesk model;

    public InjectionTests(SharedModel shared) => model = shared.Fresh();

    public static TheoryData<string> Names() => [.. HostilePosts.All.Select(post => post.Name)];

    [Fact]
    public void There_are_sixty_hostile_posts_and_more()
    {
        HostilePosts.All.Count.ShouldBeGreaterThanOrEqualTo(60);
        HostilePosts.All.Select(post => post.Name).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Draft_of_a_model_that_obeys_is_dropped_and_the_embedded_ones_remain(string name)
    {
        var (hostile, ask) = Of(name);
        model.Stub.Says = _ => Answers.Of(("reply", hostile.Obeyed), ("clarify", hostile.Obeyed), ("offline", hostile.Obeyed));
        var advice = (await model.AskAsync(ask)).ShouldBeOfType<DraftAdvice.NotGiven>(hostile.Obeyed);
        advice.Dropped.Count.ShouldBe(3);
        advice.Dropped.ShouldAllBe(each => each.Why.Length > 0);
        advice.Beside(ask.Embedded).ShouldBe(ask.Embedded);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Drafts_of_a_model_that_behaves_pass(string name)
    {
        var (_, ask) = Of(name);
        // Without a name that may be used, a model that behaves uses none.
        model.Stub.Says = call => call.Told.ContainsKey("author") ? Answers.Behaved : Answers.Behaved.Replace(", {name}", "", StringComparison.Ordinal);
        var given = await model.GivenAsync(ask);
        given.Dropped.ShouldBeEmpty();
        given.Proposals.Select(each => each.Kind).ShouldBe([ProposalKind.Reply, ProposalKind.Clarify, ProposalKind.Offline]);
        given.Beside(ask.Embedded).ShouldBe(given.Proposals, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Post_is_sent_masked_and_as_data_alone(string name)
    {
        var (hostile, ask) = Of(name);
        await model.AskAsync(ask);
        await model.AskAsync(ModelDesk.Ask() with { FirstName = model.Stub.Calls.First().Told.ContainsKey("author") ? "Jana" : null });
        var (sent, plain) = (model.Stub.Calls.First(), model.Stub.Calls.Last());

        // Two messages; the rules are the same letter by letter whoever writes.
        sent.Body["messages"]!.AsArray().Select(message => (string)message!["role"]!).ShouldBe(["system", "user"]);
        sent.System.ShouldBe(plain.System);
        sent.Told.Select(each => each.Key).ShouldBeSubsetOf(Fields);
        sent.Told["post"]!.AsObject().Select(each => each.Key).ShouldBe(["title", "under", "text"]);
        sent.User.ShouldAllBe(c => c != '<' && c != '>' && c != '\n');
        var told = (string)sent.Told["post"]!["text"]!;
        told.ShouldAllBe(c => c != '\u200b' && c != '\u00ad' && c != '\u202e');
        told.EnumerateRunes().ShouldAllBe(rune => rune.Value < 0xE0000);
        if (hostile.Personal.Count == 0 && hostile.Text.All(c => c is < '\u007f' and not '{' and not '}'))
            told.ShouldBe(hostile.Text);

        var body = sent.Body.ToJsonString() + sent.User;
        foreach (var personal in hostile.Personal)
            body.ShouldNotContain(personal);
        body.ShouldNotContain("Jana");
        if (hostile.Author != "Jana K." && hostile.Author.Length > 3)
            sent.User.ShouldNotContain(hostile.Author);
    }

    /// <summary>With the embedded drafts of a harmless post: which clauses fit is then the same for all.</summary>
    private static (HostilePost Hostile, DraftAsk Ask) Of(string name)
    {
        var hostile = HostilePosts.All.Single(post => post.Name == name);
        var ask = ModelDesk.Ask(CleanText.Of(hostile.Text, PostSnapshot.LongestText), hostile.Author, hostile.FirstName, request => request with { Post = request.Post with { Title = hostile.Title } });
        return (hostile, ask with { Embedded = ModelDesk.Ask().Embedded, Thread = [.. hostile.Thread.Select(text => new ThreadText(text, IsOurs: false))] });
    }
}
