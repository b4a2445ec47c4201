using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
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
    ];

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
