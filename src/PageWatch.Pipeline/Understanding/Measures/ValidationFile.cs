namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>A file that answers are measured by.</summary>
/// <param name="Task">The question.</param>
/// <param name="Path">In the folder of labelled files, with "/".</param>
/// <param name="Main">Which figure counts: "macro recall" or "macro F1".</param>
/// <param name="FullGoal">What the model "full" is to reach of it; null for no goal.</param>
/// <param name="OpenGoal">The same for "open".</param>
/// <param name="ByLanguage">Measured for each language too; what counts is the mean over them.</param>
public sealed record ValidationFile(string Task, string Path, string Main, double? FullGoal = null, double? OpenGoal = null, bool ByLanguage = false)
{
    /// <summary>How far confidence may be from how often it is right, wherever there is a goal.</summary>
    public const double CalibrationGoal = 0.03;

    /// <summary>All that are measured, in the order of the table.</summary>
    public static IReadOnlyList<ValidationFile> All { get; } =
    [
        new("sentiment", "sentiment/en.val.tsv", "macro recall", FullGoal: 0.72),
        new("sentiment", "sentiment/en_goemotions.val.tsv", "macro recall"),
        new("sentiment", "sentiment/multi.val.tsv", "macro F1", FullGoal: 0.57, ByLanguage: true),
        new("complaint", "complaint/val.tsv", "macro F1", FullGoal: 0.83, OpenGoal: 0.76),
        new("offensive", "offensive/val.tsv", "macro F1", FullGoal: 0.75),
        new("irony", "irony/val.tsv", "macro F1", FullGoal: 0.63),
        new("emotion", "emotion/val.tsv", "macro F1"),
        new("spam", "spam/val.tsv", "macro F1", FullGoal: 0.94),
    ];

    /// <summary>The figure that counts.</summary>
    public double MainOf(Figures figures) => Main == "macro recall" ? figures.MacroRecall : figures.MacroF1;

    /// <param name="model">"open" or "full".</param>
    public double? GoalOf(string model) => model == "full" ? FullGoal : OpenGoal;

    /// <summary>Measures answers to the whole file, and where asked for to each language and their mean.</summary>
    /// <param name="gold">The lines of the file; at least one.</param>
    /// <param name="answers">One for each line.</param>
    /// <returns>"all"; then each language and "mean". The figure that counts is that of the last.</returns>
    public IReadOnlyList<(string Part, Figures Figures)> Measure(IReadOnlyList<LabelledText> gold, IReadOnlyList<TaskAnswer> answers)
    {
        var all = Of([.. Enumerable.Range(0, gold.Count)]);
        var parts = new List<(string Part, Figures Figures)> { ("all", all) };
        if (!ByLanguage)
            return parts;
        parts.AddRange(Enumerable.Range(0, gold.Count).GroupBy(i => gold[i].Language).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, Of([.. group]))));
        parts.Add(("mean", Figures.Mean([.. parts.Skip(1).Select(part => part.Figures)], all)));
        return parts;

        Figures Of(int[] places) => Figures.Of(
            [.. places.Select(i => gold[i].Label)], [.. places.Select(i => (answers[i].Label, answers[i].Confidence, answers[i].AlertScore))], TaskReader.Tasks[Task] ?? "");
    }
}
