using System.Globalization;
using PageWatch.Host.Settings;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Host.Shell;

/// <summary><c>pagewatch evaluate</c>: how good a model is, by files of labelled posts. Needs no running service, and touches no data.</summary>
internal static class Evaluate
{
    private static readonly string Usage = $"pagewatch evaluate [--model {string.Join('|', ShippedModels.Names)}] --data FOLDER";

    /// <summary>Prints a line for each file, for each language of one that has several, and whether its goal is met.</summary>
    /// <param name="words">Behind "evaluate".</param>
    /// <param name="output">Gets the table.</param>
    /// <returns>0 when anything was measured, whatever the figures are; 1 when none of the files is there.</returns>
    /// <exception cref="SettingException">A word is wrong, or a file cannot be read; the message says the mend.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var options = ShellOptions.Read(words, "evaluate", Usage, ["--model", "--data"], []);
        var model = Classify.OneOf("--model", options.GetValueOrDefault("--model") ?? ShippedModels.Names[0], ShippedModels.Names, Usage);
        var folder = options.GetValueOrDefault("--data") ?? throw ShellOptions.Wrong("--data is missing: the folder of labelled files.", Usage);
        if (!Directory.Exists(folder))
            throw ShellOptions.Wrong($"--data is \"{folder}\", which is no folder.", Usage);
        var measured = 0;
        foreach (var file in ValidationFile.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var gold = Read(Path.Combine(folder, file.Path));
            if (gold.Count == 0)
            {
                await output.WriteLineAsync($"{file.Task,-10} {file.Path,-31} not measured: there is no such file, or nothing in it");
                continue;
            }

            measured++;
            var reader = Classify.ReaderOf(file.Task, model);
            var lines = file.Measure(gold, [.. gold.Select(line => reader.Read(line.Text, line.Language))]);
            foreach (var (part, figures) in lines)
                await output.WriteLineAsync($"{file.Task,-10} {file.Path,-31} {part,-5} {figures}{(part == lines[^1].Part ? Verdict(file, model, lines) : "")}");
        }

        return measured > 0 ? 0 : 1;
    }

    private static string Verdict(ValidationFile file, string model, IReadOnlyList<(string Part, Figures Figures)> lines)
    {
        var error = lines[0].Figures.CalibrationError;
        var main = file.GoalOf(model) is { } goal ? $"  {file.Main} {Judged(file.MainOf(lines[^1].Figures) >= goal, goal)}" : "";
        return file.FullGoal is null ? main : $"{main}  ECE {Judged(error <= ValidationFile.CalibrationGoal, ValidationFile.CalibrationGoal)}";
    }

    private static string Judged(bool isMet, double goal) => string.Create(CultureInfo.InvariantCulture, $"{(isMet ? "meets" : "MISSES")} {goal:0.00}");

    /// <returns>Nothing when there is no such file.</returns>
    private static List<LabelledText> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            using var reader = new StreamReader(path);
            return [.. LabelledText.Read(reader, path)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SettingException($"{path} cannot be measured by: {problem.Message}");
        }
    }
}
