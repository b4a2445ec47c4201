using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Console;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Testing;
using PageWatch.Testing.Builders;

namespace PageWatch.Channels.Tests.Console;

/// <summary>What the console promises beyond every chat: to the browser's script, to its style sheet, and to people without either.</summary>
public sealed class ConsoleMarkupTests
{
    [Fact]
    public void Words_that_decided_are_marked() => Draw(CardOf(new CardPart.Quote(new Author("1", "Jana K."), "It broke <again> & again", null, [new Evidence(3, 5, "complaint"), new Evidence(9, 7, "complaint"), new Evidence(10, 2, "inside")])))
        .QuerySelectorAll("blockquote mark").Select(mark => mark.TextContent).ShouldBe(["broke", "<again>"]);

    [Fact]
    public void A_question_is_asked_in_its_own_words()
    {
        var ask = Draw(CardOf(new CardPart.Line([new Span.Ask("forget", "forget \"Jana K.\" & co #1 + 2 % ü")]))).QuerySelector("a.ask").ShouldNotBeNull();
        ask.TextContent.ShouldBe("forget");
        var href = ask.GetAttribute("href").ShouldNotBeNull();
        href.ShouldStartWith("/console/ask?say=");
        Uri.UnescapeDataString(href["/console/ask?say=".Length..]).ShouldBe("forget \"Jana K.\" & co #1 + 2 % ü");
        href.ShouldNotContain('&');
        href.ShouldNotContain('#');
    }

    [Fact]
    public void A_card_about_one_nudge_is_one_form()
    {
        var card = Draw(CardOf(new CardPart.TextBox("Your reply", "", 0, "characters")) with { Actions = [Action("save") with { SendsInput = true }] });
        var form = card.QuerySelectorAll("form").ShouldHaveSingleItem();
        form.QuerySelector("textarea").ShouldNotBeNull();
        // The script asks the form with the box for its nudge, to tell others who is editing.
        form.QuerySelector("input[name=nudge]").ShouldNotBeNull().GetAttribute("value").ShouldBe("12");
        card.QuerySelectorAll("button[form]").ShouldBeEmpty();
        Draw(CardOf(new CardPart.Banner("nothing to press", Tone.Calm))).QuerySelectorAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void The_form_with_the_box_comes_first_and_knows_the_nudge()
    {
        foreach (var actions in (CardAction[][])[[Action("draft"), Action("save") with { SendsInput = true }], [Action("draft")]])
        {
            var first = Draw(CardOf(new CardPart.TextBox("Your reply", "", 0, "characters")) with { Actions = actions }).QuerySelector("form").ShouldNotBeNull();
            first.QuerySelector("textarea").ShouldNotBeNull();
            first.QuerySelector("input[name=nudge]").ShouldNotBeNull().GetAttribute("value").ShouldBe("12");
        }
    }

    [Fact]
    public void The_script_finds_a_card_by_its_key_and_knows_its_place()
    {
        var card = Draw(CardOf() with { Clock = new CardClock("answer by", A.Morning, Tone.Soon), IsDone = true }, "notice-watch 3", 7).QuerySelector("article").ShouldNotBeNull();
        card.Id.ShouldBe("notice-watch 3");
        card.GetAttribute("data-version").ShouldBe("7");
        card.GetAttribute("data-done").ShouldBe("1");
        card.GetAttribute("data-due").ShouldBe(A.Morning.ToUnixTimeMilliseconds().ToString());
        card.QuerySelector($"#{card.GetAttribute("aria-labelledby")}").ShouldNotBeNull().TextContent.ShouldBe("Complaint");
    }

    [Fact]
    public void Two_keys_never_share_an_id()
    {
        var ids = ((string[])["a b", "a-b", "a_b", "a_20_b", "a/b", "ab"]).SelectMany(key => Draw(CardOf() with { Actions = [Action("why") with { Style = ActionStyle.More }] }, key).QuerySelectorAll("article *[id]").Select(each => each.Id)).ToList();
        ids.Count.ShouldBe(18);
        ids.ShouldBeUnique();
        ids.ShouldNotContain(id => id!.Any(char.IsWhiteSpace));
    }

    [Fact, Trait("Promise", "7")]
    public void Text_from_outside_stands_in_a_direction_of_its_own()
    {
        var card = Draw(CardOf(
            new CardPart.Line([new Span.Outside("שלום"), new Span.Outside("עולם", IsStrong: true)]),
            new CardPart.Quote(new Author("1", "יעל"), "הטלפון שבור", null, [], "answers"),
            new CardPart.Pictures([new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/1"), "כוס")]),
            new CardPart.Reply("סליחה", "", "Draft")));
        foreach (var words in (string[])["שלום", "עולם", "יעל", "הטלפון שבור", "כוס", "סליחה"])
        {
            var holder = card.All.Last(element => element.TextContent == words);
            (holder.LocalName == "bdi" || holder.GetAttribute("dir") == "auto").ShouldBeTrue(words);
        }
    }

    [Fact]
    public void The_style_sheet_keeps_the_lines_of_what_was_said()
    {
        var css = File.ReadAllText(Path.Combine(ProjectFolder.Repository, "src", "PageWatch.Web", "Assets", "console.css"));
        css.ShouldMatch(@"(?m)^\.said \{[^}]*white-space: pre-wrap;");
    }

    private static IDocument Draw(Card card, string key = "nudge-12", long version = 1)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddConsoleChannel();
        using var provider = services.BuildServiceProvider();
        return new HtmlParser().ParseDocument(provider.GetRequiredService<ICardMarkup>().Draw(key, version, card));
    }

    private static Card CardOf(params CardPart[] parts) => new("Complaint", Tone.Calm, parts, []) { Fallback = "Complaint" };

    private static CardAction Action(string verb) => new(verb, verb, new NudgeId(12), 5);
}
