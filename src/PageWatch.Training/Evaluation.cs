using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Measures a model by the files that the manifest names, through the same path that posts take in production.</summary>
internal sealed class Evaluation(PostFiles files)
{
    /// <summary>A line of the table.</summary>
    public sealed record Line(string Head, string File, string Part, Figures Figures);

    public List<Line> Measure(TextModel model, TrainingManifest manifest)
    {
        var lines = new List<Line>();
        var scorer = new PostScorer(model);
        foreach (var (plan, _) in manifest.Answers())
        {
            foreach (var feed in plan.Evaluate)
            {
                var answers = Answers(scorer, plan, feed);
                if (answers.Count == 0)
                    continue;
                var alert = plan.Labels[0];
                lines.Add(new Line(plan.Name, feed.File, "all", Of(answers, alert)));
                var languages = answers.Select(a => a.Language).Distinct().Order(StringComparer.Ordinal).ToList();
                if (plan.Name != "sentiment.multi")
                    continue;
                var parts = languages.ConvertAll(l => new Line(plan.Name, feed.File, l, Of([.. answers.Where(a => a.Language == l)], alert)));
                lines.AddRange(parts);
                var mean = Figures.Mean(parts.ConvertAll(p => p.Figures), Of(answers, alert));
                lines.Add(new Line(plan.Name, feed.File, "mean", mean));
            }
        }

        return lines;
    }

    private static Figures Of(List<(string Language, string Gold, string Label, double Confidence, double Alert)> answers, string alert) =>
        Figures.Of([.. answers.Select(a => a.Gold)], [.. answers.Select(a => (a.Label, a.Confidence, a.Alert))], alert);

    private List<(string Language, string Gold, string Label, double Confidence, double Alert)> Answers(PostScorer scorer, HeadPlan plan, FeedPlan feed)
    {
        var answers = new List<(string, string, string, double, double)>();
        var head = scorer.Model.Head(plan.Name);
        var probabilities = new float[plan.Labels.Count];
        foreach (var post in files.Read(feed.File, CorpusPart.Test))
        {
            if (!SampleSet.Speaks(feed.Language, post.Language))
                continue;
            var labels = SampleSet.LabelsOf(feed, plan, post);
            if (labels.Count != 1)
                continue;
            scorer.Read(post.Text, post.Language);
            var answer = scorer.Decide(head, probabilities);
            answers.Add((post.Language, plan.Labels[labels[0]], plan.Labels[answer], head.Confidence.At(probabilities[answer]), probabilities[0]));
        }

        return answers;
    }
}
