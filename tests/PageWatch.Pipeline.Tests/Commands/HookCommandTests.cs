using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

/// <summary>Pages that their user describes: webhooks of one's own, and posts handed in.</summary>
public sealed class HookCommandTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Webhook_prints_its_address_and_a_secret_once()
    {
        var answer = await stage.SayAsync(stage.Ana, "watch webhook shop --map text=/data/body --map id=/data/id");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        var shop = await ShopAsync();
        shop.Page.Platform.Name.ShouldBe("webhook");
        shop.Page.Settings["map text"].ShouldBe("/data/body");
        shop.NudgesSince.ShouldBe(stage.Time.GetUtcNow());
        var text = Text(answer);
        text.ShouldContain($"http://127.0.0.1:5230/hooks/{shop.HookKey}");
        text.ShouldContain("standard: the sender signs as Standard Webhooks says");
        text.ShouldContain("/data/body");
        var secret = (await SecretsAsync())["secret"];
        secret.ShouldStartWith("whsec_");
        text.ShouldContain(secret);
        var again = await stage.SayAsync(stage.Ana, "watch webhook shop");
        again.Outcome.ShouldBe(CommandOutcome.Done);
        Text(again).ShouldContain(shop.HookKey!);
        Text(again).ShouldNotContain("whsec_");
        Text(await stage.SayAsync(stage.Ana, "watches")).ShouldContain("shop");
        stage.Record().ShouldAllBe(entry => entry.After == null || !entry.After.Contains(secret));
    }

    [Fact]
    public async Task Unsigned_webhook_has_to_be_asked_for_and_says_the_danger()
    {
        Text(await stage.SayAsync(stage.Ana, "watch webhook shop")).ShouldNotContain("Nothing proves");
        var answer = await stage.SayAsync(stage.Ana, "watch webhook open --signature NONE");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Parts.OfType<CardPart.Banner>().ShouldHaveSingleItem().Text.ShouldStartWith("Nothing proves these calls");
        Text(answer).ShouldNotContain("whsec_");
        // Taking the signature off a page that has one ends its secrets, and says so too.
        var taken = await stage.SayAsync(stage.Ana, "watch webhook shop --signature none");
        taken.Card.Parts.OfType<CardPart.Banner>().ShouldHaveSingleItem();
        (await SecretsAsync()).ShouldBeEmpty();
        Text(await stage.SayAsync(stage.Ana, "watch webhook shop --signature github")).ShouldContain("whsec_");
    }

    [Fact]
    public async Task New_secret_leaves_the_old_one_good_for_a_day_and_no_third_beside_them()
    {
        await stage.SayAsync(stage.Ana, "watch webhook shop --signature github --secret first-secret");
        (await ValidAsync()).ShouldBe(["first-secret"]);
        var rotated = await stage.SayAsync(stage.Ana, "watch webhook shop --secret second-secret");
        Text(rotated).ShouldContain("--drop-old");
        Text(rotated).ShouldNotContain("second-secret");
        (await ValidAsync()).ShouldBe(["second-secret", "first-secret"]);
        stage.Time.Advance(TimeSpan.FromHours(23));
        (await ValidAsync()).ShouldBe(["second-secret", "first-secret"]);
        await stage.SayAsync(stage.Ana, "watch webhook shop --secret third-secret");
        (await ValidAsync()).ShouldBe(["third-secret", "second-secret"]);
        stage.Time.Advance(TimeSpan.FromHours(24));
        (await ValidAsync()).ShouldBe(["third-secret"]);

        var made = await stage.SayAsync(stage.Ana, "watch webhook shop --rotate");
        Text(made).ShouldContain("whsec_");
        (await ValidAsync()).Count.ShouldBe(2);
        (await stage.SayAsync(stage.Ana, "watch webhook shop --drop-old")).Outcome.ShouldBe(CommandOutcome.Done);
        (await ValidAsync()).ShouldHaveSingleItem().ShouldStartWith("whsec_");
        await stage.SayAsync(stage.Ana, "watch webhook shop --map text=/body");
        (await ValidAsync()).ShouldHaveSingleItem("a mapping changes no secret");
        stage.Record().Select(entry => entry.Verb).Count(verb => verb == "watch webhook").ShouldBe(6);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("watch webhook", "needs <name>")]
    [InlineData("watch webhook x!", "cannot be a name")]
    [InlineData("watch webhook blog", "watch of another kind")]
    [InlineData("watch webhook new --signature md5", "standard, github, hub, stripe, slack, base64, token, none")]
    [InlineData("watch webhook new --secret short", "24 to 64 bytes in base64")]
    [InlineData("watch webhook new --signature github --secret short", "8 to 500 characters")]
    [InlineData("watch webhook new --signature none --secret long-enough", "Without a signature")]
    [InlineData("watch webhook new --signature none --rotate", "Without a signature")]
    [InlineData("watch webhook new --rotate --secret whsec_Gp5qWg1WjYeseUXm3JP4FjlNUWTRhkB/dNV8SCqRT+c=", "Leave one of the two out")]
    [InlineData("watch webhook new --signature stripe --header X-Mine", "github, base64, token")]
    [InlineData("watch webhook new --signature token --header \"X Mine:\"", "no name of a header")]
    [InlineData("watch webhook new --map text=data.body", "Did you mean /data/body?")]
    [InlineData("watch webhook new --map", "needs a field=place")]
    [InlineData("watch test nobody", "no watch")]
    [InlineData("watch test blog {}", "type test")]
    [InlineData("watch this nonsense broken", "no address")]
    [InlineData("watch this file:///etc/passwd broken", "no address")]
    [InlineData("watch this https://forum.example/1 \"\"", "needs its words")]
    [InlineData("watch this https://forum.example/1", "needs <text>")]
    public async Task What_cannot_be_done_says_why_and_the_mend(string line, string words)
    {
        var answer = await stage.SayAsync(stage.Ana, line);
        answer.Outcome.ShouldNotBe(CommandOutcome.Done);
        Text(answer).ShouldContain(words);
        (await stage.Get<IWatches>().OfTeamAsync(TeamId.Default, Now)).ShouldHaveSingleItem("nothing was begun").Name.ShouldBe("blog");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Call_becomes_a_card_is_edited_and_taken_back()
    {
        await stage.SayAsync(stage.Ana, "watch webhook shop --signature none --map event=/event --map created_at=/at");
        await CallAsync("""{"event":"review.created","id":"r1","author":"Jana K.","text":"Third parcel in a row that arrives broken.","url":"https://shop.example/r1"}""");
        var nudge = (await stage.FileAsync()).Nudge.ShouldNotBeNull();
        nudge.State.ShouldBe(NudgeState.Open);
        JsonText(stage.Card()).ShouldContain("Third parcel in a row");
        JsonText(stage.Card()).ShouldContain("https://shop.example/r1");
        await CallAsync("""{"event":"review.created","id":"r1","author":"Jana K.","text":"Third parcel in a row that arrives broken.","url":"https://shop.example/r1","again":true}""");
        (await stage.NudgesAsync()).ShouldBe(1);
        await CallAsync("""{"event":"review.updated","id":"r1","author":"Jana K.","text":"Fourth parcel in a row that arrives broken!"}""");
        JsonText(stage.Card()).ShouldContain("Fourth parcel");
        JsonText(stage.Card()).ShouldNotContain("Third parcel");
        await CallAsync("""{"event":"review.deleted","id":"r1"}""");
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Withdrawn);
        JsonText(stage.Card()).ShouldNotContain("Fourth parcel");
        (await stage.HoldsAnywhereAsync("Fourth parcel")).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "11")]
    public async Task Answer_of_the_pages_own_closes_the_nudge_and_begins_none()
    {
        await stage.SayAsync(stage.Ana, "watch webhook shop --signature none --map own=/staff");
        await CallAsync("""{"id":"r1","author":"Jana K.","text":"Third parcel in a row that arrives broken."}""");
        await CallAsync("""{"id":"r2","parent":"r1","author":"Contoso","staff":true,"text":"A new one left today, Jana."}""");
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "14")]
    public async Task Call_that_cannot_be_read_waits_until_the_mapping_is_mended()
    {
        await stage.SayAsync(stage.Ana, "watch webhook shop --signature none");
        await CallAsync("""{"data":{"key":"r1","body":"Third parcel in a row that arrives broken."}}""");
        (await stage.NudgesAsync()).ShouldBe(0);
        var parked = (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem();
        parked.Problem.ShouldContain("watch test shop");
        parked.Problem.ShouldContain("--map id=/place");

        var tried = await stage.SayAsync(stage.Ana, "watch test shop --map id=/data/key");
        tried.Card.Title.ShouldBe("Not all of it can be read");
        Text(tried).ShouldContain($"in row {parked.Id}");
        Text(tried).ShouldContain("--map text=/place");
        tried = await stage.SayAsync(stage.Ana, "watch test shop --map id=/data/key --map text=/data/body");
        tried.Card.Title.ShouldBe("What would come of it");
        (await ShopAsync()).Page.Settings.ContainsKey("map id").ShouldBeFalse("trying keeps nothing");
        var keep = Text(tried).Split("type: ")[1].Split('"')[0];
        keep.ShouldBe("watch webhook shop --map id=/data/key --map text=/data/body");
        (await stage.SayAsync(stage.Ana, keep)).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ana, "replay")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync();
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Pasted_call_is_shown_field_by_field_and_not_kept()
    {
        await stage.SayAsync(stage.Ana, "watch webhook shop --signature none");
        var none = await stage.SayAsync(stage.Ana, "watch test shop");
        none.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(none).ShouldContain("Paste one behind the name");
        var answer = await stage.SayAsync(stage.Ana, """watch test shop {"id":"r1","author":"Jana <b>", "text":"The zebrastripe --map is broken", "stars":9}""");
        answer.Card.Title.ShouldBe("What would come of it");
        answer.Card.Parts.OfType<CardPart.Quote>().ShouldHaveSingleItem().Text.ShouldBe("The zebrastripe --map is broken");
        var rows = answer.Card.Parts.OfType<CardPart.Facts>().ShouldHaveSingleItem().Rows;
        rows.Select(row => row.Name).ShouldBe(["id", "author", "text", "created_at", "url", "parent", "stars"], ignoreOrder: true);
        JsonText(rows.Single(row => row.Name == "stars")).ShouldContain("stars_max=10");
        JsonText(rows.Single(row => row.Name == "url")).ShouldContain("nothing there");
        (await stage.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();
        Text(await stage.SayAsync(stage.Ana, "watch test shop id=7&text=From+a+form")).ShouldContain("From a form");
        Text(await stage.SayAsync(stage.Ana, "watch test shop hello")).ShouldContain("not JSON");
        (await stage.NudgesAsync()).ShouldBe(0);
        (await stage.SayAsync(stage.Ben, "watch test shop {}")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "2"), Trait("Promise", "12")]
    public async Task Post_handed_in_nudges_like_any_other_and_once()
    {
        var rob = await stage.AddMemberAsync("Rob", Role.Responder);
        var answer = await stage.SayAsync(rob, "watch this https://forum.example/t/17#4 \"My parcel arrived broken, and nobody answers!\" --by \"Jana K.\"");
        answer.Card.Title.ShouldBe("Taken in");
        await stage.TellAsync();
        var file = await stage.FileAsync();
        (file.Focus!.Author.Name, file.Focus.Text, file.Focus.Link).ShouldBe(("Jana K.", "My parcel arrived broken, and nobody answers!", new Uri("https://forum.example/t/17#4")));
        file.Focus.IsBaseline.ShouldBeFalse();
        JsonText(stage.Card()).ShouldContain("https://forum.example/t/17#4");
        (await stage.SayAsync(stage.Ben, "watch this https://forum.example/t/17#4 My parcel arrived broken, and nobody answers!")).Card.Title.ShouldBe("This one is here already");
        await stage.TellAsync();
        (await stage.NudgesAsync()).ShouldBe(1);
        await stage.SayAsync(rob, "watch this https://forum.example/t/18 Another parcel arrived broken!");
        await stage.TellAsync();
        (await stage.NudgesAsync()).ShouldBe(2);
        (await stage.Get<IWatches>().OfTeamAsync(TeamId.Default, Now)).Count(watch => watch.Name == "by-hand").ShouldBe(1);
        (await stage.SayAsync(await stage.AddMemberAsync("Vera", Role.Viewer), "watch this https://forum.example/t/19 broken")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Each_team_has_a_page_of_its_own_for_what_is_handed_in()
    {
        await stage.SayAsync(stage.Ana, "watch this https://forum.example/t/17 My parcel arrived broken!");
        var zoe = await stage.AddMemberAsync("Zoe", Role.Admin, (await stage.Get<Pipeline.Teams.IMembers>().AddTeamAsync("other", stage.Audit(), Now)).Id);
        (await stage.SayAsync(zoe, "watch this https://forum.example/t/17 My parcel arrived broken!")).Card.Title.ShouldBe("Taken in");
        (await stage.Get<IWatches>().AllAsync(Now)).Count(watch => watch.Name == "by-hand").ShouldBe(2);
        (await stage.SayAsync(stage.Ana, "unwatch by-hand")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ana, "watch this https://forum.example/t/17 My parcel arrived broken!")).Card.Title.ShouldBe("Taken in", "a watch that ended begins anew");
    }

    private async Task CallAsync(string body)
    {
        var shop = await ShopAsync();
        var call = new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>> { ["content-type"] = ["application/json"] }, Encoding.UTF8.GetBytes(body));
        await stage.Get<IInbox>().AcceptAsync(new InboxDelivery(shop.Id, Guid.NewGuid().ToString(), call, stage.Time.GetUtcNow()), Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        await stage.ShowAsync();
    }

    private async Task<Watch> ShopAsync() => (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now)).ShouldNotBeNull();

    private async Task<IReadOnlyDictionary<string, string>> SecretsAsync() => await stage.Get<IWatches>().SecretsAsync((await ShopAsync()).Id, Now);

    private async Task<IReadOnlyList<string>> ValidAsync() => [.. HookSecrets.ValidAt(stage.Time.GetUtcNow(), await SecretsAsync()).Select(secret => secret.Value)];

    private static string Text(CommandAnswer answer) => JsonText(answer.Card);

    private static string JsonText(object value) => System.Text.RegularExpressions.Regex.Unescape(System.Text.Json.JsonSerializer.Serialize(value, Testing.Snapshots.Verified.Readable).Replace("\\\"", "\""));
}
