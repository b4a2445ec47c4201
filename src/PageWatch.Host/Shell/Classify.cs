using System.Globalization;
using System.Text;
using PageWatch.Host.Settings;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Host.Shell;

/// <summary><c>pagewatch classify</c>: a label for each text, line by line. Needs no running service, and touches no data.</summary>
internal static class Classify
{
    /// <summary>Where a file could be named: standard input.</summary>
    private const string Input = "-";

    private static readonly string Usage =
        $"pagewatch classify --task {string.Join('|', TaskReader.Tasks.Keys)} [--model {string.Join('|', ShippedModels.Names)}] --tsv FILE|-";

    /// <summary>Reads "language, text" a line, with a tab between; writes label, confidence and alert score. Answers are out before it waits for more.</summary>
    /// <param name="words">Behind "classify".</param>
    /// <param name="openInput">Standard input; opened only when it is read.</param>
    /// <param name="openOutput">Gets the answers; opened when the words are right.</param>
    /// <param name="errors">Gets what is wrong with a line.</param>
    /// <returns>0 when every line has its answer, or whoever reads them had enough; 1 when a line is none, or answers could not be written.</returns>
    /// <exception cref="SettingException">A word is wrong, or the file cannot be read; the message says the mend.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> words, Func<Stream> openInput, Func<Stream> openOutput, TextWriter errors, CancellationToken cancellationToken)
    {
        var options = ShellOptions.Read(words, "classify", Usage, ["--task", "--model", "--tsv"], []);
        var task = OneOf("--task", options.GetValueOrDefault("--task"), TaskReader.Tasks.Keys, Usage);
        var model = OneOf("--model", options.GetValueOrDefault("--model") ?? ShippedModels.Names[0], ShippedModels.Names, Usage);
        var file = options.GetValueOrDefault("--tsv") ?? throw ShellOptions.Wrong("--tsv is missing: a file of \"language, tab, text\" lines, or - for standard input.", Usage);
        await using var input = file == Input ? openInput() : OpenFile(file);
        var reader = ReaderOf(task, model);
        var lines = new PostLines(input);
        await using var output = openOutput();
        await using var writer = new StreamWriter(output, Encoding.ASCII, 1 << 16, leaveOpen: true) { NewLine = "\n" };
        try
        {
            while (await lines.MoreAsync(cancellationToken))
            {
                if (!AnswerAll(lines, reader, writer))
                {
                    await writer.FlushAsync(cancellationToken);
                    await errors.WriteLineAsync($"Line {lines.Number} has no tab. Write the language (und when it is not known), a tab, and the text.");
                    return 1;
                }

                await writer.FlushAsync(cancellationToken);
            }
        }
        catch (IOException problem) when (PipeOutput.IsBroken(problem))
        {
            return 0;
        }
        catch (IOException problem)
        {
            await errors.WriteLineAsync($"After line {lines.Number}: {problem.Message}");
            return 1;
        }

        return 0;
    }

    /// <returns>What was typed, when it can be.</returns>
    /// <exception cref="SettingException">It is missing, or none of the names.</exception>
    public static string OneOf(string option, string? typed, IEnumerable<string> names, string usage)
    {
        if (typed is not null && names.Contains(typed))
            return typed;
        var choice = string.Join(", ", names);
        throw ShellOptions.Wrong(typed is null ? $"{option} is missing: one of {choice}." : $"{option} is \"{typed}\"; it can be {choice}.", usage);
    }

    /// <exception cref="SettingException">This build lacks the model.</exception>
    public static TaskReader ReaderOf(string task, string model)
    {
        try
        {
            return TaskReader.Of(task, () => ShippedModels.Named(model));
        }
        catch (Exception problem) when (problem is InvalidDataException or KeyNotFoundException)
        {
            throw new SettingException(problem.Message);
        }
    }

    /// <returns>False when a line is none.</returns>
    private static bool AnswerAll(PostLines lines, TaskReader reader, StreamWriter writer)
    {
        Span<char> number = stackalloc char[32];
        while (lines.TryNext(out var line))
        {
            var tab = line.IndexOf('\t');
            if (tab < 0)
                return false;
            var answer = reader.Read(line[(tab + 1)..], LanguageOf(line[..tab]));
            writer.Write(answer.Label);
            foreach (var value in (ReadOnlySpan<double>)[answer.Confidence, answer.AlertScore])
            {
                writer.Write('\t');
                value.TryFormat(number, out var length, "0.000000", CultureInfo.InvariantCulture);
                writer.Write(number[..length]);
            }

            writer.Write('\n');
        }

        return true;
    }

    /// <summary>Files are of a few languages, which need no string of their own each time.</summary>
    private static string LanguageOf(ReadOnlySpan<char> tag) => tag switch
    {
        "en" => "en",
        "" or "und" => "und",
        _ => tag.Length < 64 ? new string(tag) : "und",
    };

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{path} cannot be read: {problem.Message} Name another file with --tsv, or - for standard input.");
        }
    }
}
