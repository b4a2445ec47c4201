using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

public sealed class CannedCommandTests : IAsyncLifetime
{
    private const string Photo = "canned add photo Thank you, {name}. Could you send us a photo in a private message?";

    private Stage stage = null!;
    private Member vera = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        vera = await stage.AddMemberAsync("Vera", Role.Viewer);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Team_begins_without_any()
    {
        var answer = await stage.SayAsync(vera, "canned");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Title.ShouldContain("canned add NAME TEXT");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        stage.Card().Actions.ShouldNotContain(action => action.Verb == "canned");
    }

    [Fact]
    public async Task Reply_lasts_half_a_year_and_is_whose_who_added_it_unless_somebody_says_otherwise()
    {
        (await stage.SayAsync(stage.Ben, Photo)).Outcome.ShouldBe(CommandOutcome.Done);
        var photo = (await FindAsync("photo"))!;
        photo.Text.ShouldBe("Thank you, {name}. Could you send us a photo in a private message?");
        (photo.Language, photo.Owner, photo.OwnerName, photo.Version, photo.ChangedBy, photo.ChangedAt).ShouldBe((null, stage.Ben.Id, "Ben", 1, "Ben", A.Morning));
        photo.ExpiresAt.ShouldBe(A.Morning.AddDays(180));

        (await stage.SayAsync(stage.Ben, "canned add danke Danke, {name}, wir melden uns heute. --language DE --expires 90d --owner ana")).Outcome.ShouldBe(CommandOutcome.Done);
        var thanks = (await FindAsync("DANKE"))!;
        (thanks.Text, thanks.Language, thanks.Owner, thanks.OwnerName).ShouldBe(("Danke, {name}, wir melden uns heute.", "de", stage.Ana.Id, "Ana"));
        thanks.ExpiresAt.ShouldBe(A.Morning.AddDays(90));
    }

    [Fact]
    public async Task List_tells_name_first_words_language_owner_and_end_and_how_to_mend_what_has_expired()
    {
        await stage.SayAsync(stage.Ben, Photo + " --expires 10d");
        await stage.SayAsync(stage.Ana, "canned add danke Danke, {name}, wir melden uns heute. --language de");
        stage.Time.Advance(TimeSpan.FromDays(10));
        var answer = await stage.SayAsync(vera, "canned");
        answer.Card.Title.ShouldBe("Canned replies: 2");
        var rows = answer.Card.Parts.ShouldHaveSingleItem().ShouldBeOfType<CardPart.Facts>().Rows;
        rows.Select(row => row.Name).ShouldBe(["danke", "photo"]);
        Said(rows[0].Value).ShouldBe($"Danke, {{name}}, wir melden uns heute. · de · Ana · ends {A.Morning.AddDays(180):u}");
        Said(rows[1].Value).ShouldEndWith(" · Ben · expired: canned renew photo");
    }

    [Fact, Trait("Promise", "13")]
    public async Task Every_change_is_on_record_with_before_and_after()
    {
        await stage.SayAsync(stage.Ben, Photo);
        await stage.SayAsync(stage.Ana, "canned renew photo 90d");
        await stage.SayAsync(stage.Ben, "canned remove photo");
        var entries = stage.Record().Where(entry => entry.Subject == "canned photo").ToList();
        entries.Select(entry => (entry.Verb, entry.ByName)).ShouldBe([("canned add", "Ben"), ("canned renew", "Ana"), ("canned remove", "Ben")]);
        entries[0].After.ShouldStartWith("Thank you, {name}.");
        (entries[1].Before, entries[1].After).ShouldBe(("2026-09-06 09:00 UTC", "2026-06-08 09:00 UTC"));
        entries[2].Before.ShouldStartWith("Thank you, {name}.");
        (await FindAsync("photo")).ShouldBeNull();
    }

    [Theory]
    [InlineData("canned add photo Thanks.", "There is a canned reply “photo” already")]
    [InlineData("canned add PHOTO Thanks.", "There is a canned reply “PHOTO” already")]
    [InlineData("canned add p Thanks.", "cannot be a name")]
    [InlineData("canned add <!channel> Thanks.", "cannot be a name")]
    [InlineData("canned add ../etc Thanks.", "cannot be a name")]
    [InlineData("canned add late Thanks. --expires 366d", "no time between 1d and 365d")]
    [InlineData("canned add late Thanks. --expires 0d", "no time between 1d and 365d")]
    [InlineData("canned add late Thanks. --expires soon", "no time between 1d and 365d")]
    [InlineData("canned add late Thanks. --owner Nobody", "There is no “Nobody” in your team")]
    [InlineData("canned add late Thanks. --owner <!channel>", "There is no “<!channel>” in your team")]
    [InlineData("canned add late Thanks. --language German", "“German” is no language")]
    [InlineData("canned add late Thank you, {nme}.", "“{nme}” is nothing that can be filled in. There are {name}, {problem} and {page}.")]
    [InlineData("canned add late {", "is nothing that can be filled in")]
    [InlineData("canned add late We refund you $500 today.", "could not go out on any of your pages")]
    [InlineData("canned add late Write to jana.k@mail.example.", "could not go out on any of your pages")]
    [InlineData("canned add late See https://evil.example/x for it.", "could not go out on any of your pages")]
    [InlineData("canned add late Hi Jana, thanks.", "could not go out on any of your pages")]
    [InlineData("canned add late Dear [NAME], thanks.", "could not go out on any of your pages")]
    [InlineData("canned add late You stupid idiot.", "could not go out on any of your pages")]
    [InlineData("canned add late \u200b", "could not go out on any of your pages")]
    [InlineData("canned show late", "There is no canned reply “late”")]
    [InlineData("canned show <!channel>", "There is no canned reply “<!channel>”")]
    [InlineData("canned renew late", "There is no canned reply “late”")]
    [InlineData("canned renew photo 400d", "no time between 1d and 365d")]
    [InlineData("canned remove late", "There is no canned reply “late”")]
    public async Task Bad_input_is_refused_with_the_mend_and_harms_nothing(string line, string told)
    {
        await stage.SayAsync(stage.Ben, Photo);
        var before = await stage.Get<ICannedReplies>().OfTeamAsync(TeamId.Default, Now);
        var rows = stage.Record().Count;
        var answer = await stage.SayAsync(stage.Ben, line);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        answer.Card.Fallback.ShouldContain(told);
        (await stage.Get<ICannedReplies>().OfTeamAsync(TeamId.Default, Now)).ShouldBe(before);
        stage.Record().Count.ShouldBe(rows);
    }

    [Fact]
    public async Task Text_of_ten_kilobytes_is_refused_with_its_length()
    {
        var answer = await stage.SayAsync(stage.Ben, "canned add long " + string.Concat(Enumerable.Repeat("0123456 ", 1_280)));
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        answer.Card.Fallback.ShouldContain("10,239 characters; a canned one has 5,000 at most");
        (await FindAsync("long")).ShouldBeNull();
    }

    [Fact]
    public async Task Text_that_one_page_could_take_is_kept()
    {
        var text = string.Concat(Enumerable.Repeat("We look into it. ", 70)).Trim();
        (await stage.SayAsync(stage.Ben, "canned add long " + text)).Card.Fallback.ShouldContain("could not go out on any of your pages");
        await stage.AddWatchAsync(stage.Ana, "forum", can: A.Capabilities() with { LongestReply = 5_000 });
        (await stage.SayAsync(stage.Ben, "canned add long " + text)).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ben, "canned add shop See https://forum.example/help for it.")).Outcome.ShouldBe(CommandOutcome.Done);
    }

    [Fact, Trait("Promise", "7")]
    public async Task Markup_and_mentions_are_kept_as_text_shown_as_text_and_warned_of()
    {
        var answer = await stage.SayAsync(stage.Ben, "canned add odd Thank you, <b>{name}</b>. <!channel> @everyone **soon**");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("<b>"));
        answer.Card.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Text.ShouldBe("Thank you, <b>{name}</b>. <!channel> @everyone **soon**");
        var row = (await stage.SayAsync(vera, "canned")).Card.Parts.OfType<CardPart.Facts>().Single().Rows.Single();
        row.Value.OfType<Span.Outside>().ShouldHaveSingleItem().Text.ShouldContain("<!channel>");
        row.Value.OfType<Span.Words>().ShouldAllBe(words => !words.Text.Contains("<!channel>"));
    }

    [Fact]
    public async Task Text_in_another_language_than_it_says_is_warned_of()
    {
        var answer = await stage.SayAsync(stage.Ben, "canned add late We are sorry that it takes so long, and we look into it today. --language de");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Parts.OfType<CardPart.Banner>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("canned add late Thanks.")]
    [InlineData("canned renew photo")]
    [InlineData("canned remove photo")]
    public async Task Who_may_not_let_a_text_out_changes_none(string line)
    {
        await stage.SayAsync(stage.Ben, Photo);
        var rita = await stage.AddMemberAsync("Rita", Role.Responder);
        var answer = await stage.SayAsync(rita, line);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        answer.Card.Fallback.ShouldContain("approver");
        (await FindAsync("photo"))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Viewer_sees_a_reply_whole_with_owner_and_end()
    {
        await stage.SayAsync(stage.Ben, Photo);
        var answer = await stage.SayAsync(vera, "canned show Photo");
        answer.Card.Title.ShouldBe("Canned reply photo");
        answer.Card.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Text.ShouldContain("{name}");
        answer.Card.Parts.OfType<CardPart.Facts>().Single().Rows.ShouldContain(row => row.Name == "Owner" && Said(row.Value) == "Ben");
    }

    private ValueTask<CannedReply?> FindAsync(string name) => stage.Get<ICannedReplies>().FindAsync(TeamId.Default, name, Now);

    private static string Said(IEnumerable<Span> spans) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Strong strong => strong.Text,
        Span.Outside outside => outside.Text,
        Span.Moment moment => moment.At.ToString("u", System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(span.GetType().Name),
    }));
}
