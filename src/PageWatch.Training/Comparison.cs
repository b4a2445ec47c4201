using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Several readers on the same files, by the same figures.</summary>
/// <param name="lexicons">The folder of the lexicons' script; null leaves them out.</param>
/// <param name="tell">Gets what is being done.</param>
internal sealed class Comparison(PostFiles files, string? lexicons, Action<string> tell)
{
    private static readonly string[] TasksOfStarter = ["sentiment", "complaint", "spam"];

    /// <summary>Everybody who answers, in the order of the table's columns.</summary>
    public static IReadOnlyList<string> Readers { get; } = ["VADER", "AFINN", "starter", .. ShippedModels.Names];

    /// <summary>A file and what each reader reaches on it: null for who cannot answer, or was left out.</summary>
    /// <param name="Figures">In the order of <see cref="Readers"/>.</param>
    public sealed record Line(ValidationFile File, int Posts, IReadOnlyList<Figures?> Figures);

    public async Task<List<Line>> MeasureAsync()
    {
        var lines = new List<Line>();
        foreach (var (file, texts) in Files())
        {
            tell($"{file.Task} of {file.Path}");
            var figures = new List<Figures?>();
            foreach (var reader in Readers)
                figures.Add(await AnswersAsync(reader, file.Task, texts) is { } answers ? file.Measure(texts, answers)[^1].Figures : null);
            lines.Add(new Line(file, texts.Count, figures));
        }

        return lines;
    }

    private IEnumerable<(ValidationFile File, List<LabelledText> Texts)> Files()
    {
        foreach (var file in ValidationFile.All)
            yield return (file, files.Read(file.Path, CorpusPart.Test).ConvertAll(post => new LabelledText(post.Labels["label"], post.Language, post.Text)));
        var own = files.Read(PostFiles.Corpus, CorpusPart.Test);
        var toned = own.Where(post => post.Labels["sentiment"] != "mixed").Select(post => new LabelledText(post.Labels["sentiment"], post.Language, post.Text)).ToList();
        yield return (new ValidationFile("sentiment", "corpus, English", "macro recall"), toned.FindAll(text => text.Language == "en"));
        yield return (new ValidationFile("sentiment", "corpus, other languages", "macro F1"), toned.FindAll(text => text.Language != "en"));
        foreach (var task in (string[])["complaint", "spam"])
            yield return (new ValidationFile(task, "corpus", "macro F1"), own.ConvertAll(post => new LabelledText(post.Labels["intent"] == task ? task : "not_" + task, post.Language, post.Text)));
    }

    private async Task<List<TaskAnswer>?> AnswersAsync(string reader, string task, List<LabelledText> texts)
    {
        switch (reader)
        {
            case "VADER" or "AFINN":
                if (lexicons is null || task is not ("sentiment" or "complaint"))
                    return null;
                var answers = await LexiconAnswers.OfAsync(lexicons, reader.ToLowerInvariant(), texts);
                // A lexicon knows no complaints: what it calls negative is the nearest it has.
                return task == "sentiment" ? answers : answers.ConvertAll(answer => answer with { Label = answer.Label == "negative" ? "complaint" : "not_complaint" });
            case "starter":
                return TasksOfStarter.Contains(task) ? texts.ConvertAll(text => StarterAnswers.Of(task, text)) : null;
            default:
                var model = TaskReader.Of(task, () => ShippedModels.Named(reader));
                return texts.ConvertAll(text => model.Read(text.Text, text.Language));
        }
    }
}
