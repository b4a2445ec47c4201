using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

public sealed class TranslationDeskTests : IAsyncLifetime
{
    private const string German = "Das dritte Paket in Folge, das kaputt ankommt. Ich will mein Geld zurück!";

    private readonly Translator translator = new();
    private Stage stage = null!;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync(services => services.AddSingleton<ITranslator>(translator));

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Button_stands_where_the_post_is_in_a_language_that_staff_do_not_read()
    {
        await stage.TellAsync(stage.Post("p1", German));
        var button = stage.Card().Actions.Single(action => action.Verb == "translate");
        (button.Label, button.Style, button.Opens).ShouldBe(("Translate", ActionStyle.More, true));
        await stage.TellAsync(stage.Post("p2", "Third parcel in a row that arrives broken. I want my money back!"));
        stage.Card(2).Actions.ShouldNotContain(action => action.Verb == "translate");
        translator.Asked.ShouldBeEmpty("nothing leaves before somebody asks");
    }

    [Fact]
    public async Task Both_texts_are_shown_each_translation_marked_and_nothing_is_kept()
    {
        await stage.TellAsync(stage.Post("p1", German));
        var before = await stage.FileAsync();
        var record = stage.Record().Count;
        var card = (await stage.PressAsync(stage.Ben, "translate")).ShouldBeOfType<ClickAnswer.Private>().Card;
        var quotes = card.Parts.OfType<CardPart.Quote>().ToList();
        quotes.Select(quote => quote.Text).ShouldBe([German, "en of 1"]);
        quotes[1].Label.ShouldBe("in “en”");
        var replies = card.Parts.OfType<CardPart.Reply>().ToList();
        replies.Select(reply => reply.Text).ShouldBe([before.Draft!.Text, "en of 2"]);
        replies[1].Label.ShouldBe("Draft in “en”");
        Lines(card).Count(line => line == "Machine translation by language model test. May be wrong.").ShouldBe(2);

        var after = await stage.FileAsync();
        (after.Nudge!.Version, after.Draft!.Text, stage.Record().Count).ShouldBe((before.Nudge!.Version, before.Draft.Text, record));
        (await stage.HoldsAnywhereAsync("en of 1")).ShouldBeFalse();
        translator.Asked.Select(ask => (ask.From, ask.To)).ShouldBe([("de", "en"), ("de", "en")]);
        translator.Asked.ShouldAllBe(ask => ask.Names.Contains("Jana") && ask.Names.Contains("Jana K."));
    }

    [Fact]
    public async Task Draft_in_the_language_that_staff_read_is_not_sent()
    {
        await stage.TellAsync(stage.Post("p1", German));
        await stage.SayAsync(stage.Ana, "edit 1 Jana, we are sorry that the parcel arrived broken, and we look into it today.");
        var card = (await stage.PressAsync(stage.Ana, "translate")).ShouldBeOfType<ClickAnswer.Private>().Card;
        translator.Asked.ShouldHaveSingleItem().Text.ShouldBe(German);
        card.Parts.OfType<CardPart.Reply>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Draft_alone_is_translated_where_somebody_wrote_it_in_another_language()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken. I want my money back!"));
        (await stage.SayAsync(stage.Ana, "translate 1")).ShouldSatisfyAllConditions(
            answer => answer.Outcome.ShouldBe(CommandOutcome.Refused), answer => answer.Card.Fallback.ShouldBe("It is in “en” already, and so is the draft."));
        await stage.SayAsync(stage.Ana, "edit 1 Jana, das tut uns leid, und wir kümmern uns heute darum. Bitte schreiben Sie uns eine Nachricht.");
        var answer = await stage.SayAsync(stage.Ana, "translate 1");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        translator.Asked.ShouldHaveSingleItem().Text.ShouldStartWith("Jana, das tut uns leid");
        answer.Card.Parts.OfType<CardPart.Quote>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Failure_is_told_with_the_mend_beside_the_words_themselves()
    {
        await stage.TellAsync(stage.Post("p1", German));
        translator.Answer = _ => new Translation.NotGiven("the answer was cut off at the limit of tokens", "Raise PageWatch:LanguageModel:MaxTokens.");
        var card = (await stage.PressAsync(stage.Ana, "translate")).ShouldBeOfType<ClickAnswer.Private>().Card;
        card.Parts.OfType<CardPart.Quote>().ShouldHaveSingleItem().Text.ShouldBe(German);
        card.Parts.OfType<CardPart.Banner>().First().Text.ShouldBe("No translation by language model test: the answer was cut off at the limit of tokens. Raise PageWatch:LanguageModel:MaxTokens.");
        translator.Answer = _ => new Translation.NotGiven("no answer in time");
        card = (await stage.PressAsync(stage.Ana, "translate")).ShouldBeOfType<ClickAnswer.Private>().Card;
        card.Parts.OfType<CardPart.Banner>().First().Text.ShouldEndWith("no answer in time. Try again in a minute.");
        Lines(card).ShouldNotContain(line => line.StartsWith("Machine translation"));
    }

    [Fact]
    public async Task Text_that_is_cut_says_so()
    {
        await stage.TellAsync(stage.Post("p1", German));
        translator.Answer = _ => new Translation.Given("Third", "language model test", IsCut: true);
        Lines((await stage.PressAsync(stage.Ana, "translate")).ShouldBeOfType<ClickAnswer.Private>().Card).ShouldContain(line => line.StartsWith("Only the beginning was translated"));
    }

    [Fact]
    public async Task Old_card_and_a_viewer_may_look_and_a_post_that_is_gone_is_not_sent()
    {
        await stage.TellAsync(stage.Post("p1", German));
        var vera = await stage.AddMemberAsync("Vera", Role.Viewer);
        var version = (await stage.FileAsync()).Nudge!.Version;
        await stage.PressAsync(stage.Ana, "claim");
        (await stage.PressAsync(vera, "translate", version: version)).ShouldBeOfType<ClickAnswer.Private>();
        translator.Asked.Clear();
        await stage.TellAsync(new Domain.Sources.SourceEvent.PostDeleted("p1"));
        (await stage.PressAsync(stage.Ana, "translate")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldStartWith("There is nothing to translate");
        translator.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_translator_there_is_no_button_and_the_command_says_what_to_set()
    {
        await using var plain = await Stage.OpenAsync();
        await plain.TellAsync(plain.Post("p1", German));
        plain.Card().Actions.ShouldNotContain(action => action.Verb == "translate");
        var answer = await plain.SayAsync(plain.Ana, "translate 1");
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        answer.Card.Fallback.ShouldContain("PageWatch:LanguageModel");
    }

    private static IReadOnlyList<string> Lines(Card card) => [.. card.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().Select(words => words.Text)];

    private sealed class Translator : ITranslator
    {
        public Translator() => Answer = ask => new Translation.Given($"{ask.To} of {Asked.Count}", Name);

        public string Name => "language model test";

        public string ReadIn => "en";

        public Func<TranslationAsk, Translation> Answer { get; set; }

        public List<TranslationAsk> Asked { get; } = [];

        public Task<Translation> TranslateAsync(TranslationAsk ask, CancellationToken cancellationToken)
        {
            Asked.Add(ask);
            return Task.FromResult(Answer(ask));
        }
    }
}
