using PageWatch.Domain.Channels;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>What the checks of a reply mean to those who work on the card.</summary>
public sealed class CheckedReplyTests : IAsyncLifetime
{
    private const string Wrong = "Hi Ben, write to ben@mail.example and we see.";
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken.", mark: 1));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Embedded_draft_comes_without_anything_against_it()
    {
        (await stage.FileAsync()).Draft!.Findings.ShouldBeEmpty();
        stage.Card().Actions.ShouldNotContain(action => action.Verb == "mend");
    }

    [Fact, Trait("Promise", "3")]
    public async Task What_blocks_is_told_on_the_card_and_nothing_goes_out()
    {
        (await stage.PressAsync(stage.Ana, "save", input: Wrong)).ShouldBeOfType<ClickAnswer.Done>("the words are kept, so that nobody types them again");
        var banners = stage.Card().Parts.OfType<CardPart.Banner>().Select(banner => banner.Text).ToList();
        banners.ShouldContain(text => text.StartsWith("Cannot go out yet") && text.Contains("Ben"));
        banners.ShouldContain(text => text.Contains("mail address"));
        (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Jana wrote the post");
        (await stage.PressAsync(stage.Ana, "confirm", "AAAAAAAA")).ShouldBeOfType<ClickAnswer.Refused>();
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_click_mends_all_that_can_be_mended_and_is_the_clickers_edit()
    {
        await stage.PressAsync(stage.Ana, "save", input: Wrong);
        stage.Card().Actions.ShouldContain(action => action.Verb == "mend");
        await stage.PressAsync(stage.Ana, "mend");
        var draft = (await stage.FileAsync()).Draft!;
        draft.Text.ShouldStartWith("Hi Jana, ");
        draft.Text.ShouldNotContain("mail.example");
        draft.EditedByName.ShouldBe("Ana");
        draft.Findings.ShouldNotContain(finding => finding.Blocks);
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
    }

    [Fact]
    public async Task Draft_without_a_mend_is_not_changed()
    {
        (await stage.PressAsync(stage.Ana, "mend")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Edit it");
    }

    [Fact]
    public async Task Warning_stands_in_the_preview_and_stops_nobody()
    {
        await stage.PressAsync(stage.Ana, "save", input: "Jana, we send you a new one by Friday.");
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.StartsWith("Look again"));
        var preview = (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Parts.OfType<CardPart.Banner>().ShouldNotBeEmpty();
        preview.Actions[0].Verb.ShouldBe("confirm");
    }

    [Fact]
    public async Task Words_that_the_playbook_forbids_since_then_are_refused_at_the_last_moment()
    {
        await stage.PressAsync(stage.Ana, "save", input: "Jana, that was a hiccup.");
        var code = ((ClickAnswer.Private)await stage.PressAsync(stage.Ana, "publish")).Card.Actions[0].Argument;
        await stage.SetPlaybookAsync("---\nnever_say:\n  - hiccup\n---\n\n## All\n\nFor: any\n\n### en\n\n- Hello.\n");
        (await stage.PressAsync(stage.Ana, "confirm", code)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("hiccup");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_that_was_published_is_the_draft_for_the_next_post_of_the_kind()
    {
        await stage.PressAsync(stage.Ana, "save", input: "Hi Jana, a parcel that arrives broken is not good enough. Show us a photo in a private message, and I see to it.");
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldNotBeEmpty();
        var drafts = new List<string>();
        foreach (var (id, author) in new[] { ("p2", "Omar F."), ("p3", "Lea M.") })
        {
            await stage.TellAsync(stage.Post(id, "Again a parcel that arrives broken. Third time.", author, mark: 1));
            drafts.Add((await stage.FileAsync()).Draft!.Text);
        }

        drafts.Count(text => text.Contains("is not good enough")).ShouldBe(1, "one gets the team's own words, the neighbour other ones: " + string.Join(" / ", drafts));
        drafts.ShouldNotContain(text => text.Contains("Jana"));
    }
}
