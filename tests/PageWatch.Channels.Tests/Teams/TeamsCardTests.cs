using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PageWatch.Channels.Tests.Cards;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Testing;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Snapshots;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>The real cards of the real stages as Teams gets them; each snapshot was read by a person. And what is Teams' own about a card.</summary>
public sealed partial class TeamsCardTests : IAsyncLifetime, IDisposable
{
    private readonly TeamsHouse house = new();

    public static TheoryData<string> Cards() => [.. StaffCard.All.Select(card => card.Name)];

    public async Task InitializeAsync() => await house.KnowsAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => house.Dispose();

    [Theory, MemberData(nameof(Cards))]
    public async Task Card_looks_as_a_person_accepted_it(string name)
    {
        var wanted = StaffCard.All.Single(each => each.Name == name);
        await using var stage = await Stage.OpenAsync();
        var card = await wanted.Make(stage);
        var (shown, activity) = await ShowAsync(card);
        shown.Strange.ShouldBeEmpty();
        shown.Size.ShouldBeLessThanOrEqualTo(28 * 1024, "a real card stays below the soft target");
        foreach (var quote in card.Parts.OfType<CardPart.Quote>())
            shown.ShouldSay(quote.Text);
        if (!card.IsDone)
            shown.Buttons.Count.ShouldBe(card.Actions.Count);
        Verified.Json(JsonNode.Parse(Same(activity.ToJsonString(TeamsCard.Plainly)))!, File(name));
    }

    [Fact]
    public void Every_snapshot_has_its_card()
    {
        var names = StaffCard.All.Select(card => card.Name).ToHashSet(StringComparer.Ordinal);
        Directory.GetFiles(Path.GetDirectoryName(File("x"))!, "*.verified.*").Select(file => Path.GetFileName(file).Split('.')[0]).ShouldBe(names, ignoreOrder: true);
    }

    [Fact]
    public async Task Moment_is_shown_in_the_readers_own_zone()
    {
        var at = new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.FromHours(1));
        var (shown, activity) = await ShowAsync(TeamsHouse.Plain("said") with { Clock = new CardClock("answer by", at, Tone.Soon) });
        shown.Moments.ShouldBe([at.ToUniversalTime()]);
        activity.ToJsonString(TeamsCard.Plainly).ShouldContain("{{DATE(2026-03-29T01:30:00Z, COMPACT)}} {{TIME(2026-03-29T01:30:00Z)}}");
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("{{DATE(2026-01-05T10:30:00Z, SHORT)}}")]
    [InlineData("{{TIME(2026-01-05T10:30:00Z)}}")]
    [InlineData("{{{DATE(2026-01-05T10:30:00Z)}}}")]
    [InlineData("{{{{TIME(2026-01-05T10:30:00Z)}}")]
    [InlineData("{{date(2026-01-05T10:30:00Z, LONG)}} {{DATE(2026-01-05T10:30:00Z)}}")]
    public async Task Date_that_somebody_wrote_stays_what_he_wrote(string text)
    {
        foreach (var place in CardPlace.All.Where(place => !place.IsAlone))
        {
            var (shown, _) = await ShowAsync(place.Put(text));
            shown.Text.ShouldContain(text, Case.Sensitive, place.Name);
            shown.Moments.Count.ShouldBe(place.Name == "clock" ? 1 : 0, place.Name);
        }
    }

    [Fact]
    public async Task Five_actions_stand_in_a_row_and_the_rest_behind_more()
    {
        CardAction[] actions = [.. Enumerable.Range(1, 9).Select(n => new CardAction("dismiss", $"Dismiss {n}", new NudgeId(12), 5) { Style = n == 9 ? ActionStyle.Main : ActionStyle.Normal })];
        var (shown, activity) = await ShowAsync(TeamsHouse.Plain("said", actions));
        shown.Strange.ShouldBeEmpty();
        shown.Buttons.Select(button => button.Label).ShouldBe(actions.Select(action => action.Label), ignoreOrder: true);
        var row = activity["attachments"]![0]!["content"]!["actions"]!.AsArray();
        row.Count.ShouldBe(5);
        row.Select(action => (string)action!["title"]!).ShouldContain("Dismiss 9", "the main action is never behind more");
        ((string)row[^1]!["type"]!).ShouldBe("Action.ShowCard");

        var (_, few) = await ShowAsync(TeamsHouse.Plain("five", actions[..5]));
        few["attachments"]![0]!["content"]!["actions"]!.AsArray().ShouldAllBe(action => (string)action!["type"]! == "Action.Execute");
    }

    [Fact]
    public async Task Card_above_the_soft_target_shortens_its_quotes_first()
    {
        var reply = new string('r', 3_000);
        var (shown, _) = await ShowAsync(new Card(
            "Complaint", Tone.Now,
            [
                .. Enumerable.Range(1, 6).Select(n => new CardPart.Quote(new Author("1", "Jana K."), $"{n} " + new string('q', 3_000), null, [])), new CardPart.Reply(reply, "a note", "Draft"),
            ], []) { Fallback = "Complaint" });
        shown.Text.ShouldContain(reply, Case.Sensitive, "what would be published is read whole");
        shown.Text.ShouldContain("qqq…");
        shown.Size.ShouldBeLessThanOrEqualTo(28 * 1024);
    }

    [Fact]
    public async Task Card_that_no_shortening_makes_fit_loses_its_last_parts_and_says_so()
    {
        var (shown, _) = await ShowAsync(new Card("Complaint", Tone.Now, [.. Enumerable.Range(1, 2_000).Select(n => new CardPart.Line([new Span.Words($"line {n} " + new string('l', 90))]))], []) { Fallback = "Complaint" });
        shown.Size.ShouldBeLessThanOrEqualTo(100 * 1024);
        shown.Text.ShouldContain("line 1 ");
        shown.Text.ShouldNotContain("line 2000 ");
        shown.Text.Split('\n')[^1].ShouldBe("…");
        shown.Strange.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Right_to_left_text_keeps_to_itself_and_its_marks()
    {
        const string text = "הטלפון שבור\nשלום (123)";
        var (shown, activity) = await ShowAsync(TeamsHouse.Plain("x") with
        {
            Parts = [new CardPart.Quote(new Author("1", "דנה"), text, null, [new Domain.Understanding.Evidence(7, 4, "complaint")], "answers"), new CardPart.Line([new Span.Outside("דנה"), new Span.Words(" · 3 posts")])],
        });
        shown.Strange.ShouldBeEmpty();
        HostileText.TurnsWhatFollows(shown.Text).ShouldBeFalse();
        shown.Text.Split('\n').Count(line => line.Contains('\u2068') && line.Contains('\u2069')).ShouldBe(4);
        var marked = Runs(activity).Single(run => run["highlight"] is not null);
        ((string)marked["text"]!).ShouldBe("שבור");
    }

    [Fact]
    public async Task Large_numbers_come_back_whole_though_clients_count_in_floating_point()
    {
        var (_, activity) = await ShowAsync(TeamsHouse.Plain("said", new CardAction("claim", "Claim", new NudgeId(long.MaxValue), long.MaxValue)));
        activity["attachments"]![0]!["content"]!["actions"]![0]!["data"]!["v"]!["nudge"]!.GetValue<string>().ShouldBe(long.MaxValue.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<JsonObject> Runs(JsonNode? node) => node switch
    {
        JsonObject members when (string?)members["type"] == "TextRun" => [members],
        JsonObject members => members.SelectMany(member => Runs(member.Value)),
        JsonArray items => items.SelectMany(Runs),
        _ => [],
    };

    private async Task<(ShownMessage Shown, JsonObject Activity)> ShowAsync(Card card)
    {
        house.Time.Advance(TimeSpan.FromMinutes(1));
        var about = card.Actions.Select(action => action.Nudge).FirstOrDefault(nudge => nudge is not null);
        var where = await house.Sender.DeliverAsync(TeamsHouse.Delivery(card, $"nudge-{house.Teams.Messages.Count}") with { Nudge = about }, CancellationToken.None);
        house.Teams.Wrong.ShouldBeEmpty();
        var standing = house.Teams.Messages.Single(each => $"{each.Conversation}|{each.Id}" == where.Value);
        return (TeamsCard.Read(standing.Conversation, standing.Id, standing.Activity, standing.Raw), standing.Activity);
    }

    /// <summary>Without what is another each time: secrets, and how many writes happened to share a commit.</summary>
    private static string Same(string text) => Counts().Replace(Secrets().Replace(Tokens().Replace(text, "TOKEN"), "whsec_SECRET"), "N commits for N writes");

    private static string File(string name) => Path.Combine(ProjectFolder.Of<TeamsCardTests>(), "Teams", "snapshots", $"{name}.verified.json");

    [GeneratedRegex(@"\d+ commits for \d+ writes", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();

    [GeneratedRegex("(?<=/in/|/hooks/)[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+", RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();
}
