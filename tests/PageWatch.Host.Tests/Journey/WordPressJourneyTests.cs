using System.Diagnostics;
using System.Globalization;
using PageWatch.Testing.WordPress;
using Xunit.Abstractions;

namespace PageWatch.Host.Tests.Journey;

/// <summary>The whole journey with nothing played: a real site, the real service, a shell and the console.</summary>
[Trait("Needs", "WordPress")]
public sealed class WordPressJourneyTests(WatchedWordPress watched, ITestOutputHelper output) : IClassFixture<WatchedWordPress>
{
    private RealWordPress Site => watched.Site;

    private TeamAtWork Team => watched.Team;

    [Fact, Trait("Promise", "3"), Trait("Promise", "6")]
    public async Task Complaint_is_on_a_card_and_the_approved_reply_stands_under_it_once()
    {
        var comment = watched.Complaint;
        var written = await SiteComment.ReadAsync(Site, comment.Id);
        var card = await Team.CardOfAsync(comment.Id);
        card.Title.ShouldStartWith("Complaint");
        card.Said.ShouldBe([comment.Text]);
        card.Text.ShouldContain("Jana on Corner Bakery");
        card.Text.ShouldContain("An article");
        card.Clock.ShouldStartWith("answer by");
        card.Due.ShouldBe(written.WrittenAt + TimeSpan.FromHours(1));
        card.Reply.ShouldNotBeEmpty();
        (await Team.SayAsync("open")).ShouldMatch($@"(?m)^  {comment.Nudge} +Complaint · open .*birthday cake");
        (await Team.SayAsync("why", TeamAtWork.Number(comment.Nudge))).ShouldContain("arrived broken (complaint)");
        (await Team.SayAsync("claim", TeamAtWork.Number(comment.Nudge))).ShouldContain("Ana has it");

        var (code, shown) = await Team.PreviewAsync(comment.Nudge);
        shown.ShouldContain(card.Reply);
        shown.ShouldContain("Corner Bakery · " + Site.Base);
        (await Team.RefusedToConfirmAsync(comment.Nudge, "000000")).ShouldContain("does not fit");
        (await SiteComment.OursUnderAsync(Site, comment.Article)).ShouldBeEmpty("nobody has said yes");

        var confirmed = Stopwatch.StartNew();
        await Team.ConfirmAsync(comment.Nudge, code);
        while ((await SiteComment.OursUnderAsync(Site, comment.Article)).Count == 0)
            confirmed.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        output.WriteLine($"figure: WordPress, from a visitor's comment to its card, polled every 15 s, {Show(watched.Arrivals)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: WordPress, from “publish --confirm” in a shell to the reply on the site, {confirmed.Elapsed.TotalSeconds:0.0} s"));

        var answered = await Team.CardAsync(comment.Nudge, "answered", each => each.IsDone);
        answered.Title.ShouldStartWith("Answered by Ana in ");
        answered.Lags.Select(lag => lag.Split(' ')[0]).ShouldBe(["seen", "understood", "nudged", "claimed", "approved", "on"]);
        answered.Reply.ShouldBe(card.Reply);
        var reply = (await SiteComment.OursUnderAsync(Site, comment.Article)).ShouldHaveSingleItem();
        (reply.Parent, reply.Text, reply.Status).ShouldBe((comment.Id, card.Reply, "approved"));
        answered.LeadsTo(reply.Id).ShouldBeTrue();
        (await SiteComment.IsShownAsync(Site, comment.Article, $"#comment-{comment.Id} > ol > #comment-{reply.Id}")).ShouldBeTrue();

        (await Team.RefusedToConfirmAsync(comment.Nudge, code)).ShouldContain("nothing left to do");
        (await Team.SayAsync("health")).ShouldStartWith("All is well");
    }

    [Fact]
    public async Task Answer_to_somebody_else_gets_our_reply_under_itself()
    {
        var (praise, complaint) = watched.Nested;
        var card = await Team.CardOfAsync(complaint.Id);
        card.Said.ShouldBe([complaint.Text]);
        card.Around.ShouldHaveSingleItem().ShouldEndWith(praise.Text);
        var reply = await PublishAsync(complaint);
        (reply.Parent, reply.Text).ShouldBe((complaint.Id, card.Reply));
        (await SiteComment.IsShownAsync(Site, complaint.Article, $"#comment-{complaint.Id} > ol > #comment-{reply.Id}")).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_the_thread_is_as_deep_as_the_site_shows_the_reply_still_belongs_to_its_comment()
    {
        var deepest = watched.Deepest;
        (await SiteComment.UnderAsync(Site, deepest.Article)).Count.ShouldBe(5);
        var reply = await PublishAsync(deepest);
        reply.Parent.ShouldBe(deepest.Id);
        (await SiteComment.IsShownAsync(Site, deepest.Article, $"#comment-{deepest.Id} + #comment-{reply.Id}")).ShouldBeTrue("right after it, and not indented any further");
    }

    [Fact, Trait("Promise", "5"), Trait("Promise", "10")]
    public async Task Edit_on_the_site_overtakes_the_draft_and_the_code()
    {
        var (mine, own) = (watched.ToBeEdited, watched.ToBeEditedAfterMyOwnWords);
        var (oldCode, _) = await Team.PreviewAsync(mine.Nudge);
        var before = await Team.CardOfAsync(mine.Id);
        await Team.SayAsync("edit", TeamAtWork.Number(own.Nudge), "Edgar, please write to us.");
        await EditAsync(mine, mine.Text + " And now a wasp stung me: where is the nearest hospital?");
        await EditAsync(own, own.Text + " Why does nobody answer?");

        // A draft that nobody touched is made anew, and says so; the code that fitted the old words fits nothing any more.
        var card = await Team.CardAsync(mine.Nudge, "edited", each => each.Text.Contains("wasp", StringComparison.Ordinal));
        card.Banners.ShouldContain("The post was changed; the draft was made anew.");
        card.Due.ShouldBe(before.Due, "the clock runs on from the first words");
        (await Team.RefusedToConfirmAsync(mine.Nudge, oldCode)).ShouldContain("does not fit");

        // One's own words stay, and do not go out before somebody says that they still fit.
        card = await Team.CardAsync(own.Nudge, "edited", each => each.Text.Contains("Why does nobody answer", StringComparison.Ordinal));
        card.Reply.ShouldBe("Edgar, please write to us.");
        card.Banners.ShouldHaveSingleItem().ShouldStartWith("The post was changed after this draft was written.");
        (await Team.HearNoAsync("publish", TeamAtWork.Number(own.Nudge))).ShouldContain("The post changed after the draft was written.");

        // The site is a moment ahead of what we know: it is looked at once more before anything is sent.
        var (code, _) = await Team.PreviewAsync(mine.Nudge);
        await EditAsync(mine, "Sorry, all is well.");
        await Team.ConfirmAsync(mine.Nudge, code);
        card = await Team.CardAsync(mine.Nudge, "given back to a person", each => each.Title.EndsWith("needs a person", StringComparison.Ordinal));
        card.Banners.ShouldContain(banner => banner.StartsWith("Not sent: the post changed", StringComparison.Ordinal));
        (await SiteComment.OursUnderAsync(Site, mine.Article)).ShouldBeEmpty();
        (await SiteComment.OursUnderAsync(Site, own.Article)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "10")]
    public async Task What_is_taken_off_the_site_needs_no_answer_and_what_is_deleted_there_is_kept_nowhere()
    {
        var (trashed, deleted) = (watched.ToBeTrashed, watched.ToBeDeleted);
        (await Team.PlacesOfAsync(watched.Mark + "delete")).ShouldNotBeEmpty("else looking for it proves nothing");
        await Site.StaffAsync(HttpMethod.Delete, $"comments/{trashed.Id}");
        await Site.StaffAsync(HttpMethod.Delete, $"comments/{deleted.Id}?force=true");

        var card = await Team.CardAsync(trashed.Nudge, "withdrawn", each => each.IsDone);
        card.Title.ShouldBe("Withdrawn · no longer on the page");
        card = await Team.CardAsync(deleted.Nudge, "withdrawn", each => each.IsDone);
        card.Title.ShouldBe("Withdrawn · deleted on the page");
        card.Text.ShouldNotContain(watched.Mark + "delete");
        await GoneAsync(watched.Mark + "delete", watched.Mark + "delia");
        (await Team.HearNoAsync("publish", TeamAtWork.Number(deleted.Nudge))).ShouldContain("nothing left to do");

        // From the trash it may come back; once the trash is emptied it is erased like the other.
        (await Team.PlacesOfAsync(watched.Mark + "trash")).ShouldNotBeEmpty();
        await Site.StaffAsync(HttpMethod.Delete, $"comments/{trashed.Id}?force=true");
        await Team.CardAsync(trashed.Nudge, "emptied", each => !each.Text.Contains(watched.Mark + "trash", StringComparison.Ordinal));
        await GoneAsync(watched.Mark + "trash", watched.Mark + "trudy");
        // What was erased left the record whole.
        await Team.SayAsync("record");
    }

    [Fact, Trait("Promise", "2"), Trait("Promise", "11")]
    public async Task What_the_page_writes_itself_closes_nudges_and_opens_none()
    {
        var (there, here) = (watched.ToBeAnsweredThere, watched.ToBeAnsweredHere);
        await Team.SayAsync("edit", TeamAtWork.Number(here.Nudge), $"Henri, that is terrible. Why did nobody tell us? Could you send us a photo, {watched.Mark}here?");
        var ours = await PublishAsync(here);
        using (var desk = await WordPressDesk.OfEditorAsync(Site))
            await desk.ReplyAsync(there.Article, there.Id, $"Norbert, we are so sorry. Did it arrive broken? Please tell us your number, {watched.Mark}there.");
        var written = (await SiteComment.OursUnderAsync(Site, there.Article)).ShouldHaveSingleItem();
        written.Parent.ShouldBe(there.Id);

        var card = await Team.CardAsync(there.Nudge, "answered", each => each.IsDone);
        card.Title.ShouldStartWith("Answered by Corner Bakery in ");
        card.Lags.Select(lag => lag.Split(' ')[0]).ShouldBe(["seen", "understood", "nudged", "on"]);
        (await Team.HearNoAsync("publish", TeamAtWork.Number(there.Nudge))).ShouldContain("nothing left to do");

        // The same poll brought both, and both are known as the page's own.
        (await Team.SayAsync("find", watched.Mark + "there")).ShouldStartWith("1 found");
        (await Team.SayAsync("find", watched.Mark + "here")).ShouldStartWith("1 found");
        foreach (var own in (SiteComment[])[ours, written])
            (await Team.CardsAsync()).ShouldNotContain(each => each.Said.Any(said => said.Contains(own.Text, StringComparison.Ordinal)));
        (await SiteComment.OursUnderAsync(Site, here.Article)).ShouldHaveSingleItem();
        (await Team.CardAsync(here.Nudge, "answered", each => each.IsDone)).Title.ShouldStartWith("Answered by Ana in ");
    }

    /// <summary>Publishes the draft of a comment's card as it stands, and waits for it on the site.</summary>
    private async Task<SiteComment> PublishAsync(WatchedWordPress.Comment comment)
    {
        var (code, _) = await Team.PreviewAsync(comment.Nudge);
        await Team.ConfirmAsync(comment.Nudge, code);
        await Team.CardAsync(comment.Nudge, "answered", each => each.IsDone && each.Title.StartsWith("Answered by Ana", StringComparison.Ordinal));
        return (await SiteComment.OursUnderAsync(Site, comment.Article)).ShouldHaveSingleItem();
    }

    private Task EditAsync(WatchedWordPress.Comment comment, string text) => Site.StaffAsync(HttpMethod.Put, $"comments/{comment.Id}", new { content = text });

    /// <summary>Waits until no file of the service holds these words any more: the card goes first, the free pages and the log follow at once.</summary>
    private async Task GoneAsync(params string[] words)
    {
        var waited = Stopwatch.StartNew();
        foreach (var word in words)
        {
            while (await Team.PlacesOfAsync(word) is { Count: > 0 } places)
            {
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), string.Join('\n', places));
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static string Show(IReadOnlyList<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted.Count} comments: {sorted[0].TotalSeconds:0.0} to {sorted[^1].TotalSeconds:0.0} s");
    }
}
