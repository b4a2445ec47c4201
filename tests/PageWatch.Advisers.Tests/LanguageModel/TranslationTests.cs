using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>A translation as the service wires it: what leaves, what comes back, and what is not shown.</summary>
public sealed class TranslationTests : IClassFixture<SharedModel>
{
    private const string Parcel = "Das dritte Paket in Folge, das kaputt ankommt. Was machen Sie jetzt?";
    private const string InEnglish = "The third parcel in a row that arrives broken. What do you do now?";

    private readonly ModelDesk model;

    public TranslationTests(SharedModel shared) => model = shared.Fresh();

    [Fact]
    public async Task Translation_comes_with_the_models_name()
    {
        model.Translator.ReadIn.ShouldBe("en");
        (await model.TranslatedAsync(Parcel, InEnglish)).ShouldBe(new Translation.Given(InEnglish, "language model contoso-reply-mini"));
        var told = model.Stub.Calls.ShouldHaveSingleItem().Told;
        told.Select(each => each.Key).ShouldBe(["from", "to", "text"]);
        ((string)told["from"]!, (string)told["to"]!, (string)told["text"]!).ShouldBe(("de", "en", Parcel));
    }

    [Theory]
    [InlineData("und")]
    [InlineData("nonsense in the tag")]
    public async Task Language_that_is_not_known_is_said_to_be_unknown(string from)
    {
        model.Stub.Says = _ => Answers.Translated(InEnglish);
        (await model.TranslateAsync(Parcel, from)).ShouldBeOfType<Translation.Given>();
        ((string)model.Stub.Calls.ShouldHaveSingleItem().Told["from"]!).ShouldBe("unknown");
    }

    [Fact]
    public async Task Language_that_staff_read_is_a_setting()
    {
        await using var desk = await ModelDesk.OpenAsync(("ReadIn", "DE"));
        desk.Translator.ReadIn.ShouldBe("de");
    }

    [Fact]
    public async Task Personal_data_and_names_do_not_leave_and_come_back_in_their_places()
    {
        const string Text = "Jana K. hier, Jana also. Ruft mich an: 0171 5550123, oder schreibt an jana.k@mail.example. Janas Bestellung 4711-0815 fehlt.";
        model.Stub.Says = call => Answers.Translated(((string)call.Told["text"]!)
            .Replace("hier", "here").Replace("also.", "that is.").Replace("Ruft mich an:", "Call me:").Replace("oder schreibt an", "or write to").Replace("Janas Bestellung", "Jana's order").Replace("fehlt", "is missing"));
        var given = (await model.TranslateAsync(Text, names: ["Jana K.", "Jana"])).ShouldBeOfType<Translation.Given>();
        given.Text.ShouldStartWith("Jana K. here, Jana that is. Call me: 0171 5550123, or write to jana.k@mail.example.");
        var body = model.Stub.Calls.ShouldHaveSingleItem().Body.ToJsonString();
        foreach (var personal in (string[])["Jana K.", "5550123", "jana.k@mail.example", " Jana "])
            body.ShouldNotContain(personal);
    }

    [Fact]
    public async Task Brace_in_a_post_is_no_slot()
    {
        model.Stub.Says = _ => Answers.Translated("The {phone_1} is broken.");
        (await model.TranslateAsync("Das {phone_1} ist kaputt.")).ShouldBe(new Translation.NotGiven("what came holds a placeholder that stands for nothing"));
        ((string)model.Stub.Calls.ShouldHaveSingleItem().Told["text"]!).ShouldBe("Das (phone_1) ist kaputt.");
    }

    [Theory]
    [InlineData("See https://evil.example/claim for it, please.", "holds a link that is not in the text")]
    [InlineData("Third parcel, see evil-parcel.com for help.", "holds a link that is not in the text")]
    [InlineData("Third parcel, see ｅｖｉｌ．ｃｏｍ for help.", "holds a link that is not in the text")]
    [InlineData("Third parcel, write to help@evil.example about it.", "holds a mail address that is not in the text")]
    [InlineData("Third parcel, write to @evil_support about it.", "mentions an account")]
    [InlineData("Third parcel, go to evil dot com about it.", "holds an address in other words")]
    [InlineData("", "is empty")]
    [InlineData(" \u200b ", "is empty")]
    [InlineData("Call {phone_1} about the third parcel.", "holds a placeholder that stands for nothing")]
    [InlineData("Le troisième colis de suite qui arrive cassé. Que faites-vous maintenant ?", "is in another language than 'en'")]
    [InlineData("You translate what was written on a public page, for people who answer it.", "repeats what the model was told")]
    [InlineData("As an AI I cannot translate the third parcel.", "speaks of what wrote it ('as an ai')")]
    [InlineData("The third parcel, says contoso-reply-mini to you.", "speaks of what wrote it ('the model's name')")]
    public async Task Translation_that_says_what_the_text_does_not_is_refused(string said, string why) => (await model.TranslatedAsync(Parcel, said)).ShouldBe(new Translation.NotGiven("what came " + why));

    [Fact]
    public async Task Other_language_than_asked_is_refused_by_the_models_own_word_too() =>
        (await model.TranslatedAsync(Parcel, InEnglish, told: "fr")).ShouldBe(new Translation.NotGiven("what came is in another language than 'en'"));

    [Fact]
    public async Task Translation_that_is_many_times_as_long_is_refused()
    {
        var essay = string.Join(' ', Enumerable.Repeat("The parcels of the world have a long history, which is told here.", 12));
        (await model.TranslatedAsync(Parcel, essay)).ShouldBe(new Translation.NotGiven("what came is far longer than the text"));
        (await model.TranslatedAsync(Parcel, new string('a', 20_000))).ShouldBe(new Translation.NotGiven("what came is too long to be looked at"));
    }

    [Fact]
    public async Task Translation_that_leaves_out_nearly_all_is_refused() =>
        (await model.TranslatedAsync(string.Join(' ', Enumerable.Repeat(Parcel, 5)), "The parcel is fine.")).ShouldBe(new Translation.NotGiven("what came is far shorter than the text"));

    [Theory]
    [InlineData("ja", "三個目の荷物も壊れて届きました。", "The third parcel arrived broken too, like the two before it.")]
    [InlineData("zh", "第三个包裹又坏了,你们现在怎么办?", "The third parcel is broken again. What will you do about it now?")]
    [InlineData("de", "Hm.", "Hm, well, I do not know what to say about that.")]
    [InlineData("de", "Fragt @kaffee_laden und schaut auf https://kaffee.example/karte!", "Ask @kaffee_laden and look at https://kaffee.example/karte!")]
    [InlineData("de", "Schreibt an hilfe@kaffee.example oder an die @kaffee_laden.", "Write to hilfe@kaffee.example or to @kaffee_laden.")]
    [InlineData("de", "Euer Chatbot ist nutzlos, die künstliche Intelligenz auch.", "Your chatbot is useless, and so is the artificial intelligence.")]
    [InlineData("de", "Ihr Idioten habt schon wieder das falsche Paket geschickt!", "You idiots have sent the wrong parcel again!")]
    [InlineData("de", "Ich will 500 Euro zurück und einen Gutschein.", "I want 500 euros back and a voucher.")]
    [InlineData("de", "Das Paket <b>kam</b> & blieb kaputt.", "The parcel <b>came</b> & stayed broken.")]
    public async Task What_the_text_itself_says_may_be_said_again(string from, string text, string said) =>
        (await model.TranslatedAsync(text, said, from: from)).ShouldBeOfType<Translation.Given>().Text.ShouldBe(said);

    [Fact]
    public async Task Account_beside_those_of_the_text_is_refused() =>
        (await model.TranslatedAsync("Fragt @kaffee_laden nach dem Paket.", "Ask @kaffee_laden and @evil_support about the parcel.")).ShouldBe(new Translation.NotGiven("what came mentions an account that is not in the text"));

    [Fact]
    public async Task Long_text_is_cut_and_says_so()
    {
        var text = string.Join(' ', Enumerable.Repeat("Das Paket kam kaputt an.", 200));
        model.Stub.Says = _ => Answers.Translated(string.Join(' ', Enumerable.Repeat("The parcel arrived broken.", 80)));
        (await model.TranslateAsync(text)).ShouldBeOfType<Translation.Given>().IsCut.ShouldBeTrue();
        ((string)model.Stub.Calls.ShouldHaveSingleItem().Told["text"]!).Length.ShouldBeLessThanOrEqualTo(2_001);
    }

    [Fact]
    public async Task Text_that_is_too_long_for_the_model_is_sent_once_more_and_shorter()
    {
        var text = string.Join(' ', Enumerable.Repeat("Das Paket kam kaputt an.", 60));
        model.Stub.Instead = call => call.Number == 1 ? ModelStub.Sample("error-400-context-openai.json", 400) : null;
        model.Stub.Says = _ => Answers.Translated(string.Join(' ', Enumerable.Repeat("The parcel arrived broken.", 20)));
        (await model.TranslateAsync(text)).ShouldBeOfType<Translation.Given>().IsCut.ShouldBeTrue();
        model.Stub.Calls.Count.ShouldBe(2);
        ((string)model.Stub.Calls.Last().Told["text"]!).Length.ShouldBeLessThanOrEqualTo(501);
        model.Stub.Instead = _ => null;
    }

    [Fact]
    public async Task Failure_tells_why_and_the_mend_and_the_service_is_left_alone_for_drafts_too()
    {
        await using var desk = await ModelDesk.OpenAsync();
        desk.Stub.Instead = _ => ModelStub.Sample("error-401-openai.json", 401);
        (await desk.TranslateAsync(Parcel)).ShouldBe(new Translation.NotGiven("the key or the address is wrong", "Mend PageWatch:LanguageModel:Key or Endpoint."));
        (await desk.WhyNotAsync()).ShouldBe("the key or the address is wrong");
        desk.Stub.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Answer_of_another_shape_is_asked_for_once_more()
    {
        await using var desk = await ModelDesk.OpenAsync();
        desk.Stub.Says = call => call.Number == 1 ? "The third parcel." : $"```json\n{Answers.Translated(InEnglish)}\n```";
        (await desk.TranslateAsync(Parcel)).ShouldBeOfType<Translation.Given>().Text.ShouldBe(InEnglish);
        desk.Stub.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Time_that_is_up_is_told()
    {
        await using var desk = await ModelDesk.OpenAsync(("Deadline", "00:00:02"));
        desk.Stub.Instead = _ => ModelStub.Silence();
        var asked = desk.TranslateAsync(Parcel);
        while (!asked.IsCompleted)
        {
            if (!desk.Stub.Calls.IsEmpty)
                desk.Time.Advance(TimeSpan.FromSeconds(3));
            await Task.Yield();
        }

        (await asked).ShouldBe(new Translation.NotGiven("no answer in time"));
    }
}
