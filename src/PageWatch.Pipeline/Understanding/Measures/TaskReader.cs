using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>Answers one question about one text after another, in the labels of the labelled files. Never throws for any text. Not for two threads at once.</summary>
public abstract class TaskReader
{
    /// <summary>
    /// What can be asked, and the label that one is alerted by: <see cref="TaskAnswer.AlertScore"/> is its probability.
    /// For the language nobody is alerted by one of them: there it is the probability that the answer is wrong.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Tasks { get; } = new Dictionary<string, string?>
    {
        ["sentiment"] = "negative",
        ["complaint"] = "complaint",
        ["offensive"] = "offensive",
        ["irony"] = "irony",
        ["emotion"] = "anger",
        ["spam"] = "spam",
        ["language"] = null,
    };

    /// <param name="task">One of <see cref="Tasks"/>.</param>
    /// <param name="model">Asked only when the task needs a model.</param>
    /// <exception cref="KeyNotFoundException">There is no such task, or the model cannot answer it.</exception>
    public static TaskReader Of(string task, Func<TextModel> model) => Tasks[task] is { } alert ? new ModelTask(model(), task, alert) : new LanguageTask();

    /// <param name="text">The raw post.</param>
    /// <param name="language">A language tag; null or "und" when it is not known, and then looked for.</param>
    public abstract TaskAnswer Read(ReadOnlySpan<char> text, string? language);
}
