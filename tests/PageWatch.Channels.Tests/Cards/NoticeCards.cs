using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>What staff should know that is no post.</summary>
internal static class NoticeCards
{
    public static IReadOnlyList<StaffCard> All { get; } =
    [
        Of("notice-page-refuses-us", stage => FailAsync(stage, PlatformFailure.Denied, "https://blog.example refused the password of \"contoso\" (401): make a new application password and watch the page again.", 1)),
        Of("notice-page-unreachable", stage => FailAsync(stage, PlatformFailure.Unreachable, "https://blog.example did not answer within 30 s.", 3)),
        Of("notice-is-over", async stage =>
        {
            await FailAsync(stage, PlatformFailure.Unreachable, "https://blog.example did not answer within 30 s.", 3);
            stage.Wait(30);
            await stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: false, CancellationToken.None);
        }),
        new("notice-calls-a-colleague", "notice-hand 1", async stage =>
        {
            await OfferAsync(stage);
            return stage.Channel.Messages["notice-hand 1"].Card;
        }),
        new("notice-calls-nobody-any-more", "notice-hand 1", async stage =>
        {
            await OfferAsync(stage);
            await stage.SayAsync(stage.Ben, "accept 1");
            await stage.ShowAsync();
            return stage.Channel.Messages["notice-hand 1"].Card;
        }),
        new("notice-asks-for-a-yes", "notice-approval 1", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule add two-eyes is:complaint --approvals 2");
            await stage.ComplainAsync();
            await stage.PublishAsync(stage.Ana);
            return stage.Channel.Messages.Single(message => message.Key.StartsWith("notice-approval", StringComparison.Ordinal)).Value.Card;
        }),
        new("notice-calls-to-a-talk", "notice-contact 1", async stage =>
        {
            await stage.WriteAsync("c1", Visitors.Broken, "Jana <b>K.</b> @channel");
            await stage.PressAsync(stage.Ben, "offline", "phone 1h");
            stage.Wait(61);
            await stage.SweepAsync();
            await stage.ShowAsync();
            return stage.Channel.Messages.Single(message => message.Key.StartsWith("notice-contact", StringComparison.Ordinal)).Value.Card;
        }),
        new("notice-digest", "notice-digest 1 2026-03-10", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule edit questions --budget 1");
            for (var i = 1; i <= 18; i++)
                await stage.WriteAsync($"q{i}", "Do you ship to Portugal?", $"Visitor {i} <b>@channel</b>");
            await stage.ShowAsync();
            return stage.Channel.Messages.Single(message => message.Key.StartsWith("notice-digest", StringComparison.Ordinal)).Value.Card;
        }),
        new("notice-digest-is-over", "notice-digest 1 2026-03-10", async stage =>
        {
            await stage.SayAsync(stage.Ana, "rule edit questions --budget 1");
            for (var i = 1; i <= 2; i++)
                await stage.WriteAsync($"q{i}", "Do you ship to Portugal?", $"Visitor {i}");
            await stage.SayAsync(stage.Ana, "claim 2");
            await stage.ShowAsync();
            return stage.Channel.Messages.Single(message => message.Key.StartsWith("notice-digest", StringComparison.Ordinal)).Value.Card;
        }),
        new("notice-reminds-of-a-promise", "notice-promise 1", async stage =>
        {
            await stage.ComplainAsync();
            await stage.SayAsync(stage.Ben, "promise add 1 2h We call her <b>before</b> eleven, @channel.");
            stage.Wait(90);
            await stage.Get<PromiseSweep>().RunAsync(CancellationToken.None);
            await stage.ShowAsync();
            return stage.Channel.Messages.Single(message => message.Key.StartsWith("notice-promise", StringComparison.Ordinal)).Value.Card;
        }),
    ];

    private static async Task OfferAsync(Stage stage)
    {
        await stage.ComplainAsync();
        await stage.Get<IMembers>().LinkChatAsync(new ChatAccount(ChannelKind.Slack, "T0STORE", "U0BEN", "Ben O.", stage.Ben.Id), stage.Audit(), CancellationToken.None);
        await stage.Get<IMembers>().LinkChatAsync(new ChatAccount(ChannelKind.Teams, "11111111-1111-4111-8111-111111111111", "bbbbbbbb-0000-4000-8000-000000000002", "Ben *O*", stage.Ben.Id), stage.Audit(), CancellationToken.None);
        await stage.SayAsync(stage.Ana, "hand 1 Ben She wants a call after five; *mind* <the> tone, @channel.");
        await stage.ShowAsync();
    }

    private static async Task FailAsync(Stage stage, PlatformFailure failure, string problem, int times)
    {
        for (var time = 1; time <= times; time++)
        {
            stage.Page.PollFailures.Enqueue(new PlatformException(failure, problem));
            await stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: false, CancellationToken.None);
            stage.Wait(10);
        }
    }

    private static StaffCard Of(string name, Func<Stage, Task> happens) => new(name, "notice-watch 1", async stage =>
    {
        await happens(stage);
        await stage.ShowAsync();
        return stage.Channel.Messages.Values.Single(message => message.Nudge is null).Card;
    });
}
