using System.Globalization;
using Microsoft.Data.Sqlite;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>Data that is taken, newer, broken or nowhere to be put: said plainly, and never harmed.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    [Theory, Trait("Promise", "14")]
    [InlineData("serve")]
    [InlineData("migrate")]
    public async Task Second_process_on_the_same_data_is_told_who_has_it(string word)
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        var ran = await ServiceProcess.RunAsync([word, "--data", Data, "--urls", "http://127.0.0.1:0"]);
        ran.Code.ShouldBe(1, ran.ToString());
        ran.Errors.ShouldContain($"The data folder {Data} is in use by process {service.Id} on ");
        ran.Errors.ShouldContain("--data DIR");
        SettingsTests.NobodySeesAStackTrace(ran);
        (await service.SayAsync("health")).Code.ShouldBe(0, "the first one goes on, with its door open");
    }

    [Fact]
    public async Task Two_services_on_data_of_their_own_do_not_meet()
    {
        await using var one = await ServiceProcess.StartAsync(Data);
        await using var other = await ServiceProcess.StartAsync(folder.Inside("other"));
        (await one.SayAsync("watch", other.Address + "demo/", "--name", "other")).Code.ShouldBe(1, "a private address");
        (await other.SayAsync("watches")).Output.ShouldStartWith("1 watched");
    }

    [Fact]
    public async Task Migrate_makes_the_data_and_then_finds_it_made()
    {
        var first = await ServiceProcess.RunAsync(["migrate", "--data", Data]);
        first.Code.ShouldBe(0, first.ToString());
        first.Output.ShouldContain($"The data in {Data} went from schema 0 to ");
        var second = await ServiceProcess.RunAsync(["migrate", "--data", Data]);
        second.Code.ShouldBe(0, second.ToString());
        second.Output.ShouldMatch($@"^The data in {Data} has schema \d+ already\.$");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("serve")]
    [InlineData("migrate")]
    public async Task Data_of_a_newer_program_is_left_alone(string word)
    {
        await ServiceProcess.RunAsync(["migrate", "--data", Data]);
        var database = Path.Combine(Data, "pagewatch.db");
        Execute(database, "PRAGMA user_version = 4711");
        var before = await File.ReadAllBytesAsync(database);
        var ran = await ServiceProcess.RunAsync([word, "--data", Data, "--urls", "http://127.0.0.1:0"]);
        ran.Code.ShouldBe(1, ran.ToString());
        ran.Errors.ShouldContain("has schema 4711; this program knows schemas up to ");
        ran.Errors.ShouldContain("Start the newer program");
        SettingsTests.NobodySeesAStackTrace(ran);
        (await File.ReadAllBytesAsync(database)).ShouldBe(before);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("pagewatch.db", "Restore a copy from ")]
    [InlineData("schedules.db", "Move the file away; it is made again from the watches.")]
    public async Task Database_that_is_none_is_named_and_left_alone(string name, string mend)
    {
        Directory.CreateDirectory(Data);
        var garbage = string.Concat(Enumerable.Repeat("This is no database. ", 400));
        await File.WriteAllTextAsync(Path.Combine(Data, name), garbage);
        var ran = await ServiceProcess.RunAsync(["--data", Data, "--urls", "http://127.0.0.1:0"]);
        ran.Code.ShouldBe(1, ran.ToString());
        ran.Errors.ShouldContain(name == "pagewatch.db" ? Data : name);
        ran.Errors.ShouldContain("file is not a database");
        ran.Errors.ShouldContain(mend);
        SettingsTests.NobodySeesAStackTrace(ran);
        (await File.ReadAllTextAsync(Path.Combine(Data, name))).ShouldBe(garbage);
    }

    [Fact]
    public async Task Schedules_that_were_moved_away_are_made_again()
    {
        await using (var first = await ServiceProcess.StartAsync(Data))
            await first.StopAsync();
        foreach (var file in Directory.GetFiles(Data, "schedules.db*"))
            File.Delete(file);
        await using var second = await ServiceProcess.StartAsync(Data);
        (await second.SayAsync("watches")).Code.ShouldBe(0);
        Execute(Path.Combine(Data, "schedules.db"), "SELECT count(*) FROM QRTZ_TRIGGERS").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Demo_page_that_cannot_open_its_file_does_not_stop_the_service()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "demo.db"), string.Concat(Enumerable.Repeat("This is no database. ", 400)));
        await using var service = await ServiceProcess.StartAsync(Data);
        (await service.SayAsync("health")).Code.ShouldBe(0);
        service.Output.ShouldContain("demo.db cannot be used");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Folder_that_cannot_be_made_is_named()
    {
        // A file stands in its place: that stops everybody, whatever rights the account has.
        await File.WriteAllTextAsync(folder.Inside("taken"), "");
        foreach (var place in (string[])[folder.Inside("taken"), Path.Combine(folder.Inside("taken"), "data")])
        {
            var ran = await ServiceProcess.RunAsync(["--data", place, "--urls", "http://127.0.0.1:0"]);
            ran.Code.ShouldBe(1, ran.ToString());
            ran.Errors.ShouldContain($"The data folder {place} cannot be used:");
            ran.Errors.ShouldContain("--data DIR");
            SettingsTests.NobodySeesAStackTrace(ran);
        }
    }

    [Fact]
    public async Task Folder_whose_name_is_full_of_surprises_is_used_all_the_same()
    {
        var odd = folder.Inside("a b;c=d'é%20");
        await using var service = await ServiceProcess.StartAsync(odd);
        (await service.SayAsync("watches")).Output.ShouldStartWith("1 watched");
        File.Exists(Path.Combine(odd, "pagewatch.db")).ShouldBeTrue();
        Directory.GetDirectories(folder.Path).ShouldHaveSingleItem();
    }

    public void Dispose() => folder.Dispose();

    private static long Execute(string database, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, CultureInfo.InvariantCulture);
    }
}
