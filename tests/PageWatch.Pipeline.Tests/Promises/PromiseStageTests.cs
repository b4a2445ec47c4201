using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Promises;

public sealed class PromiseStageTests : IAsyncLifetime
{
    private const string Said = "We call you tomorrow, Jana.";
    private static readonly DateTimeOffset Due = A.Morning.AddHours(32);
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken.", mark: 1));
        stage.Time.Advance(TimeSpan.FromMinutes(6));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Published_promise_is_proposed_reminded_of_and_kept()
    {
        await PublishAsync(Said);
        var card = stage.Card();
        card.IsDone.ShouldBeTrue();
        Words(card).ShouldContain($"Promised? “{Said}” by Ana, due · promise 1");
        card.Actions.Select(action => (action.Verb, action.Argument)).ShouldBe([("undo", null), ("promise-yes", "1"), ("promise-no", "1")]);

        (await stage.PressAsync(stage.Ben, "promise-yes", "1")).ShouldBeOfType<ClickAnswer.Done>();
        Words(stage.Card()).ShouldContain($"Promised: “{Said}” by Ana, due · promise 1");
        stage.Card().Actions.Select(action => action.Verb).ShouldBe(["undo", "promise-kept"]);

        stage.Time.SetUtcNow(Due.AddHours(-2));
        (await SweepAsync()).ShouldBe(0);
        stage.Time.SetUtcNow(Due.AddHours(-1));
        (await SweepAsync()).ShouldBe(1);
        (await SweepAsync()).ShouldBe(0, "nobody is called twice");
        var call = Calls().ShouldHaveSingleItem();
        call.Title.ShouldBe("Promise 1 of Ana is due soon");
        call.Parts.OfType<CardPart.Call>().ShouldHaveSingleItem().People.ShouldHaveSingleItem().Name.ShouldBe("Ana");
        Words(call).ShouldContain(words => words.Contains(Said, StringComparison.Ordinal) && words.Contains("Jana K.", StringComparison.Ordinal));

        (await stage.PressAsync(stage.Ana, "promise-kept", "1")).ShouldBeOfType<ClickAnswer.Done>();
        Calls().ShouldHaveSingleItem().IsDone.ShouldBeTrue();
        Words(stage.Card()).ShouldContain($"Promise kept: “{Said}” by Ana, due · promise 1");
        stage.Card().Actions.ShouldHaveSingleItem().Verb.ShouldBe("undo");
        stage.Time.Advance(TimeSpan.FromDays(3));
        (await SweepAsync()).ShouldBe(0);

        var told = await stage.SayAsync(stage.Ben, "promises");
        told.Card.Title.ShouldBe("Nothing promised waits to be kept.");
        Rows(told.Card)["Kept, last 90 days"].ShouldBe("100 % · 1 of 1 in time");
        Rows((await stage.SayAsync(stage.Ben, "report")).Card)["Promises kept"].ShouldBe("100 % · 1 of 1 in time");
        stage.Record().Where(entry => entry.Verb.StartsWith("promise", StringComparison.Ordinal)).Select(entry => $"{entry.ByName} {entry.Verb} {entry.Subject}")
            .ShouldBe(["Ben promise-yes nudge 1", "Ana promise-kept nudge 1"]);
    }

    [Fact]
    public async Task Promise_that_nobody_keeps_is_broken_and_said()
    {
        await PublishAsync(Said);
        await stage.PressAsync(stage.Ana, "promise-yes", "1");
        foreach (var after in (int[])[-1, 0, 24])
        {
            stage.Time.SetUtcNow(Due.AddHours(after));
            (await SweepAsync()).ShouldBe(1);
        }

        Calls().Select(call => (call.Title, call.IsDone)).ShouldBe(
            [("Promise 1 of Ana is due soon", true), ("Promise 1 of Ana: the time is over", true), ("Promise 1 of Ana was not kept", false)], ignoreOrder: true);
        Words(stage.Card()).ShouldContain($"Promise not kept: “{Said}” by Ana, due · promise 1");
        Rows((await stage.SayAsync(stage.Ana, "promises")).Card)["Kept, last 90 days"].ShouldBe("0 % · 0 of 1 in time");
        (await stage.SayAsync(stage.Ana, "promise kept 1")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.ShowAsync();
        Calls().ShouldAllBe(call => call.IsDone);
        Rows((await stage.SayAsync(stage.Ana, "promises")).Card)["Kept, last 90 days"].ShouldBe("0 % · 0 of 1 in time, 1 late");
        (await stage.SayAsync(stage.Ana, "promise kept 1")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Kill_between_reminders_loses_none_and_doubles_none()
    {
        await PublishAsync(Said);
        await stage.PressAsync(stage.Ana, "promise-yes", "1");
        stage.Time.SetUtcNow(Due.AddHours(-1));
        await stage.Get<PromiseSweep>().RunAsync(Now);
        await stage.RestartAsync();
        (await SweepAsync()).ShouldBe(0);
        Calls().ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "5")]
    public async Task Stale_and_forged_clicks_change_nothing()
    {
        await PublishAsync(Said);
        await stage.TellAsync(stage.Post("p2", "My order is late again.", "Otto"));
        foreach (var (verb, argument) in ((string, string?)[])[("promise-yes", "1"), ("promise-yes", "99"), ("promise-kept", "x"), ("promise-no", null), ("promise-move", "-1"), ("promise-kept", "99999999999999999999")])
            (await stage.PressAsync(stage.Ana, verb, argument, nudge: 2)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("no such promise");
        (await stage.PressAsync(stage.Ana, "promise-yes", "1", nudge: 1, version: 1)).ShouldBeOfType<ClickAnswer.Refused>();
        var viewer = await stage.AddMemberAsync("Vera", Role.Viewer);
        (await stage.PressAsync(viewer, "promise-yes", "1", nudge: 1)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("responder");
        (await stage.FileAsync(1)).Promises.ShouldHaveSingleItem().State.ShouldBe(PromiseState.Proposed);

        (await stage.PressAsync(stage.Ana, "promise-yes", "1", nudge: 1)).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.PressAsync(stage.Ben, "promise-yes", "1", nudge: 1)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("already");
        (await stage.PressAsync(stage.Ben, "promise-no", "1", nudge: 1)).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.PressAsync(stage.Ben, "promise-kept", "1", nudge: 1)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("is off");
    }

    [Fact, Trait("Promise", "3")]
    public async Task Reply_that_does_not_stand_on_the_page_proposes_nothing()
    {
        await stage.PressAsync(stage.Ana, "save", input: Said);
        (await stage.FileAsync()).Promises.ShouldBeEmpty();
        await stage.PublishAsync(stage.Ana);
        (await stage.FileAsync()).Promises.ShouldBeEmpty();
        await stage.DispatchAsync();
        (await stage.FileAsync()).Promises.ShouldHaveSingleItem();
        await stage.TellAsync(stage.Own(stage.Page.Replies[0].NativeId, Said, "p1"));
        (await stage.FileAsync()).Promises.ShouldHaveSingleItem("seen again on the page is not said again");
    }

    [Fact]
    public async Task Note_proposes_its_writers_promise()
    {
        (await stage.SayAsync(stage.Ben, "note 1 I'll ask the warehouse tomorrow.")).Card.Parts.ShouldNotBeEmpty();
        var promise = (await stage.FileAsync()).Promises.ShouldHaveSingleItem();
        promise.ByName.ShouldBe("Ben");
        promise.ToName.ShouldBe("Jana K.");
        promise.DueAt.ShouldBe(Due);
        await stage.ShowAsync();
        Words(stage.Card()).ShouldContain("Promised? “I'll ask the warehouse tomorrow.” by Ben, due · promise 1");
        (await stage.SayAsync(stage.Ben, "note 1 She called yesterday, ask Ben.")).Card.Parts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Promises_are_set_down_moved_and_listed_by_command()
    {
        (await stage.SayAsync(stage.Ben, "promise add 1 friday We send her a new kettle.")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ben, "promise add 1 lunch Something.")).Card.Fallback.ShouldContain("is no time");
        (await stage.SayAsync(stage.Ben, "promise add 9 friday Something.")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await stage.SayAsync(stage.Ben, "promise move 1 tomorrow 10:00")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ben, "promise move 1 2020-01-01")).Card.Fallback.ShouldContain("is no time");
        (await stage.SayAsync(stage.Ben, "promise yes 77")).Card.Fallback.ShouldBe("There is no promise 77; promises lists them.");
        var told = await stage.SayAsync(stage.Ana, "promises");
        told.Card.Title.ShouldBe("Promised and not done yet: 1");
        var row = told.Card.Parts.OfType<CardPart.Facts>().First().Rows.ShouldHaveSingleItem();
        row.Value.OfType<Span.Outside>().Select(span => span.Text).ShouldBe(["Jana K.", "We send her a new kettle."]);
        row.Value.OfType<Span.Moment>().ShouldHaveSingleItem().At.ShouldBe(new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero));
        (await stage.SayAsync(stage.Ana, "promises --mine")).Card.Title.ShouldBe("Nothing promised waits to be kept.");
        (await stage.SayAsync(stage.Ben, "promises --mine --page 1")).Card.Title.ShouldBe("Promised and not done yet: 1");
        var zoe = await stage.AddMemberAsync("Zoe", Role.Admin, (await stage.Get<Pipeline.Teams.IMembers>().AddTeamAsync("other", stage.Audit(), Now)).Id);
        (await stage.SayAsync(zoe, "promise kept 1")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await stage.SayAsync(zoe, "promises")).Card.Title.ShouldBe("Nothing promised waits to be kept.");
    }

    [Fact]
    public async Task Proposal_that_nobody_answers_goes_away()
    {
        await PublishAsync(Said);
        stage.Time.Advance(TimeSpan.FromDays(3));
        (await SweepAsync()).ShouldBe(1);
        (await stage.FileAsync()).Promises.ShouldHaveSingleItem().State.ShouldBe(PromiseState.Dropped);
        stage.Card().Actions.ShouldHaveSingleItem().Verb.ShouldBe("undo");
        Calls().ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Forgotten_person_is_in_no_promise_and_no_call()
    {
        await PublishAsync("We call you tomorrow about the zebrastripe, Jana.");
        await stage.PressAsync(stage.Ana, "promise-yes", "1");
        stage.Time.SetUtcNow(Due.AddHours(-1));
        await SweepAsync();
        (await stage.HoldsAnywhereAsync("zebrastripe")).ShouldBeTrue();
        await stage.TellAsync(new Domain.Sources.SourceEvent.PostDeleted("p1", 9));
        (await stage.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();
        Calls().ShouldAllBe(call => call.IsDone && !call.Fallback.Contains("zebrastripe"));
        stage.Time.Advance(TimeSpan.FromDays(9));
        (await SweepAsync()).ShouldBe(0);
    }

    private async Task PublishAsync(string text)
    {
        (await stage.PressAsync(stage.Ana, "save", input: text)).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
        await stage.DispatchAsync();
    }

    private async Task<int> SweepAsync()
    {
        var moved = await stage.Get<PromiseSweep>().RunAsync(Now);
        await stage.ShowAsync();
        return moved;
    }

    private List<Card> Calls() => [.. stage.Channel.Messages.Values.Where(message => message.Key.StartsWith("notice-promise", StringComparison.Ordinal)).Select(message => message.Card)];

    private static List<string> Words(Card card) => [.. card.Parts.OfType<CardPart.Line>().Select(line => string.Concat(line.Spans.Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Outside outside => outside.Text,
        _ => "",
    })).Replace("  ", " ", StringComparison.Ordinal))];

    private static Dictionary<string, string> Rows(Card card) => card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows)
        .ToDictionary(row => row.Name, row => string.Concat(row.Value.OfType<Span.Words>().Select(span => span.Text)));
}
