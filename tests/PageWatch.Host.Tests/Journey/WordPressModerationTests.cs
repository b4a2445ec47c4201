using System.Globalization;
using System.Security.Cryptography;
using PageWatch.Testing.WordPress;
using Xunit.Abstractions;

namespace PageWatch.Host.Tests.Journey;

/// <summary>A comment that a real site holds back and lets out later, as a team sees it that may moderate there, and one that may not.</summary>
[Trait("Needs", "WordPress")]
public sealed class WordPressModerationTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private readonly RealWordPress site = new();
    private TeamAtWork editors = null!;
    private TeamAtWork strangers = null!;

    public async Task InitializeAsync()
    {
        editors = await TeamAtWork.StartAsync();
        strangers = await TeamAtWork.StartAsync();
        // Both poll at about the same time.
        await editors.WatchAsync(site.Base, (site["WP_EDITOR_USER"], site["WP_EDITOR_APP_PASSWORD"]));
        await strangers.WatchAsync(site.Base, null);
    }

    public async Task DisposeAsync()
    {
        foreach (var team in (TeamAtWork?[])[editors, strangers])
        {
            if (team is not null)
                await team.DisposeAsync();
        }
    }

    public void Dispose() => site.Dispose();

    [Fact, Trait("Promise", "6")]
    public async Task Held_comment_is_nobodys_duty_before_it_is_let_out_and_then_its_clock_began_when_it_was_written()
    {
        var article = await site.ArticleAsync();
        // In no comment of any other run; and the site holds whatever speaks of a casino.
        var mark = "q" + RandomNumberGenerator.GetHexString(10, lowercase: true);
        var held = await site.VisitorSaysAsync(article, $"My {mark} cake for the casino arrived broken, and nobody answers the phone. I want my money back.");
        var written = await SiteComment.ReadAsync(site, held);
        written.Status.ShouldBe("hold");
        // What was written after it is on a card: whoever can see the held one has seen it by then.
        var later = await site.VisitorSaysAsync(article, "The rolls were stale and hard as stone. I am very disappointed.", "Later");
        await editors.CardOfAsync(later);
        await strangers.CardOfAsync(later);
        foreach (var team in (TeamAtWork[])[editors, strangers])
            (await team.CardsAsync()).ShouldNotContain(card => card.Text.Contains(mark, StringComparison.Ordinal));
        (await editors.SayAsync("find", mark)).ShouldStartWith("1 found");
        (await strangers.SayAsync("find", mark)).ShouldStartWith("Nothing found");

        var approvedAt = TimeProvider.System.GetUtcNow();
        await site.StaffAsync(HttpMethod.Put, $"comments/{held}", new { status = "approved" });
        foreach (var team in (TeamAtWork[])[editors, strangers])
        {
            var card = await team.CardOfAsync(held);
            card.Due.ShouldBe(written.WrittenAt + TimeSpan.FromHours(1), "moderation is part of the wait");
            card.Text.ShouldContain("arrived broken");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: WordPress, from a late approval to the card, polled every 15 s, {(TimeProvider.System.GetUtcNow() - approvedAt).TotalSeconds:0.0} s"));
        (approvedAt - written.WrittenAt).ShouldBeGreaterThan(TimeSpan.FromSeconds(2), "else the clock could have begun at the approval");

        // Who watches without an account sees how to answer, and cannot publish.
        var seen = await strangers.CardOfAsync(held);
        seen.Banners.ShouldHaveSingleItem().ShouldStartWith("This page can only be read.");
        seen.Buttons.ShouldNotContain("Publish…");
        (await strangers.HearNoAsync("publish", TeamAtWork.Number(seen.Nudge!.Value))).ShouldContain("This page can only be read");
        await strangers.SayAsync("answered", TeamAtWork.Number(seen.Nudge!.Value));
        (await strangers.CardAsync(seen.Nudge!.Value, "answered", card => card.IsDone)).Title.ShouldStartWith("Answered by Ana in ");

        // Held again, it needs no answer any more.
        var known = await editors.CardOfAsync(held);
        await site.StaffAsync(HttpMethod.Put, $"comments/{held}", new { status = "hold" });
        (await editors.CardAsync(known.Nudge!.Value, "withdrawn", card => card.IsDone)).Title.ShouldBe("Withdrawn · no longer on the page");
    }
}
