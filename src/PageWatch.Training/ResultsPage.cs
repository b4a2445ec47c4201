using System.Globalization;
using System.Text;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>The committed page of results. Markdown.</summary>
internal static class ResultsPage
{
    private const double IntentGoal = 0.75;
    private const double UrgencyGoal = 0.90;

    /// <param name="compared">All readers on the same files.</param>
    /// <param name="models">Each model of the program with its own table of figures.</param>
    public static string Write(IReadOnlyList<Comparison.Line> compared, IEnumerable<(string Model, List<Evaluation.Line> Lines)> models)
    {
        var page = new StringBuilder();
        page.Append("""
            # Results

            Made by a command, from the models that are part of the program; do not edit. Needs the labelled files in FOLDER and, in `tests/Clients/lexicons`, `npm ci`:

                dotnet run -c Release --project src/PageWatch.Training -- results --data FOLDER --lexicons tests/Clients/lexicons --out src/PageWatch.Training/RESULTS.md

            `pagewatch evaluate --data FOLDER` prints the figures of one model on the same files. What the figures mean stands in
            [Measures](../PageWatch.Pipeline/Understanding/Measures/README.md), how far to trust them in the [README](README.md).


            """);
        Line(page, $"Models: {string.Join("; ", ShippedModels.Names.Select(name => $"`{name}`, {ShippedModels.Named(name).Version}"))}.");
        page.Append("\n## Beside lexicons\n\n");
        WriteComparison(page, compared);
        page.Append("\n## Goals\n\n");
        var tables = models.ToList();
        WriteGoals(page, compared, tables);
        foreach (var (model, lines) in tables)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## Model `{model}`, all figures\n\n");
            WriteAll(page, lines);
        }

        return page.ToString();
    }

    private static void WriteComparison(StringBuilder page, IReadOnlyList<Comparison.Line> compared)
    {
        Line(page, $"| file | posts | figure | {string.Join(" | ", Comparison.Readers)} |");
        Line(page, $"| --- | ---: | --- |{string.Concat(Comparison.Readers.Select(_ => " ---: |"))}");
        foreach (var (file, posts, figures) in compared)
        {
            Row($"{file.Task}: {file.Path}{(file.ByLanguage ? ", mean over languages" : "")}", posts.ToString("N0", CultureInfo.InvariantCulture), "macro recall", each => each.MacroRecall);
            Row("", "", "macro F1", each => each.MacroF1);
            Row("", "", $"PR-AUC of {TaskReader.Tasks[file.Task]}", each => each.PrAuc);

            void Row(string name, string count, string figure, Func<Figures, double> of)
            {
                var best = figures.Max(each => each is null ? double.NegativeInfinity : of(each));
                var cells = figures.Select(each => each is null ? "–" : of(each) >= best ? $"**{Number(of(each))}**" : Number(of(each)));
                Line(page, $"| {name} | {count} | {figure} | {string.Join(" | ", cells)} |");
            }
        }

        page.Append("""

            VADER answers from a compound score of ±0.05 on, AFINN by the sign of its sum; of a complaint what they call negative is taken. Both know English only. The starter reader's
            "mixed" is taken as negative, and its PR-AUC is of the answered label's confidence, all it gives. "–": knows nothing of the question. The `corpus` lines are the test part of our own posts.

            """);
    }

    private static void WriteGoals(StringBuilder page, IReadOnlyList<Comparison.Line> compared, List<(string Model, List<Evaluation.Line> Lines)> models)
    {
        Line(page, $"| goal | {string.Join(" | ", models.Select(each => each.Model))} |");
        Line(page, $"| --- |{string.Concat(models.Select(_ => " ---: |"))}");
        foreach (var (file, _, figures) in compared.Where(line => line.File.FullGoal is not null))
        {
            Row($"{file.Task}, {file.Path}: {file.Main}", model => (file.MainOf(Of(model)), file.GoalOf(model), false));
            Row($"{file.Task}, {file.Path}: calibration error", model => (Of(model).CalibrationError, ValidationFile.CalibrationGoal, true));

            Figures Of(string model) => figures[Comparison.Readers.ToList().IndexOf(model)]!;
        }

        Row("intent, test part of the corpus: macro F1", model => (Own(model, "intent").MacroF1, IntentGoal, false));
        Row("urgency `now`, test part of the corpus: recall at precision 0.60 or more", model => (Own(model, "now").RecallAtP60, UrgencyGoal, false));

        Figures Own(string model, string head) => models.Single(each => each.Model == model).Lines.Single(line => line.Head == head && line.File == PostFiles.Corpus).Figures;

        void Row(string name, Func<string, (double Reached, double? Goal, bool AtMost)> of) => Line(page, $"| {name} | {string.Join(" | ", models.Select(each => Cell(of(each.Model))))} |");
    }

    private static string Cell((double Reached, double? Goal, bool AtMost) each) => each.Goal is not { } goal
        ? Exact(each.Reached)
        : $"{Exact(each.Reached)}, {((each.AtMost ? each.Reached <= goal : each.Reached >= goal) ? "meets" : "**misses**")} {goal.ToString("0.00", CultureInfo.InvariantCulture)}";

    private static void WriteAll(StringBuilder page, List<Evaluation.Line> lines)
    {
        Line(page, $"| head | file | part | posts | macro recall | macro F1 | alert P | alert R | PR-AUC | R@P80 | ECE | NLL |");
        Line(page, $"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (head, file, part, f) in lines)
        {
            double[] numbers = [f.MacroRecall, f.MacroF1, f.AlertPrecision, f.AlertRecall, f.PrAuc, f.RecallAtP80, f.CalibrationError, f.NegativeLogLikelihood];
            Line(page, $"| {head} | {file} | {part} | {f.Posts.ToString("N0", CultureInfo.InvariantCulture)} | {string.Join(" | ", numbers.Select(Number))} |");
        }
    }

    /// <summary>One digit more, so that a goal just missed does not look met.</summary>
    private static string Exact(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');
}
