using PageWatch.Channels.Tests.Scenarios;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Stages;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Journeys;

/// <summary>
/// From the page to the card and back, on every platform in every chat: the platform's folder asks a server over real HTTP, the stages and the store are the product's, and people act in a chat.
/// </summary>
public sealed class PlatformJourneyTests(ITestOutputHelper output)
{
    private const string Complaint = "Third parcel in a row that arrives broken. I want my money back, today!";
    private const string Words = "A new one is on its way to you. Ben of Contoso";

    private static readonly (string Name, Func<PageAtHand> Make)[] Pages = [("Bluesky", () => new BlueskyAtHand()), ("Facebook", () => new FacebookAtHand()), ("Mastodon", () => new MastodonAtHand())];

    private static readonly (string Name, Func<Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>, ScenarioChat> Make)[] Chats =
        [("Console", besides => new ConsoleChat { Besides = besides }), ("Teams", besides => new TeamsChat { Besides = besides }), ("Slack", besides => new SlackChat { Besides = besides })];

    private static CancellationToken Now => CancellationToken.None;

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (page, _) in Pages)
        {
            foreach (var (chat, _) in Chats)
                pairs.Add(page, chat);
        }

        return pairs;
    }

    [Fact]
    public void Journeys_are_counted() => output.WriteLine($"figure: journeys: {Pages.Length} platforms on {Chats.Length} chats, {Pages.Length * Chats.Length} of each kind");

    [Theory, MemberData(nameof(Pairs)), Trait("Promise", "3"), Trait("Promise", "11"), Trait("Promise", "12")]
    public async Task Complaint_is_answered_where_it_was_written_once(string platform, string chatName)
    {
        await using var page = await PageOfAsync(platform);
        // What stood there before nudges nobody.
        page.Complain("An old one, from before anybody watched. It is broken!");
        // A watch begins with the whole second, and the servers go by the clock of this machine.
        await Task.Delay(TimeSpan.FromSeconds(1.1), TimeProvider.System);
        await using var chat = await ChatAsync(chatName, page);
        var watch = await WatchAsync(chat, page);
        (await chat.Stage.NudgesAsync()).ShouldBe(0);

        page.Complain(Complaint);
        await PollAsync(chat, watch);
        var card = await chat.CardAsync();
        card.ShouldSay("Third parcel in a row that arrives broken.");
        var box = await chat.PressAsync(Person.Ben, card, "Edit");
        await chat.PressAsync(Person.Ben, box.View.ShouldNotBeNull(), "Save", Words);
        var preview = await chat.PressAsync(Person.Ben, await chat.CardAsync(), "Publish\u2026");
        preview.View.ShouldNotBeNull().ShouldSay(Words);
        if (page.GoesOutBesides.Length > 0)
            preview.View.ShouldSay(page.GoesOutBesides);
        page.Replies.ShouldBeEmpty("nothing goes out before the exact text was confirmed");
        await chat.PressAsync(Person.Ben, preview.View, "Publish now");
        await chat.Stage.DispatchAsync();
        page.Replies.ShouldHaveSingleItem().ShouldEndWith(Words);
        (await chat.CardAsync()).ShouldSay("Answered by Ben");

        // What we published comes back from the page, and is known.
        chat.Stage.Time.Advance(TimeSpan.FromMinutes(2));
        await PollAsync(chat, watch);
        (await chat.Stage.NudgesAsync()).ShouldBe(1);
        (await chat.Stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
        page.Replies.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Pairs)), Trait("Promise", "11")]
    public async Task Answer_on_the_page_itself_closes_the_nudge(string platform, string chatName)
    {
        await using var page = await PageOfAsync(platform);
        await using var chat = await ChatAsync(chatName, page);
        var watch = await WatchAsync(chat, page);
        page.Complain(Complaint);
        await PollAsync(chat, watch);
        (await chat.Stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Open);
        page.AnswerThere("We have seen it and will call you.");
        chat.Stage.Time.Advance(TimeSpan.FromMinutes(2));
        await PollAsync(chat, watch);
        (await chat.Stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
        (await chat.CardAsync()).ShouldSay("Answered by");
    }

    [Theory, MemberData(nameof(Pairs)), Trait("Promise", "10")]
    public async Task Complaint_that_is_taken_back_withdraws_the_nudge_and_its_words(string platform, string chatName)
    {
        await using var page = await PageOfAsync(platform);
        await using var chat = await ChatAsync(chatName, page);
        var watch = await WatchAsync(chat, page);
        page.Complain(Complaint);
        await PollAsync(chat, watch);
        (await chat.CardAsync()).ShouldSay("Third parcel in a row");
        page.TakeBack();
        // Some platforms believe an absence only after a while.
        for (var i = 0; i < 5 && (await chat.Stage.FileAsync()).Nudge!.State != NudgeState.Withdrawn; i++)
        {
            chat.Stage.Time.Advance(page.NoticesWithin / 5);
            await PollAsync(chat, watch);
        }

        (await chat.Stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Withdrawn);
        if (page.TellsDeletion)
            (await chat.CardAsync()).Text.ShouldNotContain("Third parcel in a row");
    }

    private static async Task<PageAtHand> PageOfAsync(string platform)
    {
        var page = Pages.Single(each => each.Name == platform).Make();
        await page.StartAsync();
        return page;
    }

    private static async Task<ScenarioChat> ChatAsync(string name, PageAtHand page)
    {
        var chat = Chats.Single(each => each.Name == name).Make(page.Wire);
        await chat.OpenAsync();
        // The servers go by the clock of this machine.
        chat.Stage.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        return chat;
    }

    private static async Task<Watch> WatchAsync(ScenarioChat chat, PageAtHand page)
    {
        var told = await chat.SayAsync(Person.Ana, "watch " + page.Watch);
        var watch = (await chat.Stage.Get<IWatches>().OfTeamAsync(TeamId.Default, Now)).SingleOrDefault(each => each.Page.Platform != FakePage.Id).ShouldNotBeNull(told.Text);
        chat.Stage.Time.Advance(TimeSpan.FromSeconds(1));
        await PollAsync(chat, watch);
        return watch;
    }

    private static async Task PollAsync(ScenarioChat chat, Watch watch)
    {
        var report = (await chat.Stage.Get<PollRun>().RunAsync(watch.Id, fromTheStart: false, Now)).ShouldNotBeNull();
        report.Problem.ShouldBeNull();
        await chat.Stage.Get<PostJourney>().RunAsync(Now);
        await chat.SettleAsync();
    }
}
