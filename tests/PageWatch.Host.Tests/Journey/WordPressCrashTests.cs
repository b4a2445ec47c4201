using System.Diagnostics;
using System.Globalization;
using PageWatch.Testing.WordPress;
using Xunit.Abstractions;

namespace PageWatch.Host.Tests.Journey;

/// <summary>The service is killed while a reply is on its way to a real site.</summary>
[Trait("Needs", "WordPress")]
public sealed class WordPressCrashTests(WordPressCrashTests.CutSite cut, ITestOutputHelper output) : IClassFixture<WordPressCrashTests.CutSite>
{
    [Theory, Trait("Promise", "1"), Trait("Promise", "4")]
    [InlineData(CutAt.TheLook, 1)]
    [InlineData(CutAt.TheReply, 2)]
    [InlineData(CutAt.TheAnswer, 1)]
    public async Task Approved_reply_stands_on_the_site_exactly_once_wherever_the_service_was_killed(CutAt at, int sends)
    {
        var (site, line, team) = (cut.Site, cut.Line, cut.Team);
        var (article, comment) = cut.Comments[at];
        var card = await team.CardOfAsync(comment);
        var nudge = card.Nudge!.Value;
        var (code, _) = await team.PreviewAsync(nudge);

        var before = line.RepliesSent;
        var isCut = line.CutNextAsync(at);
        await team.ConfirmAsync(nudge, code);
        await isCut.WaitAsync(TimeSpan.FromSeconds(30));
        await team.Service.KillAsync();
        (await SiteComment.OursUnderAsync(site, article)).Count.ShouldBe(at == CutAt.TheAnswer ? 1 : 0);

        var since = Stopwatch.StartNew();
        await team.StartAgainAsync();
        var answered = await team.CardAsync(nudge, "answered", each => each.IsDone);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: WordPress, killed at {at}: from starting again to “answered”, settling time 2 s, {since.Elapsed.TotalSeconds:0.0} s"));
        answered.Title.ShouldStartWith("Answered by Ana in ");
        answered.Reply.ShouldBe(card.Reply);
        var reply = (await SiteComment.OursUnderAsync(site, article)).ShouldHaveSingleItem();
        (reply.Parent, reply.Text).ShouldBe((comment, card.Reply));
        answered.LeadsTo(reply.Id).ShouldBeTrue();
        // The site itself turns repeated words away; that nothing was sent twice, only the line can tell.
        (line.RepliesSent - before).ShouldBe(sends);
        // Nothing is missing in the record of who did what.
        await team.SayAsync("record");
    }

    /// <summary>A team that speaks to a real site over a line that can be cut; one visitor complained for every cut.</summary>
    public sealed class CutSite : IAsyncLifetime, IDisposable
    {
        internal RealWordPress Site { get; } = new();

        internal SiteLine Line { get; private set; } = null!;

        internal TeamAtWork Team { get; private set; } = null!;

        internal Dictionary<CutAt, (long Article, string Comment)> Comments { get; } = [];

        public async Task InitializeAsync()
        {
            Line = await SiteLine.StartAsync(Site.Base);
            Team = await TeamAtWork.StartAsync();
            foreach (var at in Enum.GetValues<CutAt>())
            {
                var article = await Site.ArticleAsync();
                Comments[at] = (article, await Site.VisitorSaysAsync(article, "My birthday cake arrived broken, and nobody answers the phone. I want my money back."));
            }

            // Seen at the first look already: what is tested here begins later.
            await Team.WatchAsync(Line.Address, (Site["WP_EDITOR_USER"], Site["WP_EDITOR_APP_PASSWORD"]), "--backfill", "2m");
        }

        public async Task DisposeAsync()
        {
            if (Team is not null)
                await Team.DisposeAsync();
            if (Line is not null)
                await Line.DisposeAsync();
        }

        public void Dispose() => Site.Dispose();
    }
}
