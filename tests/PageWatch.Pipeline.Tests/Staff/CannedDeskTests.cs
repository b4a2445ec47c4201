using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>Replies that are kept ready: on a card, and when they end.</summary>
public sealed class CannedDeskTests : IAsyncLifetime
{
    private const string Photo = "canned add photo Thank you, {name}. Could you send us a photo in a private message?";
    private const string Filled = "Thank you, Jana. Could you send us a photo in a private message?";

    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Button_stands_on_open_cards_as_soon_as_there_is_a_reply_and_goes_with_the_last()
    {
        Buttons().ShouldNotContain("canned");
        await stage.SayAsync(stage.Ben, Photo);
        await stage.ShowAsync();
        var button = stage.Card().Actions.Single(action => action.Verb == "canned");
        (button.Label, button.Style, button.Opens, button.Argument).ShouldBe(("Canned replies…", ActionStyle.More, true, null));
        await stage.SayAsync(stage.Ben, "canned remove photo");
        await stage.ShowAsync();
        Buttons().ShouldNotContain("canned");
    }

    [Fact]
    public async Task Reply_goes_on_the_card_as_the_members_own_words_and_is_claimed_checked_counted_and_on_record()
    {
        await stage.SayAsync(stage.Ben, Photo);
        var before = (await stage.FileAsync()).Nudge!;
        var answer = await stage.SayAsync(stage.Ana, "canned use 1 photo");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        var file = await stage.FileAsync();
        (file.Draft!.Text, file.Draft.EditedByName).ShouldBe((Filled, "Ana"));
        file.Nudge!.Version.ShouldBeGreaterThan(before.Version);
        var entry = stage.Record().Last(entry => entry.Verb == "canned");
        (entry.ByName, entry.Nudge, entry.After).ShouldBe(("Ana", 1L, Filled));
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
        // Exactly what an edit does.
        await stage.TellAsync(stage.Post("p9", "Third parcel in a row that arrives broken.", "Jon P."));
        await stage.SayAsync(stage.Ana, "edit 2 Thank you, Jon.");
        var edited = (await stage.FileAsync(2)).Nudge!;
        (file.Nudge.State, file.Nudge.Owner, file.Nudge.Version - before.Version).ShouldBe((edited.State, edited.Owner, 1));
    }

    [Fact]
    public async Task List_offers_the_posts_language_first_and_at_most_eight_that_have_not_expired()
    {
        await stage.SayAsync(stage.Ben, "canned add a-german Danke, {name}, wir melden uns heute. --language de");
        await stage.SayAsync(stage.Ben, "canned add b-gone Thank you, {name}. --language en --expires 1d");
        stage.Time.Advance(TimeSpan.FromDays(1));
        await stage.SayAsync(stage.Ben, "canned add z-english Thank you, {name}, one of us looks into it today and writes back. --language en-gb");
        for (var i = 1; i <= 8; i++)
            await stage.SayAsync(stage.Ben, $"canned add any-{i} Thank you, {{name}}. {i}");
        var card = (await stage.PressAsync(stage.Ana, "canned")).ShouldBeOfType<ClickAnswer.Private>().Card;
        card.Actions.Select(action => action.Argument).ShouldBe(["z-english", "any-1", "any-2", "any-3", "any-4", "any-5", "any-6", "any-7"]);
        card.Actions[0].Label.ShouldStartWith("z-english: Thank you, {name}, one of us looks");
        card.Actions.ShouldAllBe(action => action.Verb == "canned" && !action.Opens);
        ((Span.Words)card.Parts.OfType<CardPart.Line>().Single().Spans[0]).Text.ShouldContain("There are 2 more");

        (await stage.PressAsync(stage.Ana, "canned", "any-1")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.FileAsync()).Draft!.Text.ShouldBe("Thank you, Jana. 1");
    }

    [Fact, Trait("Promise", "5")]
    public async Task Stale_press_puts_nothing_on_the_card()
    {
        await stage.SayAsync(stage.Ben, Photo);
        var version = (await stage.FileAsync()).Nudge!.Version;
        await stage.PressAsync(stage.Ana, "save", input: "Jana, we look into it.");
        (await stage.PressAsync(stage.Ana, "canned", "photo", version: version)).ShouldBeOfType<ClickAnswer.Refused>();
        (await stage.FileAsync()).Draft!.Text.ShouldBe("Jana, we look into it.");
        (await stage.PressAsync(stage.Ana, "canned", version: version)).ShouldBeOfType<ClickAnswer.Private>("a look may come from an old card").Card.Actions.ShouldHaveSingleItem()
            .Version.ShouldBe((await stage.FileAsync()).Nudge!.Version);
    }

    [Fact]
    public async Task What_somebody_else_has_is_not_written_over()
    {
        await stage.SayAsync(stage.Ben, Photo);
        await stage.PressAsync(stage.Ben, "claim");
        await stage.SayAsync(stage.Ana, "canned use 1 photo");
        (await stage.FileAsync()).Draft!.ShouldSatisfyAllConditions(draft => draft.EditedBy.ShouldBeNull(), draft => draft.Suggestions.ShouldHaveSingleItem().ByName.ShouldBe("Ana"));
    }

    [Fact]
    public async Task Expired_reply_is_refused_with_owner_and_mend_until_it_is_renewed()
    {
        await stage.SayAsync(stage.Ben, Photo + " --expires 1d");
        stage.Time.Advance(TimeSpan.FromDays(1));
        var refused = await stage.SayAsync(stage.Ana, "canned use 1 photo");
        refused.Outcome.ShouldBe(CommandOutcome.Refused);
        refused.Card.Fallback.ShouldContain("Ask Ben whether it still holds, then renew it: canned renew photo");
        (await stage.PressAsync(stage.Ana, "canned")).ShouldBeOfType<ClickAnswer.Private>().Card.ShouldSatisfyAllConditions(card => card.Actions.ShouldBeEmpty(), card => card.Fallback.ShouldContain("canned renew NAME"));
        await stage.SayAsync(stage.Ben, "canned renew photo");
        (await stage.SayAsync(stage.Ana, "canned use 1 photo")).Outcome.ShouldBe(CommandOutcome.Done);
    }

    [Fact]
    public async Task Slot_that_the_post_cannot_fill_stays_to_be_filled_and_nothing_goes_out_before()
    {
        await stage.SayAsync(stage.Ben, "canned add about We have passed on what you say about the {problem}, {name}.");
        await stage.TellAsync(stage.Post("p2", "Hm?!", "xX_99_Xx"));
        await stage.SayAsync(stage.Ana, "canned use 2 about");
        (await stage.FileAsync(2)).Draft!.Text.ShouldBe("We have passed on what you say about the {problem}.");
        (await stage.PressAsync(stage.Ana, "publish", nudge: 2)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("{problem}");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Post_fills_nothing_but_a_plain_name_and_noun()
    {
        await stage.SayAsync(stage.Ben, Photo);
        await stage.TellAsync(stage.Post("p2", "My {page} is broken, {name} {problem}!", "{page} <!channel>"));
        await stage.SayAsync(stage.Ana, "canned use 2 photo");
        (await stage.FileAsync(2)).Draft!.Text.ShouldBe("Thank you. Could you send us a photo in a private message?");
    }

    [Fact]
    public async Task Reply_is_signed_once_and_only_where_there_is_room()
    {
        await stage.SetPlaybookAsync("---\nsign_off: Ana from the Corner Shop\n---\n\n## All\n\nFor: any\n\n### en\n\n- Thank you, {name}.\n");
        await stage.SayAsync(stage.Ben, Photo);
        await stage.SayAsync(stage.Ben, "canned add signed Thank you, {name}.\n\nAna from the Corner Shop");
        await stage.SayAsync(stage.Ana, "canned use 1 photo");
        (await stage.FileAsync()).Draft!.Text.ShouldBe(Filled + "\n\nAna from the Corner Shop");
        await stage.SayAsync(stage.Ana, "canned use 1 signed");
        (await stage.FileAsync()).Draft!.Text.ShouldBe("Thank you, Jana.\n\nAna from the Corner Shop");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("<!channel>")]
    [InlineData("'; DROP TABLE canned_replies; --")]
    public async Task Forged_press_is_refused(string name)
    {
        await stage.SayAsync(stage.Ben, Photo);
        (await stage.PressAsync(stage.Ana, "canned", name)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldStartWith("There is no canned reply");
        var vera = await stage.AddMemberAsync("Vera", Role.Viewer);
        (await stage.PressAsync(vera, "canned", "photo")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("responder");
    }

    [Fact]
    public async Task Reply_of_another_team_is_not_there()
    {
        var night = await stage.Get<PageWatch.Pipeline.Teams.IMembers>().AddTeamAsync("night", stage.Audit(), Now);
        var nora = await stage.AddMemberAsync("Nora", Role.Admin, night.Id);
        await stage.SayAsync(nora, Photo);
        (await stage.SayAsync(stage.Ana, "canned use 1 photo")).Card.Fallback.ShouldContain("There is no canned reply");
        (await stage.SayAsync(stage.Ana, "canned")).Card.Title.ShouldContain("no canned replies");
        await stage.ShowAsync();
        Buttons().ShouldNotContain("canned");
    }

    [Fact]
    public async Task Owner_is_called_a_week_before_the_end_and_at_it_once_each()
    {
        await stage.SayAsync(stage.Ben, Photo + " --expires 30d --owner Ana");
        (await SweptAsync(TimeSpan.FromDays(22))).ShouldBeEmpty();
        var ahead = (await SweptAsync(TimeSpan.FromDays(1))).ShouldHaveSingleItem();
        ahead.Title.ShouldBe("The canned reply “photo” ends on 2026-04-09 09:00 UTC");
        ahead.Text.ShouldContain("canned renew photo");
        ahead.Calls.ShouldBe([stage.Ana.Id]);
        await stage.RestartAsync();
        (await SweptAsync(TimeSpan.FromHours(1))).ShouldHaveSingleItem().At.ShouldBe(ahead.At, "told once");

        var both = await SweptAsync(TimeSpan.FromDays(7));
        both.Count.ShouldBe(2);
        both.Single(notice => notice.Key == ahead.Key).IsOver.ShouldBeTrue();
        var end = both.Single(notice => notice.Key != ahead.Key);
        (end.Title, end.IsOver).ShouldBe(("The canned reply “photo” has expired", false));
        end.Calls.ShouldBe([stage.Ana.Id]);
        (await SweptAsync(TimeSpan.FromDays(40))).Select(notice => (notice.Key, notice.At)).ShouldBe(both.Select(notice => (notice.Key, notice.At)));
    }

    [Fact]
    public async Task Call_names_the_owner_on_its_card()
    {
        await stage.SayAsync(stage.Ben, Photo + " --expires 1d");
        await SweptAsync(TimeSpan.FromDays(1));
        var card = stage.Channel.Messages.Values.Single(message => message.Card.Title.Contains("photo")).Card;
        card.Parts.OfType<CardPart.Call>().ShouldHaveSingleItem().People.ShouldHaveSingleItem().Name.ShouldBe("Ben");
        await stage.SayAsync(stage.Ana, "canned renew photo");
        await stage.ShowAsync();
        card = stage.Channel.Messages.Values.Single(message => message.Card.Title.Contains("photo")).Card;
        (card.Title, card.IsDone).ShouldBe(("Canned reply photo is renewed", true));
        card.Fallback.ShouldNotContain("offered");
    }

    [Fact]
    public async Task Of_an_owner_who_has_left_all_are_told()
    {
        await stage.SayAsync(stage.Ana, Photo + " --expires 1d --owner Ben");
        await stage.SayAsync(stage.Ana, "team remove Ben");
        var notice = (await SweptAsync(TimeSpan.FromDays(1))).ShouldHaveSingleItem();
        notice.Calls.ShouldBeEmpty();
        notice.Text.ShouldStartWith("Ben,");
    }

    [Fact]
    public async Task Sweep_that_comes_late_tells_the_end_alone()
    {
        await stage.SayAsync(stage.Ben, Photo + " --expires 30d");
        (await SweptAsync(TimeSpan.FromDays(60))).ShouldHaveSingleItem().Title.ShouldContain("has expired");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Erased_post_takes_the_filled_reply_along_and_leaves_the_canned_one()
    {
        await stage.SayAsync(stage.Ben, Photo);
        await stage.TellAsync(stage.Post("p2", "The umbrellastand is broken, I want my money back!", "Zebrastripe"));
        await stage.SayAsync(stage.Ana, "canned use 2 photo");
        (await stage.FileAsync(2)).Draft!.Text.ShouldStartWith("Thank you, Zebrastripe.");
        await stage.TellAsync(new SourceEvent.PostDeleted("p2"));
        (await stage.HoldsAnywhereAsync("Zebrastripe")).ShouldBeFalse();
        (await stage.Get<ICannedReplies>().FindAsync(TeamId.Default, "photo", Now)).ShouldNotBeNull();
    }

    private IEnumerable<string> Buttons() => stage.Card().Actions.Select(action => action.Verb);

    /// <summary>Time passes, owners are told; what stands before the team about canned replies.</summary>
    private async Task<IReadOnlyList<Notice>> SweptAsync(TimeSpan after)
    {
        stage.Time.Advance(after);
        await stage.Get<CannedSweep>().RunAsync(Now);
        await stage.ShowAsync();
        return [.. (await stage.Get<INotices>().AllAsync(Now)).Where(notice => notice.Key.StartsWith("canned ", StringComparison.Ordinal))];
    }
}
