using PageWatch.Domain.Drafts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>What is sent, and what is not.</summary>
public sealed class ModelRequestTests : IAsyncLifetime
{
    private ModelDesk model = null!;

    public async Task InitializeAsync() => model = await ModelDesk.OpenAsync();

    public async Task DisposeAsync() => await model.DisposeAsync();

    [Fact]
    public async Task Request_asks_for_a_stream_of_the_schema_with_the_key()
    {
        await model.AskAsync();
        var call = model.Stub.Calls.ShouldHaveSingleItem();
        call.Headers["Authorization"].ShouldBe("Bearer " + ModelStub.Key);
        ((string)call.Body["model"]!).ShouldBe(ModelStub.Model);
        ((bool)call.Body["stream"]!).ShouldBeTrue();
        ((int)call.Body["max_completion_tokens"]!).ShouldBe(600);
        call.Body.ContainsKey("max_tokens").ShouldBeFalse();
        ((bool)call.Body["response_format"]!["json_schema"]!["strict"]!).ShouldBeTrue();
        ((string)call.Body["response_format"]!["type"]!).ShouldBe("json_schema");
    }

    [Fact]
    public async Task Ollama_gets_the_field_that_it_knows()
    {
        await using var ollama = await ModelDesk.OpenAsync(("MaxTokensField", "MaxTokens"), ("MaxTokens", "300"), ("Key", ""));
        await ollama.AskAsync();
        var call = ollama.Stub.Calls.ShouldHaveSingleItem();
        ((int)call.Body["max_tokens"]!).ShouldBe(300);
        call.Body.ContainsKey("max_completion_tokens").ShouldBeFalse();
        call.Headers["Authorization"].ShouldBe("Bearer none");
    }

    [Fact]
    public async Task Rules_hold_the_clauses_that_fit_the_language_and_the_length()
    {
        await model.AskAsync(ModelDesk.Ask("The cup arrived broken."));
        var system = model.Stub.Calls.ShouldHaveSingleItem().System;
        system.ShouldContain("at most 1000 characters");
        system.ShouldContain("Language: en");
        system.ShouldContain("{name}, that is not how it should reach you.");
        system.ShouldNotContain("Damaged goods");
        system.ShouldNotContain("suicid");
    }

    [Theory]
    [InlineData(300, LengthUnit.Graphemes, "at most 300 characters")]
    [InlineData(500, LengthUnit.Utf8Bytes, "at most 500 bytes of UTF-8")]
    [InlineData(0, LengthUnit.Characters, "at most 1000 characters")]
    public async Task Length_is_told_in_the_pages_own_unit(int longest, LengthUnit unit, string told)
    {
        await model.AskAsync(ModelDesk.Ask(with: request => request with { Can = request.Can with { LongestReply = longest, LengthUnit = unit } }));
        model.Stub.Calls.Last().System.ShouldContain(told);
    }

    [Fact]
    public async Task Signature_is_told_and_set_below()
    {
        var ask = ModelDesk.Ask(with: request => request with { Playbook = request.Playbook with { SignOff = "Ana from {page}" } });
        model.Stub.Says = _ => Answers.Of(("reply", Answers.GoodReply + "\n\nAna from The Corner Shop"), ("clarify", Answers.GoodClarify));
        var given = await model.GivenAsync(ask);
        given.Proposals.Select(each => each.Text).ShouldAllBe(text => text.EndsWith("\n\nAna from The Corner Shop", StringComparison.Ordinal));
        given.Proposals[0].Text.ShouldContain("Thank you for letting us know, Jana.");
        given.Proposals[0].Text.Split("Ana from").Length.ShouldBe(2);
        model.Stub.Calls.Last().System.ShouldContain("Ana from {page}");
    }

    [Fact]
    public async Task Personal_data_goes_out_as_slots_and_the_order_comes_back()
    {
        var ask = ModelDesk.Ask("My order 4711-2233 is late, mail jana.k@mail.example or ring 0171 5550123.");
        model.Stub.Says = _ => Answers.Of(("reply", "{name}, we look into your order {order_1} today."));
        (await model.GivenAsync(ask)).Proposals.ShouldHaveSingleItem().Text.ShouldBe("Jana, we look into your order 4711-2233 today.");
        var call = model.Stub.Calls.Last();
        ((string)call.Told["post"]!["text"]!).ShouldBe("My order {order_1} is late, mail {email_2} or ring {phone_3}.");
        foreach (var personal in (string[])["4711", "jana.k", "5550123", "Jana"])
            call.Body.ToJsonString().ShouldNotContain(personal);
    }

    [Fact]
    public async Task Places_that_an_adviser_found_are_covered_too_unless_they_are_of_another_version()
    {
        var ask = ModelDesk.Ask("Ask Peter Parker about it.", with: request => request with { Reading = request.Reading with { Personal = [new PersonalDatum(4, 12, PersonalKind.Person), new PersonalDatum(900, 4, PersonalKind.Person)] } });
        await model.AskAsync(ask);
        ((string)model.Stub.Calls.Last().Told["post"]!["text"]!).ShouldBe("Ask {person_1} about it.");
        await model.AskAsync(ask with { Request = ask.Request with { Reading = ask.Request.Reading with { Revision = 7 } } });
        ((string)model.Stub.Calls.Last().Told["post"]!["text"]!).ShouldBe("Ask Peter Parker about it.");
    }

    [Fact]
    public async Task Replies_of_earlier_days_keep_their_contacts_and_lose_their_customers()
    {
        var ask = ModelDesk.Ask();
        ask = ask with { Request = ask.Request with { Past = [new PastReply("Where is 4711-2233? Mail paul@mail.example", "Please ring us: 030 5550 9988.", "Ana", DateTimeOffset.UnixEpoch)] } };
        model.Stub.Says = _ => Answers.Of(("reply", "Please ring us at {phone_1} today, {name}."));
        (await model.GivenAsync(ask)).Proposals.ShouldHaveSingleItem().Text.ShouldBe("Please ring us at 030 5550 9988 today, Jana.");
        var call = model.Stub.Calls.Last();
        ((string)call.Told["approved_replies"]![0]!["reply"]!).ShouldBe("Please ring us: {phone_1}.");
        ((string)call.Told["approved_replies"]![0]!["post"]!).ShouldNotContain("paul");
        call.User.ShouldNotContain("5550");
    }

    [Fact]
    public async Task Braces_of_a_post_are_no_slots()
    {
        var ask = ModelDesk.Ask("Write {name} and {order_1} {page}.");
        await model.AskAsync(ask);
        ((string)model.Stub.Calls.Last().Told["post"]!["text"]!).ShouldBe("Write (name) and (order_1) (page).");
        (await model.WhyDroppedAsync("We look into {order_1} today.", ask)).ShouldBe("holds a placeholder that stands for nothing");
    }

    [Fact]
    public async Task Thread_is_sent_from_its_end_and_posts_are_cut()
    {
        var ask = ModelDesk.Ask(new string('a', 1) + string.Concat(Enumerable.Repeat(" 👨‍👩‍👧‍👦", 3_000))) with { Thread = [.. Enumerable.Range(0, 9).Select(i => new ThreadText($"Number {i}", i % 2 == 0))] };
        await model.AskAsync(ask);
        var told = model.Stub.Calls.Last().Told;
        told["thread"]!.AsArray().Select(each => (string)each!["text"]!).ShouldBe(["Number 4", "Number 5", "Number 6", "Number 7", "Number 8"]);
        told["thread"]!.AsArray().Select(each => (string)each!["by"]!).First().ShouldBe("us");
        var text = (string)told["post"]!["text"]!;
        text.ShouldEndWith("…");
        new System.Globalization.StringInfo(text).LengthInTextElements.ShouldBeInRange(1_000, 2_001);
    }

    [Fact]
    public async Task Language_that_cannot_be_checked_is_not_asked_for()
    {
        var ask = ModelDesk.Ask(with: request => request with { Reading = request.Reading with { Language = "is" } });
        (await model.WhyNotAsync(ask)).ShouldBe("promises cannot be checked in language 'is'");
        model.Stub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_language_is_answered_in_that_of_the_embedded_proposals()
    {
        var ask = ModelDesk.Ask(with: request => request with { Reading = request.Reading with { Language = "und" } });
        (await model.GivenAsync(ask)).Proposals[0].Language.ShouldBe("en");
        ((string)model.Stub.Calls.Last().Told["language"]!).ShouldBe("en");
    }

    [Fact]
    public async Task Clause_is_cited_where_the_model_was_shown_it()
    {
        var ask = ModelDesk.Ask("The cup arrived broken.");
        var number = ask.Request.Playbook.Clauses.First(clause => clause.Title == "Damaged goods").Number;
        model.Stub.Says = _ => Answers.Of(("reply", Answers.GoodReply)).Replace("\"clause\":0", $"\"clause\":{number}", StringComparison.Ordinal);
        (await model.GivenAsync(ask)).Proposals[0].Source.ShouldBe($"language model contoso-reply-mini, after playbook §{number} “Damaged goods”");
        model.Stub.Says = _ => Answers.Of(("reply", Answers.GoodReply)).Replace("\"clause\":0", "\"clause\":999", StringComparison.Ordinal);
        (await model.GivenAsync(ask)).Proposals[0].Source.ShouldBe("language model contoso-reply-mini");
    }
}
