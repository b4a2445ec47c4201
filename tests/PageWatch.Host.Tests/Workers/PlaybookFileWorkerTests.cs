using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Teams;
using PageWatch.Host.Workers;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Processes;
using PageWatch.Testing.Stages;

namespace PageWatch.Host.Tests.Workers;

/// <summary>The file of the playbook on a real disk.</summary>
public sealed class PlaybookFileWorkerTests : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Now => CancellationToken.None;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task File_is_read_at_the_start_and_whenever_it_is_written()
    {
        var file = new PlaybookFile(folder.Inside("playbook.md"));
        await using var stage = await Stage.OpenAsync(services => services.AddSingleton(file));
        await File.WriteAllTextAsync(file.Path!, Saying("One."));
        using var worker = Worker(stage, file);
        await worker.StartAsync(Now);
        await UntilAsync(async () => await VersionAsync(stage) == (1, Saying("One.")));

        await File.WriteAllTextAsync(file.Path!, Saying("Two."));
        await UntilAsync(async () => await VersionAsync(stage) == (2, Saying("Two.")));

        await File.WriteAllTextAsync(file.Path!, Saying("{three}"));
        await UntilAsync(() => ValueTask.FromResult(file.Problems.Count > 0));
        (await VersionAsync(stage)).ShouldBe((2, Saying("Two.")), "a broken file replaces nothing");
        file.Problems.ShouldHaveSingleItem().Line.ShouldBe(7);

        // As many editors save: beside it, then in its place.
        await File.WriteAllTextAsync(folder.Inside("playbook.md~"), Saying("Three."));
        File.Move(folder.Inside("playbook.md~"), file.Path!, overwrite: true);
        await UntilAsync(async () => await VersionAsync(stage) == (3, Saying("Three.")));
        file.Problems.ShouldBeEmpty();

        File.Delete(file.Path!);
        await UntilAsync(() => ValueTask.FromResult(file.Problems.Count > 0));
        (await VersionAsync(stage)).ShouldBe((3, Saying("Three.")));
        await worker.StopAsync(Now);
    }

    [Fact]
    public async Task Where_nobody_tells_of_changes_the_file_is_looked_at_now_and_then()
    {
        var file = new PlaybookFile(folder.Inside("later/playbook.md"));
        await using var stage = await Stage.OpenAsync(services => services.AddSingleton(file));
        using var worker = Worker(stage, file);
        await worker.StartAsync(Now);
        await UntilAsync(() => ValueTask.FromResult(file.Problems.Count > 0));
        Directory.CreateDirectory(folder.Inside("later"));
        await File.WriteAllTextAsync(file.Path!, Saying("One."));
        await UntilAsync(async () =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(5));
            return await VersionAsync(stage) == (1, Saying("One."));
        });
        await worker.StopAsync(Now);
    }

    [Fact]
    public async Task Without_a_file_nothing_is_watched()
    {
        await using var stage = await Stage.OpenAsync();
        using var worker = Worker(stage, PlaybookFile.None);
        await worker.StartAsync(Now);
        await worker.ExecuteTask!.WaitAsync(LongEnough, TimeProvider.System);
    }

    // The clock of a disk is the machine's; only the doorbell waits by the hand-moved one.
    private static PlaybookFileWorker Worker(Stage stage, PlaybookFile file) =>
        new(file, stage.Get<PlaybookFileIntake>(), stage.Get<DataFolder>(), stage.Get<IDoorbell>(), TimeProvider.System, NullLogger<PlaybookFileWorker>.Instance);

    private static async Task<(int Version, string Text)?> VersionAsync(Stage stage) => await stage.Get<ITeamRecords>().PlaybookAsync(TeamId.Default, Now);

    private static string Saying(string reply) => $"## All\n\nFor: any\n\n### en\n\n- {reply}\n";

    private static async Task UntilAsync(Func<ValueTask<bool>> holds)
    {
        using var limit = new CancellationTokenSource(LongEnough, TimeProvider.System);
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }
}
