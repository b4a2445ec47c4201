using PageWatch.Domain.Channels;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Publishing;

/// <summary>A page with room for one answer a post, as for reviews: the closing line takes the place of the invitation, and is shown as such.</summary>
[Trait("Promise", "4")]
public sealed class OneSlotTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        stage.Page.HasOneSlot = true;
        var shop = await stage.AddWatchAsync(stage.Ana, "shop", can: A.Capabilities(reply: ReplyMode.SingleSlot));
        await stage.TellAsync(shop, stage.Post("v1", "The lid is broken, and nobody answers me."));
        await stage.PressAsync(stage.Ana, "offline", "phone 1h");
        await stage.PressAsync(stage.Ana, "save", input: "Jana, I call you within the hour.");
        var preview = (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem("the place is free");
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync(TimeSpan.FromMinutes(1));
        stage.Time.Advance(TimeSpan.FromMinutes(30));
        await stage.PressAsync(stage.Ana, "outcome", "solved");
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "3")]
    public async Task Second_answer_says_what_it_takes_the_place_of_and_stands_alone()
    {
        var first = stage.Page.Replies.ShouldHaveSingleItem();
        var preview = (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.StartsWith("This page has room for one answer", StringComparison.Ordinal));
        preview.Parts.OfType<CardPart.Reply>().Select(part => part.Label).ShouldBe(["Stands there now", "The exact text"]);
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem().ShouldSatisfyAllConditions(reply => reply.NativeId.ShouldBe(first.NativeId), reply => reply.Text.ShouldNotBe(first.Text));
        (await stage.FileAsync()).Replies.Select(reply => reply.State).ShouldBe([ReplyState.Published, ReplyState.Replaced], ignoreOrder: true);
        stage.Card().Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Label.ShouldBe("Published, in the place of the earlier answer");
    }

    [Fact]
    public async Task Answer_that_was_lost_is_found_in_the_one_place_and_not_sent_again()
    {
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        stage.Page.Replies.Count.ShouldBe(1);
        (await stage.FileAsync()).Reply!.ShouldSatisfyAllConditions(reply => reply.State.ShouldBe(ReplyState.Published), reply => reply.Attempts.ShouldBe(1));
    }
}
