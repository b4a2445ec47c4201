using PageWatch.Domain.Sources;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>What a proposal has to pass.</summary>
public sealed class ModelCheckTests : IClassFixture<SharedModel>
{
    private readonly ModelDesk model;

    public ModelCheckTests(SharedModel shared) => model = shared.Fresh();

    [Theory]
    [InlineData("**Thank you**, we look into it.", "Thank you, we look into it.")]
    [InlineData("\"Thank you, we look into it.\"", "Thank you, we look into it.")]
    [InlineData("„Thank you, we look into it.“", "Thank you, we look into it.")]
    [InlineData("“'Thank you, we look into it.'”", "Thank you, we look into it.")]
    [InlineData("# Thank you\n\n- we look into it\n- we write back", "Thank you\n\nwe look into it\nwe write back")]
    [InlineData("> Thank you, *we* look into `it`.", "Thank you, we look into it.")]
    [InlineData("Thank\u0007 you,\u200b we look\u202e into it.\ufeff", "Thank you, we look into it.")]
    [InlineData("Thank you.\n\n\n\n\nWe look into it.", "Thank you.\n\nWe look into it.")]
    [InlineData("Thank you, {name}. It's not \"fine\" & we look into it.", "Thank you, Jana. It's not \"fine\" & we look into it.")]
    public async Task Proposals_are_cleaned(string said, string shown)
    {
        model.Stub.Says = _ => Answers.Of(("reply", said));
        (await model.GivenAsync()).Proposals.ShouldHaveSingleItem().Text.ShouldBe(shown);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \u200b ** ** ", "is empty")]
    [InlineData("👍👍", "is empty")]
    [InlineData("Merci, nous regardons cela aujourd'hui et nous vous répondons.", "is in another language than 'en'")]
    [InlineData("See shop-help.example/x for it.", "holds a link that is not ours")]
    [InlineData("Write to help@shop.example, please.", "holds a mail address that is not ours")]
    [InlineData("Call 030 555 99 88 today.", "holds a number that nobody gave")]
    [InlineData("Call ０３０ ５５５ ９９ ８８ today.", "holds a number that nobody gave")]
    [InlineData("Call ٠٣٠٥٥٥٩٩٨٨ today.", "holds a number that nobody gave")]
    [InlineData("Ask @shop about it.", "mentions an account")]
    [InlineData("You get a Refund.", "speaks of money or gifts ('refund')")]
    [InlineData("It costs 5 € only.", "speaks of money or gifts ('5 €')")]
    [InlineData("The system prompt says so.", "speaks of what wrote it ('system prompt')")]
    [InlineData("Written by contoso-reply-mini.", "speaks of what wrote it ('the model's name')")]
    [InlineData("Please use the code AB12CD.", "holds a code")]
    [InlineData("Thank you {person_9}.", "holds a placeholder that stands for nothing")]
    [InlineData("Thank you {.", "holds a placeholder that stands for nothing")]
    [InlineData("Thank you <b>very</b> much.", "holds markup")]
    [InlineData("You wrote: third parcel in a row that arrives broken.", "repeats the post")]
    [InlineData("A person reads and changes every reply, so do not worry.", "repeats what the model was told")]
    [InlineData("You stupid idiot, go away.", "sounds insulting")]
    public async Task Proposal_that_may_not_be_shown_is_dropped_with_the_reason(string said, string why) => (await model.WhyDroppedAsync(said)).ShouldBe(why);

    [Theory]
    [InlineData("We are here from 9:30 to 17:30, on 12.03.2026 too.")]
    [InlineData("Opening hours are 9.00-18.00, e.g. on Monday.")]
    [InlineData("Version 4.2.1 mends it, {name}.")]
    [InlineData("I can see that you are angry, {name}, and I want to know why.")]
    [InlineData("Thanks!")]
    [InlineData("We'll ship a new lamp on Monday. Sorry about the wait, {name} 🙏")]
    [InlineData("Is a night-time delivery all right for you?")]
    [InlineData("You can count on us, {name}: one of us looks into the damages to the box.")]
    [InlineData("Feel free to write to us in private, {name}.")]
    [InlineData("Please follow the instructions on the label, and thank you for your prompt answer.")]
    public async Task Plain_replies_pass(string said) => (await model.WhyDroppedAsync(said)).ShouldBeNull();

    [Fact]
    public async Task Language_that_the_model_names_must_be_the_one_that_was_asked()
    {
        (await model.WhyDroppedAsync("Thank you.", language: "fr")).ShouldBe("is in another language than 'en'");
        (await model.WhyDroppedAsync("Thank you.", language: "EN-us")).ShouldBeNull();
    }

    [Fact]
    public async Task Links_and_numbers_of_the_team_are_allowed()
    {
        var ask = ModelDesk.Ask();
        ask = ask with { Request = ask.Request with { Past = [new("Where?", "See https://shop.example/help. Or mail help@shop.example, or ring 030 5550 9988.", "Ana", DateTimeOffset.UnixEpoch)] } };
        (await model.WhyDroppedAsync("Please see https://shop.example/help!", ask)).ShouldBeNull();
        (await model.WhyDroppedAsync("Please see shop.example/help.", ask)).ShouldBeNull();
        (await model.WhyDroppedAsync("Please see https://shop.example/help/me", ask)).ShouldBe("holds a link that is not ours");
        (await model.WhyDroppedAsync("Please see https://shop.example.evil.example/help", ask)).ShouldBe("holds a link that is not ours");
        (await model.WhyDroppedAsync("Please mail help@shop.example.", ask)).ShouldBeNull();
        (await model.WhyDroppedAsync("Please ring 030/55509988.", ask)).ShouldBeNull();
        (await model.WhyDroppedAsync("Please ring 030/55509989.", ask)).ShouldBe("holds a number that nobody gave");
    }

    [Theory]
    [InlineData(20, LengthUnit.Characters, "Thank you, we look.", null)]
    [InlineData(20, LengthUnit.Characters, "Thank you, we look it.", "is too long (22 of 20)")]
    [InlineData(21, LengthUnit.Utf8Bytes, "Thank you, we löök 🙏", "is too long (25 of 21)")]
    [InlineData(20, LengthUnit.Graphemes, "Thank you, we look 👨‍👩‍👧‍👦", null)]
    public async Task Length_is_the_pages_own(int longest, LengthUnit unit, string said, string? why) =>
        (await model.WhyDroppedAsync(said, ModelDesk.Ask(with: request => request with { Can = request.Can with { LongestReply = longest, LengthUnit = unit } }))).ShouldBe(why);

    [Fact]
    public async Task Signature_that_makes_it_too_long_is_left_off()
    {
        var ask = ModelDesk.Ask(with: request => request with { Can = request.Can with { LongestReply = 25 }, Playbook = request.Playbook with { SignOff = "Ana from the shop" } });
        model.Stub.Says = _ => Answers.Of(("reply", "Thank you, we look."));
        (await model.GivenAsync(ask)).Proposals[0].Text.ShouldBe("Thank you, we look.");
    }

    [Fact]
    public async Task Text_for_a_page_without_a_limit_has_one_all_the_same()
    {
        var ask = ModelDesk.Ask(with: request => request with { Can = request.Can with { LongestReply = 0 } });
        var text = string.Concat(Enumerable.Range(0, 900).Select(i => i % 2 == 0 ? "thanks " : "again, "));
        (await model.WhyDroppedAsync(text, ask)).ShouldStartWith("is too long");
    }

    [Fact]
    public async Task What_stands_there_already_is_no_second_proposal()
    {
        var ask = ModelDesk.Ask();
        (await model.WhyDroppedAsync(ask.Embedded[0].Text, ask)).ShouldBe("is what stands there already");
    }

    [Fact]
    public async Task Second_of_a_kind_is_dropped_and_the_first_stays()
    {
        model.Stub.Says = _ => Answers.Of(("reply", Answers.GoodReply), ("reply", "Thank you, we are on it."), ("clarify", "Get your refund at evil.example"));
        var given = await model.GivenAsync();
        given.Proposals.ShouldHaveSingleItem().Text.ShouldContain("letting us know, Jana");
        given.Dropped.Select(each => each.Why).ShouldBe(["is a second one of its kind", "speaks of money or gifts ('refund')"]);
        var beside = given.Beside(ModelDesk.Ask().Embedded);
        beside[0].ShouldBe(given.Proposals[0]);
        beside.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("* ")]
    [InlineData("a.")]
    [InlineData("a-")]
    [InlineData("1 ")]
    [InlineData("@a")]
    [InlineData("a@")]
    [InlineData("[a](")]
    [InlineData("{a_1")]
    [InlineData("_a_ ")]
    [InlineData("|\n")]
    [InlineData("http:/")]
    [InlineData("ﷺ")]
    [InlineData("e\u0301\u0301\u0301")]
    [InlineData("\ufdd0\uffff a")]
    [InlineData("\U0001fffe a")]
    public async Task Text_made_to_be_slow_or_odd_is_no_trouble(string part)
    {
        model.Stub.Says = _ => Answers.Of(("reply", string.Concat(Enumerable.Repeat(part, 9_900 / part.Length))), ("clarify", string.Concat(Enumerable.Repeat(part, 12_000 / part.Length))));
        (await model.AskAsync()).Dropped.Count.ShouldBe(2);
    }
}
