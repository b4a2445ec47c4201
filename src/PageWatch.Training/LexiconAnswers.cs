using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PageWatch.Pipeline.Understanding.Measures;

namespace PageWatch.Training;

/// <summary>What a lexicon of others answers, by its own package in Node.js.</summary>
internal static class LexiconAnswers
{
    /// <param name="folder">Where classify.mjs lies, its packages installed.</param>
    /// <param name="lexicon">"vader" or "afinn".</param>
    /// <returns>One for each text.</returns>
    /// <exception cref="InvalidDataException">There is no Node.js or no such script, or it said something else than answers.</exception>
    public static async Task<List<TaskAnswer>> OfAsync(string folder, string lexicon, IReadOnlyList<LabelledText> texts)
    {
        var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo("node", ["classify.mjs", "--with", lexicon, "--tsv", "-"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = plain,
            StandardOutputEncoding = plain,
        };
        using var node = Start(start);
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        try
        {
            foreach (var text in texts)
                await node.StandardInput.WriteAsync($"{text.Language}\t{text.Text}\n");
            node.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early; why is in its errors, and said below.
        }

        await node.WaitForExitAsync();
        var answers = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return node.ExitCode == 0 && answers.Length == texts.Count
            ? [.. answers.Select(Read)]
            : throw new InvalidDataException($"The lexicons in '{folder}' did not answer {texts.Count} texts: {await errors}Run npm ci there.");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new InvalidDataException($"Node.js cannot be started in '{start.WorkingDirectory}': {problem.Message}. Install it, or leave --lexicons out.", problem);
        }
    }

    private static TaskAnswer Read(string line)
    {
        var columns = line.Split('\t');
        return new TaskAnswer(columns[0], double.Parse(columns[1], CultureInfo.InvariantCulture), double.Parse(columns[2], CultureInfo.InvariantCulture));
    }
}
