using System.Globalization;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

/// <summary>The stream that keeps open pages up to date, as it goes over the wire.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task Stream_tells_at_once_where_the_page_stands_and_then_of_each_change()
    {
        await using var demo = await RunningDemo.StartAsync();
        var last = (await demo.ChangesAsync())[^1].GetProperty("change").GetInt64();
        using var stream = await Listener.OpenAsync(demo);
        (await stream.NextAsync()).ShouldBe(("change", last));
        await demo.SayAsync("Hello");
        (await stream.NextAsync()).ShouldBe(("change", last + 1));
        (await demo.PageAsync()).GetElementById("wall")!.GetAttribute("data-change").ShouldBe((last + 1).ToString(CultureInfo.InvariantCulture));
        await demo.Owner.PostAsync("api/reset", null);
        (await stream.NextAsync()).ShouldBe(("change", last + RunningDemo.FirstPosts + 1));
    }

    [Fact]
    public async Task Who_comes_back_learns_whether_anything_was_missed()
    {
        await using var demo = await RunningDemo.StartAsync();
        var last = (await demo.ChangesAsync())[^1].GetProperty("change").GetInt64();
        using (var same = await Listener.OpenAsync(demo, last))
            (await same.NextAsync()).ShouldBe(("same", last));
        await demo.SayAsync("Missed");
        await demo.RestartAsync();
        using var missed = await Listener.OpenAsync(demo, last);
        (await missed.NextAsync()).ShouldBe(("change", last + 1));
    }

    [Fact]
    public async Task Many_changes_are_told_as_few()
    {
        await using var demo = await RunningDemo.StartAsync();
        var last = (await demo.ChangesAsync())[^1].GetProperty("change").GetInt64();
        using var stream = await Listener.OpenAsync(demo, last);
        await stream.NextAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(() => demo.SayAsync($"{number}"))));
        var events = 0;
        while ((await stream.NextAsync()).Change != last + 100)
            events++;
        events.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task An_open_stream_does_not_keep_the_page_from_stopping()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var stream = await Listener.OpenAsync(demo);
        await stream.NextAsync();
        await demo.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        await demo.StartAgainAsync();
    }

    private sealed class Listener : IDisposable
    {
        private readonly HttpClient client;
        private readonly StreamReader reader;

        private Listener(HttpClient client, StreamReader reader) => (this.client, this.reader) = (client, reader);

        public static async Task<Listener> OpenAsync(RunningDemo demo, long? seen = null)
        {
            var browser = demo.Client();
            if (seen is { } id)
                browser.DefaultRequestHeaders.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
            var answer = await browser.GetAsync("live", HttpCompletionOption.ResponseHeadersRead);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return new Listener(browser, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        }

        public async Task<(string Name, long Change)> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
            string? name = null;
            string? id = null;
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.Length == 0 && name is not null)
                    return (name, long.Parse(id!, CultureInfo.InvariantCulture));
            }

            throw new InvalidOperationException("The stream ended.");
        }

        public void Dispose()
        {
            reader.Dispose();
            client.Dispose();
        }
    }
}
