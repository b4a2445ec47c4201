using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Telemetry;

/// <summary>The real process sends what it knows of itself to a collector that speaks OTLP over HTTP, and to nobody when none is named.</summary>
public sealed class CollectorTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<string, StringBuilder> told = new(StringComparer.Ordinal);
    private WebApplication collector = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var all = told.GetOrAdd(http.Request.Path, _ => new StringBuilder());
            // Names stand in the bytes as they are; the rest of the format is the exporter's own matter.
            lock (all)
                all.Append(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();
    }

    public async Task DisposeAsync() => await collector.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Collector_hears_of_posts_lags_and_queues()
    {
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "pagewatch.json"), JsonSerializer.Serialize(new { Telemetry = new { Otlp = collector.Urls.First(), ServiceName = "shop-care" } }));
        // The demo page has a past that is nudged for at the first start.
        await using var service = await ServiceProcess.StartAsync(folder.Path);
        await WaitAsync(() => Told("/v1/traces").Contains("shown", StringComparison.Ordinal));
        (await service.StopAsync()).Code.ShouldBe(0);

        foreach (var step in (string[])["seen", "understood", "nudged", "shown", "shop-care"])
            Told("/v1/traces").ShouldContain(step);
        foreach (var meter in (string[])["pagewatch.lag", "pagewatch.posts", "pagewatch.nudges", "pagewatch.inbox.waiting", "pagewatch.outbox.due", "pagewatch.store.commits"])
            Told("/v1/metrics").ShouldContain(meter);
    }

    [Theory]
    [InlineData("ftp://collector.example", "which is no http or https address")]
    [InlineData("collector", "which is no http or https address")]
    public async Task Address_that_is_none_is_told_before_anything_starts(string address, string said)
    {
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "pagewatch.json"), JsonSerializer.Serialize(new { Telemetry = new { Otlp = address } }));
        var ran = await ServiceProcess.RunAsync(["check-config", "--data", folder.Path]);
        ran.Code.ShouldBe(2);
        ran.Errors.ShouldContain("Telemetry:Otlp");
        ran.Errors.ShouldContain(said);
    }

    private string Told(string path)
    {
        if (!told.TryGetValue(path, out var all))
            return "";
        lock (all)
            return all.ToString();
    }

    private static async Task WaitAsync(Func<bool> until)
    {
        for (var waited = 0; !until(); waited++)
        {
            waited.ShouldBeLessThan(600, "the collector heard nothing");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }
}
