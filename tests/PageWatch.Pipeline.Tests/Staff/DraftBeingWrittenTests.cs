using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>A reply that grows on the card while a language model writes it: seen by all, sent by nobody, stored nowhere.</summary>
public sealed class DraftBeingWrittenTests : IAsyncLifetime
{
    private const string Finished = "Jana, three in a row is three too many.";

    private static readonly string[] ActingOnText = ["publish", "edit", "keep", "mend", "draft", "use", "reject", "canned", "confirm"];

    private readonly Adviser adviser = new();
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync(services => services.AddSingleton<IDraftAdviser>(adviser));
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken.", mark: 1));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "3")]
    public async Task Card_shows_what_there_is_so_far_and_nothing_on_it_acts_on_half_a_text()
    {
        var embedded = (await stage.FileAsync()).Draft!.Text;
        var press = await BeginAsync();
        Drafts().ShouldHaveSingleItem().Text.ShouldBe(embedded, "nothing is there yet");
        Verbs().ShouldContain("publish");

        await SayAsync("Jana, three in");
        var half = Drafts().ShouldHaveSingleItem();
        half.Text.ShouldBe("Jana, three in …");
        half.Label.ShouldBe("Being written");
        half.Note.ShouldContain("language model test is writing");
        Verbs().Intersect(ActingOnText).ShouldBeEmpty();
        Verbs().ShouldContain("claim");
        Verbs().ShouldContain("why");
        (await stage.FileAsync()).Draft!.Text.ShouldBe(embedded);
        // An older card still has the button: what it shows and sends is the stored draft.
        var preview = (await stage.PressAsync(stage.Ben, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Text.ShouldBe(embedded);

        adviser.End(new DraftAdvice.Given([new DraftProposal(ProposalKind.Reply, Finished, "en", "language model test")]));
        (await press).ShouldBeOfType<ClickAnswer.Done>();
        await stage.ShowAsync();
        Drafts().ShouldHaveSingleItem().Text.ShouldBe(Finished);
        Verbs().ShouldContain("publish");
        (await stage.FileAsync()).Draft!.Text.ShouldBe(Finished);
    }

    [Fact]
    public async Task Card_changes_once_a_second_and_only_the_newest_text_is_sent()
    {
        var press = await BeginAsync();
        await SayAsync("Jana,");
        var before = stage.Channel.Deliveries.Count;
        await SayAsync("Jana, three");
        await SayAsync("Jana, three in");
        stage.Channel.Deliveries.Count.ShouldBe(before, "within the same second");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await SayAsync("Jana, three in a");
        Drafts().ShouldHaveSingleItem().Text.ShouldBe("Jana, three in a …");
        stage.Channel.Deliveries.Count.ShouldBe(before + 1);
        stage.Time.Advance(TimeSpan.FromSeconds(5));
        await stage.ShowAsync();
        stage.Channel.Deliveries.Count.ShouldBe(before + 1, "nothing is new");

        // What people do meanwhile waits for no pace.
        await SayAsync("Jana, three in a row");
        await stage.PressAsync(stage.Ben, "editing");
        stage.Card().Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().ShouldContain(words => words.Text.Contains("Ben is editing"));
        adviser.End(new DraftAdvice.NotGiven("nothing came"));
        await press.WaitAsync(TimeSpan.FromSeconds(30));
        adviser.Asked.ShouldBe(1, "what a colleague did meanwhile makes nobody write again");
    }

    [Fact]
    public async Task Two_cards_of_a_channel_take_turns_and_Slack_is_asked_less_often()
    {
        await stage.SayAsync(stage.Ana, "channel add slack:C1 --name chat");
        await stage.TellAsync(stage.Post("p2", "Our parcel came broken as well!", "Tom B.", mark: 1));
        var first = await BeginAsync(1);
        await SayAsync("One");
        var second = await BeginAsync(2);
        await SayAsync("Two");
        var (console, slack) = (stage.Channel.Deliveries.Count, stage.Slack.Deliveries.Count);
        for (var tenth = 0; tenth < 120; tenth++)
        {
            stage.Time.Advance(TimeSpan.FromMilliseconds(100));
            adviser.Say(0, $"One {tenth}");
            await SayAsync($"Two {tenth}");
        }

        (stage.Channel.Deliveries.Count - console).ShouldBe(12, "one a second");
        (stage.Slack.Deliveries.Count - slack).ShouldBe(5, "one in 2.4 s, of a card that stood there only since the second nudge");
        stage.Channel.Deliveries.TakeLast(12).GroupBy(delivery => delivery.Key).Select(card => card.Count()).ShouldBe([6, 6]);
        adviser.End(new DraftAdvice.NotGiven("nothing came"), which: 0);
        adviser.End(new DraftAdvice.NotGiven("nothing came"));
        await Task.WhenAll(first, second);
    }

    [Theory]
    [InlineData("no answer in time")]
    [InlineData("the answer was cut off")]
    public async Task When_it_ends_badly_the_embedded_draft_stands_and_the_card_says_so(string why)
    {
        var embedded = (await stage.FileAsync()).Draft!.Text;
        var press = await BeginAsync();
        await SayAsync("Jana, three in");
        adviser.End(new DraftAdvice.NotGiven(why));
        await press;
        await stage.ShowAsync();
        Drafts().ShouldHaveSingleItem().Text.ShouldBe(embedded);
        stage.Card().Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().ShouldContain(words => words.Text.Contains(why));
        Verbs().ShouldContain("publish");
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "3")]
    public async Task After_a_crash_in_the_middle_the_card_shows_the_embedded_draft_and_half_a_text_is_stored_nowhere()
    {
        var embedded = (await stage.FileAsync()).Draft!.Text;
        var press = await BeginAsync();
        await SayAsync("Jana, threescore halves");
        Drafts().ShouldHaveSingleItem().Text.ShouldStartWith("Jana, threescore");
        (await stage.HoldsAnywhereAsync("threescore")).ShouldBeFalse();
        await stage.RestartAsync();
        await stage.ShowAsync();
        Drafts().ShouldHaveSingleItem().Text.ShouldBe(embedded);
        Verbs().ShouldContain("publish");
        (await stage.Get<IOutbox>().DepthAsync(stage.Time.GetUtcNow(), CancellationToken.None)).Due.ShouldBe(0);
        press.IsCompleted.ShouldBeFalse("the process that would have answered is gone");
    }

    [Fact]
    public async Task Whoever_asked_and_leaves_takes_the_half_text_along()
    {
        var embedded = (await stage.FileAsync()).Draft!.Text;
        using var leaves = new CancellationTokenSource();
        var press = await BeginAsync(cancellationToken: leaves.Token);
        await SayAsync("Jana, three in");
        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => press);
        await stage.ShowAsync();
        Drafts().ShouldHaveSingleItem().Text.ShouldBe(embedded);
        Verbs().ShouldContain("draft");
    }

    [Fact]
    public async Task What_is_no_good_after_all_leaves_the_card_and_better_words_come_back()
    {
        var embedded = (await stage.FileAsync()).Draft!.Text;
        var press = await BeginAsync();
        await SayAsync("Jana, three in");
        await SayAsync("");
        Drafts().ShouldHaveSingleItem().Text.ShouldBe(embedded);
        Verbs().ShouldContain("publish");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await SayAsync("Jana, we are");
        Drafts().ShouldHaveSingleItem().Text.ShouldBe("Jana, we are …");
        adviser.End(new DraftAdvice.NotGiven("nothing came"));
        await press;
    }

    [Fact, Trait("Promise", "10")]
    public async Task Post_that_changes_meanwhile_is_not_shown_an_answer_to_its_older_version()
    {
        var press = await BeginAsync();
        await SayAsync("Jana, three in");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives late.", mark: 2));
        Drafts().ShouldHaveSingleItem().Label.ShouldBe("Draft");
        Verbs().ShouldContain("publish");
        adviser.End(new DraftAdvice.Given([new DraftProposal(ProposalKind.Reply, Finished, "en", "language model test")]));
        (await press).ShouldBeOfType<ClickAnswer.Refused>();
        (await stage.FileAsync()).Draft!.Text.ShouldNotBe(Finished);
    }

    [Fact]
    public async Task Mail_and_webhooks_get_the_finished_draft_alone()
    {
        await stage.SayAsync(stage.Ana, "channel add webhook:https://crm.example/hook --name crm");
        await stage.SayAsync(stage.Ana, "channel add mail:night@contoso.example --name night");
        await stage.TellAsync(stage.Post("p2", "Our parcel came broken as well!", "Tom B.", mark: 1));
        var (webhook, mail) = (stage.Webhook.Deliveries.Count, stage.Mail.Deliveries.Count);
        var press = await BeginAsync();
        await SayAsync("Tom, three in");
        Drafts().ShouldHaveSingleItem().Label.ShouldBe("Being written");
        (stage.Webhook.Deliveries.Count, stage.Mail.Deliveries.Count).ShouldBe((webhook, mail));
        adviser.End(new DraftAdvice.Given([new DraftProposal(ProposalKind.Reply, Finished, "en", "language model test")]));
        await press;
        await stage.ShowAsync();
        stage.Webhook.Deliveries.Count.ShouldBe(webhook + 1);
        stage.Mail.Deliveries.Count.ShouldBe(mail + 1);
    }

    [Fact]
    public async Task While_one_is_being_written_nobody_asks_for_a_second()
    {
        var press = await BeginAsync();
        (await stage.PressAsync(stage.Ben, "draft")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("being written");
        adviser.Asked.ShouldBe(1);
        adviser.End(new DraftAdvice.NotGiven("nothing came"));
        await press;
    }

    /// <returns>The press, under way: the adviser has been asked.</returns>
    private async Task<Task<ClickAnswer>> BeginAsync(long? number = null, CancellationToken cancellationToken = default)
    {
        var file = await stage.FileAsync(number);
        var press = stage.Get<StaffDesk>().ClickAsync(stage.Ana, new Click("draft", file.Nudge!.Id, file.Nudge.Version, null, null), cancellationToken);
        (await Task.WhenAny(adviser.WasAsked.WaitAsync(CancellationToken.None), press)).ShouldNotBe(press);
        await stage.ShowAsync();
        return press;
    }

    private async Task SayAsync(string soFar)
    {
        adviser.Say(^1, soFar);
        await stage.ShowAsync();
    }

    private IEnumerable<CardPart.Reply> Drafts() => stage.Card().Parts.OfType<CardPart.Reply>();

    private IEnumerable<string> Verbs() => stage.Card().Actions.Select(action => action.Verb);

    /// <summary>Says what a test says, when it says so.</summary>
    private sealed class Adviser : IDraftAdviser
    {
        private readonly List<(IProgress<string> SoFar, TaskCompletionSource<DraftAdvice> End)> asked = [];

        public string Name => "language model test";

        public SemaphoreSlim WasAsked { get; } = new(0);

        public int Asked => asked.Count;

        public Task<DraftAdvice> AdviseAsync(DraftAsk ask, IProgress<string>? soFar, CancellationToken cancellationToken)
        {
            var end = new TaskCompletionSource<DraftAdvice>(TaskCreationOptions.RunContinuationsAsynchronously);
            cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
            asked.Add((soFar!, end));
            WasAsked.Release();
            return end.Task;
        }

        public void Say(Index which, string soFar) => asked[which].SoFar.Report(soFar);

        public void End(DraftAdvice advice, int? which = null) => asked[which is { } number ? number : ^1].End.SetResult(advice);
    }
}
