using System.Numerics.Tensors;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Makes a model from a manifest: cuts the texts, trains both parts, fits the heads.</summary>
/// <param name="tell">Is told what has been done, for people.</param>
internal sealed class Trainer(TrainingManifest manifest, PostFiles files, Action<string> tell)
{
    /// <param name="version">Goes into the model file: date and revision.</param>
    /// <param name="fraction">How many of each file's posts are taken, 0 to 1.</param>
    /// <param name="threads">Nets that are trained at once; the model is the same for any number.</param>
    public TextModel Train(string version, double fraction, int threads)
    {
        var lexicon = LexiconFiles.Read(files, manifest.Lexicons);
        var cues = CueFiles.Read();
        var concepts = ConceptFiles.Read();
        var set = new SampleSet(lexicon, cues, concepts);
        set.Take(manifest, files, fraction);
        var layout = new HeadLayout(manifest);
        tell($"{set.Samples.Count} texts, {set.Types.Count} different tokens, {layout.ShippedColumns} columns of {layout.AllColumns}");
        var vocabulary = new NetVocabulary(set.Types, manifest.Net.Words);
        var words = new HashIndex(vocabulary.Hashes);
        var start = new WordStart(manifest.Net, set.Types, vocabulary, concepts.Rows);
        start.Learn(set.Samples, manifest.Seed, tell);
        var teachers = new TrainableNet[manifest.Net.Teachers];
        Parallel.For(0, teachers.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            teachers[i] = new NetTrainer(manifest, layout, vocabulary, set.Types, start.Numbers).Train(set.Samples, manifest.Seed + 500_000 + (1000 * i), manifest.Net.TeacherEpochs, tell));
        Ask(teachers, set.Samples, layout);
        var nets = new NetPart[manifest.Net.Count];
        LinearPart? linear = null;
        // Nothing is shared that changes: each net and the linear part are the same whichever is made first.
        Parallel.For(0, nets.Length + 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            if (i == 0)
            {
                linear = TrainLinear(set.Samples, layout);
                return;
            }

            var trainer = new NetTrainer(manifest, layout, vocabulary, set.Types, start.Numbers);
            var net = trainer.Train(set.Samples, manifest.Seed + (1000 * (i - 1)), manifest.Net.Epochs, tell);
            nets[i - 1] = new NetPart(net.Freeze(layout.ShippedColumns, vocabulary.TypeOfWord), words, lexicon);
        });
        return Fitted(new TextModel(manifest.Name, version, lexicon, cues, Unfitted(layout), linear!, nets, words));
    }

    /// <summary>Writes beside each text what the teachers say of it in the mean.</summary>
    private void Ask(TrainableNet[] teachers, List<Sample> samples, HeadLayout layout)
    {
        var scores = new float[layout.ShippedColumns];
        foreach (var sample in samples)
        {
            if (teachers.Length == 0)
                return;
            var sums = new float[layout.ShippedColumns];
            foreach (var teacher in teachers)
            {
                teacher.ReadWhole(sample);
                teacher.Score(0, scores);
                TensorPrimitives.Add(sums, scores, sums);
            }

            TensorPrimitives.Divide(sums, teachers.Length, sums);
            for (var head = 0; head < manifest.Heads.Count; head++)
            {
                if (!layout.IsShipped(head))
                    continue;
                var of = sums.AsSpan(layout.ColumnOf(head), manifest.Heads[head].Labels.Count == 2 ? 1 : manifest.Heads[head].Labels.Count);
                if (of.Length == 1)
                    of[0] = 1 / (1 + MathF.Exp(-of[0]));
                else
                    TensorPrimitives.SoftMax(of, of);
            }

            sample.Taught = sums;
        }
    }

    private LinearPart TrainLinear(List<Sample> samples, HeadLayout layout)
    {
        var table = new KeyTable(samples, manifest.Linear);
        foreach (var sample in samples)
            table.Look(sample);
        tell($"{table.Kept} of {table.Wanted} keys kept");
        var trainer = new LinearTrainer(manifest, table, layout);
        trainer.Train(samples);
        tell("linear part trained");
        return trainer.Pack();
    }

    /// <summary>Fits the heads of a trained model anew.</summary>
    public TextModel Fitted(TextModel model)
    {
        var scorer = new PostScorer(model);
        var heads = new List<ModelHead>();
        foreach (var (plan, of) in manifest.Answers())
        {
            var head = model.Head(of);
            var scored = new List<Calibration.Scored>();
            foreach (var feed in plan.Calibrate)
            {
                foreach (var post in files.Read(feed.File, CorpusPart.Calibration))
                {
                    var labels = SampleSet.LabelsOf(feed, plan, post);
                    if (labels.Count != 1 || !SampleSet.Speaks(feed.Language, post.Language))
                        continue;
                    scorer.Read(post.Text, post.Language);
                    scored.Add(new Calibration.Scored(
                        scorer.LinearScores.Slice(head.FirstColumn, head.Columns).ToArray(),
                        scorer.NetScores.Slice(head.FirstColumn, head.Columns).ToArray(),
                        labels[0]));
                }
            }

            heads.Add(Calibration.Fit(plan, head.FirstColumn, scored));
        }

        return new TextModel(model.Name, model.Version, model.Lexicon, model.Cues, heads, model.Linear, model.Nets, model.Words);
    }

    private List<ModelHead> Unfitted(HeadLayout layout)
    {
        var heads = new List<ModelHead>();
        for (var i = 0; i < manifest.Heads.Count; i++)
        {
            var plan = manifest.Heads[i];
            var columns = plan.Labels.Count == 2 ? 1 : plan.Labels.Count;
            if (layout.IsShipped(i))
                heads.Add(new ModelHead(plan.Name, plan.Labels, layout.ColumnOf(i), 0.5f, 0.5f, new float[columns], new float[columns], ConfidenceCurve.Straight));
        }

        return heads;
    }
}
