using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>A language model beside the playbook: asked when somebody wants another draft, and never more often than needed.</summary>
public sealed class AdvisedDraftTests : IAsyncLifetime
{
    private readonly Adviser adviser = new();
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync(services => services.AddSingleton<IDraftAdviser>(adviser));
        await stage.TellAsync(stage.Post("p0", "Our own line above.", "Mia R.", mark: 1), stage.Post("p1", "Third parcel in a row that arrives broken.", parent: "p0", mark: 1));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Post_is_not_shown_to_anybody_outside_before_somebody_asks()
    {
        adviser.Asked.ShouldBeEmpty();
        (await stage.FileAsync()).Draft!.Proposal!.Source.ShouldStartWith("playbook");
        await stage.PressAsync(stage.Ana, "draft");
        var ask = adviser.Asked.ShouldHaveSingleItem();
        ask.FirstName.ShouldBe("Jana");
        ask.Thread.ShouldContain(text => text.Text == "Our own line above.");
        ask.Embedded.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Models_reply_stands_on_the_card_with_its_name_and_the_next_press_goes_on_from_there()
    {
        adviser.Answer = new DraftAdvice.Given([new DraftProposal(ProposalKind.Reply, "Jana, three in a row is three too many.", "en", "language model test")]);
        await stage.PressAsync(stage.Ana, "draft");
        var draft = (await stage.FileAsync()).Draft!;
        draft.Text.ShouldBe("Jana, three in a row is three too many.");
        stage.Card().Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Note.ShouldContain("language model test");
        await stage.PressAsync(stage.Ana, "draft");
        adviser.Asked.Count.ShouldBe(1, "asked once for a version of a post");
        (await stage.FileAsync()).Draft!.Text.ShouldNotBe(draft.Text);
    }

    [Fact]
    public async Task When_the_model_gives_nothing_the_card_says_so_and_the_playbooks_draft_stands()
    {
        adviser.Answer = new DraftAdvice.NotGiven("no answer in time");
        await stage.PressAsync(stage.Ana, "draft");
        (await stage.FileAsync()).Draft!.Proposal!.Source.ShouldStartWith("playbook");
        stage.Card().Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().ShouldContain(words => words.Text.Contains("no answer in time"));
    }

    [Fact, Trait("Promise", "3")]
    public async Task What_a_model_writes_is_looked_over_like_any_text()
    {
        adviser.Answer = new DraftAdvice.Given([new DraftProposal(ProposalKind.Reply, "Hi Ben, write to ben@mail.example.", "en", "language model test")]);
        await stage.PressAsync(stage.Ana, "draft");
        (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Jana wrote the post");
    }

    [Fact]
    public async Task Another_version_of_the_post_may_be_asked_about_again()
    {
        await stage.PressAsync(stage.Ana, "draft");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives late.", parent: "p0", mark: 2));
        await stage.PressAsync(stage.Ana, "draft");
        adviser.Asked.Count.ShouldBe(2);
        adviser.Asked[1].Request.Post.Text.ShouldContain("late");
    }

    private sealed class Adviser : IDraftAdviser
    {
        public string Name => "language model test";

        public DraftAdvice Answer { get; set; } = new DraftAdvice.NotGiven("nothing came");

        public List<DraftAsk> Asked { get; } = [];

        public Task<DraftAdvice> AdviseAsync(DraftAsk ask, IProgress<string>? soFar, CancellationToken cancellationToken)
        {
            Asked.Add(ask);
            return Task.FromResult(Answer);
        }
    }
}
