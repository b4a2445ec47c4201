using PageWatch.Host.Settings;
using PageWatch.Host.Shell;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>How good a model is, by whatever labelled files are there.</summary>
public sealed class EvaluateTests
{
    [Fact]
    public async Task What_is_there_is_measured_and_what_is_not_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Inside("sentiment"));
        Directory.CreateDirectory(folder.Inside("spam"));
        await File.WriteAllTextAsync(folder.Inside("spam/val.tsv"), "not_spam\ten\tlovely song\nspam\ten\tCheck out my channel and subscribe! http\nnot_spam\ten\tI disagree with the second verse\n");
        await File.WriteAllTextAsync(
            folder.Inside("sentiment/multi.val.tsv"), "positive\tde\tSuper, vielen Dank!\nnegative\tde\tSchrecklich, nie wieder\npositive\tfr\tMerci beaucoup, parfait\nnegative\tfr\tC'est nul, très déçu\n");
        var ran = await ServiceProcess.RunAsync(["evaluate", "--model", "open", "--data", folder.Path]);
        ran.Code.ShouldBe(0, ran.ToString());
        var lines = ran.Output.Split('\n');
        lines.ShouldContain(line => line.Contains("irony/val.tsv", StringComparison.Ordinal) && line.Contains("not measured", StringComparison.Ordinal));
        lines.Single(line => line.Contains("spam/val.tsv", StringComparison.Ordinal)).ShouldContain("n=3");
        lines.Where(line => line.Contains("sentiment/multi.val.tsv", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]).ShouldBe(["all", "de", "fr", "mean"]);
    }

    [Fact]
    public async Task Folder_without_any_of_the_files_is_no_success()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        (await Evaluate.RunAsync(["--data", folder.Path], output, CancellationToken.None)).ShouldBe(1);
        output.ToString().ShouldContain("sentiment/en.val.tsv");
    }

    [Theory]
    [InlineData("--data is missing")]
    [InlineData("which is no folder", "--data", "nowhere/at/all")]
    [InlineData("it can be open, full", "--model", "small", "--data", ".")]
    public async Task Wrong_words_are_told(string problem, params string[] words) =>
        (await Should.ThrowAsync<SettingException>(() => Evaluate.RunAsync(words, TextWriter.Null, CancellationToken.None))).Message.ShouldContain(problem);

    [Fact]
    public async Task Line_that_is_none_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Inside("irony"));
        await File.WriteAllTextAsync(folder.Inside("irony/val.tsv"), "irony\ten\tgreat, rain again\nirony\n");
        (await Should.ThrowAsync<SettingException>(() => Evaluate.RunAsync(["--data", folder.Path], TextWriter.Null, CancellationToken.None))).Message.ShouldContain("line 2");
    }
}
