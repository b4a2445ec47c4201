using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PageWatch.Demo.Wall;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

/// <summary>What the page's file keeps.</summary>
public sealed class FileTests
{
    [Fact]
    public async Task A_restart_keeps_everything()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        await demo.ReplyAsync(post.Id, "An answer.");
        await demo.Wall.DeleteAsync((await demo.SayAsync("A mistake.")).Id, CancellationToken.None);
        var before = (await demo.ChangesAsync()).Select(each => each.GetRawText()).ToList();
        await demo.RestartAsync();
        (await demo.ChangesAsync()).Select(each => each.GetRawText()).ShouldBe(before);
    }

    [Fact]
    public async Task What_was_answered_is_on_the_disk()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        for (var number = 0; number < 20; number++)
            (await browser.PostAsync("posts", RunningDemo.Form($"Number {number}"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        // Without closing anything: this is what a machine that lost its power finds again.
        using var file = new DemoFile(demo.CopyAsItLies(), TimeProvider.System);
        var texts = await file.ReadAsync((connection, _) => Dapper.SqlMapper.Query<string>(connection, "select text from posts order by number").ToList(), CancellationToken.None);
        texts.TakeLast(20).ShouldBe(Enumerable.Range(0, 20).Select(number => $"Number {number}"));
    }

    [Fact]
    public async Task Commits_wait_for_the_disk()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var file = new DemoFile(demo.CopyAsItLies(), TimeProvider.System);
        var (journal, synchronous) = await file.WriteAsync(
            (connection, _) => (Dapper.SqlMapper.ExecuteScalar<string>(connection, "pragma journal_mode"), Dapper.SqlMapper.ExecuteScalar<int>(connection, "pragma synchronous")), CancellationToken.None);
        journal.ShouldBe("wal");
        synchronous.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_file_counts_on_from_the_clock()
    {
        await using var first = await RunningDemo.StartAsync();
        var last = (await first.ChangesAsync())[^1].GetProperty("change").GetInt64();
        await using var second = await RunningDemo.StartAsync();
        (await second.ChangesAsync(last)).Count.ShouldBe(RunningDemo.FirstPosts, "who followed the old file follows the new one");
    }

    [Fact]
    public async Task A_file_that_is_no_page_stops_nobody_else()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new string('x', 5_000));
        var options = new DemoOptions { File = file, PublicBase = new Uri("http://127.0.0.1:0/demo/"), ApiKey = RunningDemo.Key };
        var app = DemoSite.Create(options, builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        using var browser = new HttpClient { BaseAddress = options.PublicBase };
        (await browser.GetAsync("")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await browser.GetAsync("api/about")).StatusCode.ShouldBe(HttpStatusCode.OK, "the app lives");
        await app.StopAsync();
        await app.DisposeAsync();
        (await File.ReadAllTextAsync(file)).ShouldBe(new string('x', 5_000));
        File.Delete(file);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_left_alone()
    {
        await using var demo = await RunningDemo.StartAsync();
        await demo.SayAsync("Hello");
        var copy = demo.CopyAsItLies();
        await using (var connection = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            await connection.OpenAsync();
            await Dapper.SqlMapper.ExecuteAsync(connection, "pragma user_version = 9");
        }

        using var file = new DemoFile(copy, TimeProvider.System);
        var problem = await Should.ThrowAsync<InvalidOperationException>(() => file.WriteAsync((_, _) => true, CancellationToken.None));
        problem.Message.ShouldContain("another version");
    }
}
