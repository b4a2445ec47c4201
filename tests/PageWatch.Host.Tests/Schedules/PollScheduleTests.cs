using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Schedules;

/// <summary>Polls of the real program, against pages that answer as a test says.</summary>
public sealed class PollScheduleTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication pages = null!;
    private volatile bool holds;
    private int askedSlow;
    private int askedQuick;

    private Uri Base => new(pages.Urls.Single());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        pages = builder.Build();
        pages.MapGet("/{name}", AnswerAsync);
        await pages.StartAsync();
        Directory.CreateDirectory(folder.Inside("data"));
        await File.WriteAllTextAsync(folder.Inside("data/pagewatch.json"), $$"""{ "Fetch": { "AllowPrivate": ["127.0.0.1:{{Base.Port}}"], "TimeLimit": "00:01:30" } }""");
    }

    public async Task DisposeAsync()
    {
        released.TrySetResult();
        await pages.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Page_that_does_not_answer_makes_no_other_page_late()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Inside("data"), "--no-demo");
        await WatchAsync(service, "slow");
        holds = true;
        var looks = askedSlow;
        await UntilAsync(() => askedSlow > looks);
        // Its poll is held now, and stays so.
        looks = askedSlow;
        await WatchAsync(service, "quick");
        var asked = askedQuick;
        await UntilAsync(() => askedQuick > asked);
        released.Task.IsCompleted.ShouldBeFalse();
        askedSlow.ShouldBe(looks, "a page is not asked again while it still owes an answer");
    }

    private async Task WatchAsync(ServiceProcess service, string name)
    {
        var said = await service.SayAsync("watch", new Uri(Base, name).ToString(), "--every", "15s");
        said.Code.ShouldBe(0, said.ToString());
    }

    private async Task AnswerAsync(HttpContext http, string name)
    {
        if (name == "slow")
        {
            Interlocked.Increment(ref askedSlow);
            if (holds)
                await released.Task.WaitAsync(http.RequestAborted);
        }
        else if (name == "quick")
        {
            Interlocked.Increment(ref askedQuick);
        }

        http.Response.StatusCode = (int)HttpStatusCode.OK;
        http.Response.ContentType = "application/rss+xml";
        await http.Response.WriteAsync($"<rss version=\"2.0\"><channel><title>{name}</title><link>{Base}</link><item><guid>1</guid><title>Hello</title></item></channel></rss>", http.RequestAborted);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }
}
