using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using PageWatch.Host.Settings;
using PageWatch.Host.Shell;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>A label for each line, without a service and without data.</summary>
public sealed class ClassifyTests
{
    private static readonly Dictionary<string, string[]> Labels = new()
    {
        ["sentiment"] = ["negative", "neutral", "positive"],
        ["complaint"] = ["complaint", "not_complaint"],
        ["offensive"] = ["offensive", "not_offensive"],
        ["irony"] = ["irony", "not_irony"],
        ["emotion"] = ["anger", "joy", "optimism", "sadness"],
        ["spam"] = ["spam", "not_spam"],
    };

    public static TheoryData<string, string> TasksOfModels()
    {
        var rows = new TheoryData<string, string>();
        foreach (var task in Labels.Keys)
        {
            foreach (var model in ShippedModels.Names)
                rows.Add(task, model);
        }

        return rows;
    }

    [Fact]
    public async Task Lines_are_answered_without_a_service_and_leave_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["PAGEWATCH_DATA"] = folder.Inside("data") };
        var ran = await ServiceProcess.RunAsync(
            ["classify", "--task", "sentiment", "--tsv", "-"], "en\tI love it, thank you so much!\nund\tDas ist eine Frechheit, nie wieder!\nen\tThis is terrible, the worst shop ever.\n", environment);
        ran.Code.ShouldBe(0, ran.ToString());
        ran.Errors.ShouldBeEmpty();
        ran.Output.Split('\n').Select(line => line.Split('\t')[0]).ShouldBe(["positive", "negative", "negative"]);
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(TasksOfModels))]
    public async Task Answers_are_labels_of_the_files_with_probabilities(string task, string model)
    {
        var ran = await RunAsync(["--task", task, "--model", model, "--tsv", "-"], "en\tMy parcel is broken, you fools\npt-BR\tmuito obrigado\n\t\nund\t😂😂\nxx-klingon\tqapla\n");
        ran.Code.ShouldBe(0);
        var lines = ran.Output.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(5);
        foreach (var columns in lines.Select(line => line.Split('\t')))
        {
            columns.Length.ShouldBe(3);
            columns[0].ShouldBeOneOf(Labels[task]);
            double.Parse(columns[1], CultureInfo.InvariantCulture).ShouldBeInRange(0, 1);
            double.Parse(columns[2], CultureInfo.InvariantCulture).ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public async Task Language_is_told_by_the_text_and_not_by_what_stands_beside_it()
    {
        var ran = await RunAsync(["--task", "language", "--tsv=-"], "fr\tWo bleibt denn eigentlich mein Paket, ich warte schon seit einer Woche\nund\tمرحبا، أين طلبي؟\nen\t42\n");
        ran.Output.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')[0]).ShouldBe(["de", "ar", "und"]);
    }

    [Theory]
    [InlineData("sentiment", "negative")]
    [InlineData("complaint", "complaint")]
    public void Alert_score_is_the_probability_of_what_one_is_alerted_by_whatever_is_answered(string task, string alert)
    {
        var reader = TaskReader.Of(task, () => ShippedModels.Open);
        var good = reader.Read("Thank you, everything is lovely!", "en");
        var bad = reader.Read("My parcel arrived broken again and nobody answers. This is unacceptable.", "en");
        good.Label.ShouldNotBe(alert);
        bad.Label.ShouldBe(alert);
        bad.AlertScore.ShouldBeGreaterThan(good.AlertScore + 0.2);
    }

    [Fact]
    public async Task Line_without_a_tab_is_an_error_with_its_number_and_the_lines_before_it_are_answered()
    {
        var ran = await RunAsync(["--task", "spam", "--tsv", "-"], "en\thello\r\nen\tFREE money, click http\r\nno tab\nen\tnever reached\n");
        ran.Code.ShouldBe(1);
        ran.Output.TrimEnd('\n').Split('\n').Length.ShouldBe(2);
        ran.Errors.ShouldStartWith("Line 3 has no tab.");
    }

    [Theory]
    [InlineData("--task is missing", "sentiment, complaint, offensive, irony, emotion, spam, language", "--tsv", "-")]
    [InlineData("--task is \"mood\"", "sentiment, complaint, offensive, irony, emotion, spam, language", "--task", "mood", "--tsv", "-")]
    [InlineData("--model is \"big\"", "open, full", "--task", "spam", "--model", "big", "--tsv", "-")]
    [InlineData("--tsv is missing", "--tsv FILE|-", "--task", "spam")]
    [InlineData("--tsv needs a value", "--tsv FILE|-", "--task", "spam", "--tsv")]
    [InlineData("classify takes no \"--fast\"", "--tsv FILE|-", "--task", "spam", "--tsv", "-", "--fast")]
    [InlineData("--task stands there twice", "--tsv FILE|-", "--task", "spam", "--task", "spam", "--tsv", "-")]
    public async Task Wrong_words_are_told_with_what_can_be(string problem, string choice, params string[] words)
    {
        var ran = await ServiceProcess.RunAsync(["classify", .. words], "");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Output.ShouldBeEmpty();
        ran.Errors.ShouldContain(problem);
        ran.Errors.ShouldContain(choice);
        SettingsTests.NobodySeesAStackTrace(ran);
    }

    [Fact]
    public async Task File_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        var missing = folder.Inside("posts.tsv");
        var problem = await Should.ThrowAsync<SettingException>(() => RunAsync(["--task", "spam", "--tsv", missing], ""));
        problem.Message.ShouldContain(missing);
        problem.Message.ShouldContain("--tsv");
    }

    [Fact]
    public async Task What_is_no_utf8_is_replaced_and_the_mark_of_the_byte_order_is_no_letter()
    {
        byte[] input = [0xEF, 0xBB, 0xBF, .. "en\tbroken "u8, 0xFF, 0xFE, 0xC3, .. "\n\ten\xED"u8, 0xF0, 0x9F];
        var ran = await RunAsync(["--task", "sentiment", "--tsv", "-"], new MemoryStream(input));
        ran.Code.ShouldBe(0, ran.Errors);
        ran.Output.TrimEnd('\n').Split('\n').Length.ShouldBe(2);
        ran.Output.Split('\n')[0].ShouldBe((await RunAsync(["--task", "sentiment", "--tsv", "-"], "en\tbroken \uFFFD\uFFFD\uFFFD")).Output.TrimEnd('\n'));
    }

    [Fact]
    public async Task Answers_are_out_before_more_is_waited_for()
    {
        var typed = new Pipe();
        var answers = new Pipe();
        var running = Classify.RunAsync(["--task", "sentiment", "--tsv", "-"], () => typed.Reader.AsStream(), () => answers.Writer.AsStream(), TextWriter.Null, CancellationToken.None);
        using var reader = new StreamReader(answers.Reader.AsStream());
        for (var i = 0; i < 3; i++)
        {
            await typed.Writer.WriteAsync(Encoding.UTF8.GetBytes("en\tall is well\n"));
            (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldNotBeNull().Split('\t').Length.ShouldBe(3);
        }

        await typed.Writer.CompleteAsync();
        (await running).ShouldBe(0);
    }

    [Fact]
    public async Task Endless_line_is_answered_as_if_it_were_whole()
    {
        var text = Endless();
        var whole = TaskReader.Of("sentiment", () => ShippedModels.Open).Read(text, "en");
        (await RunAsync(["--task", "sentiment", "--tsv", "-"], "en\t" + text + "\nen\tshort")).Output
            .ShouldStartWith(FormattableString.Invariant($"{whole.Label}\t{whole.Confidence:0.000000}\t{whole.AlertScore:0.000000}\n"));
    }

    [Fact]
    public async Task Endless_line_takes_no_memory()
    {
        var bytes = Encoding.UTF8.GetBytes(Endless());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var lines = new PostLines(new MemoryStream(bytes, writable: false));
        var longest = 0;
        // A stream in memory never lets anybody wait, so all of it happens on this thread.
        while (await lines.MoreAsync(CancellationToken.None))
        {
            while (lines.TryNext(out var line))
                longest = Math.Max(longest, line.Length);
        }

        lines.Number.ShouldBe(1);
        longest.ShouldBeInRange(12_000, 40_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(400_000);
    }

    [Fact]
    public async Task Whoever_reads_the_answers_may_have_enough()
    {
        using var errors = new StringWriter();
        await using var input = new Steps(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("en\thello\n", 20_000))), 10_000);
        await using var broken = new BrokenPipe();
        (await Classify.RunAsync(["--task", "spam", "--tsv", "-"], () => input, () => broken, errors, CancellationToken.None)).ShouldBe(0);
        errors.ToString().ShouldBeEmpty();
        input.Given.ShouldBe(10_000, "nobody reads on for nobody");
    }

    [Fact]
    public async Task Pipe_that_ends_early_ends_the_program_quietly()
    {
        // What cuts the pipe is a program of its own; the tests run where there is a shell.
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "yes 'en\tall is well' 2>/dev/null | dotnet \"$0\" classify --task spam --tsv - | head -n 3", RunningProgram.Path]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        (await output).TrimEnd('\n').Split('\n').Length.ShouldBe(3);
        (await errors).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a\nb\n", "a", "b")]
    [InlineData("a\r\nb", "a", "b")]
    [InlineData("", new string[0])]
    [InlineData("\n\na\n", "", "", "a")]
    [InlineData("\uFEFFa\n\uFEFFb", "a", "\uFEFFb")]
    [InlineData("a\u2028b\rc\n", "a\u2028b\rc")]
    public async Task Lines_end_where_they_end(string input, params string[] expected)
    {
        // In one piece, and byte by byte.
        foreach (var step in (int[])[1, 1_000])
        {
            var lines = new PostLines(new Steps(Encoding.UTF8.GetBytes(input), step));
            var found = new List<string>();
            while (await lines.MoreAsync(CancellationToken.None))
            {
                while (lines.TryNext(out var line))
                    found.Add(new string(line));
            }

            found.ShouldBe(expected);
            lines.Number.ShouldBe(expected.Length);
        }
    }

    private static string Endless() => string.Concat(Enumerable.Range(0, 400_000).Select(i => i is 1_000 or 399_800 ? "terrible " : $"word{i % 977} "));

    private static Task<(int Code, string Output, string Errors)> RunAsync(string[] words, string input) => RunAsync(words, new MemoryStream(Encoding.UTF8.GetBytes(input)));

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] words, Stream input)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        var code = await Classify.RunAsync(words, () => input, () => output, errors, CancellationToken.None);
        return (code, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe", 32);

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe", 32);
    }

    /// <summary>Gives a few bytes at a time, as a slow sender does.</summary>
    private sealed class Steps(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public int Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var given = Read(buffer.Span[..Math.Min(step, buffer.Length)]);
            Given += given;
            return ValueTask.FromResult(given);
        }
    }
}
