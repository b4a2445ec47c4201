using System.Security.Cryptography;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>Whether a model that is part of the program is what its manifest makes.</summary>
/// <param name="tell">Is told what has been done, for people.</param>
internal sealed class ShippedCheck(TrainingManifest manifest, PostFiles files, Action<string> tell)
{
    /// <summary>Another processor may sum in another order; so many of the labels of the validation files must be the same.</summary>
    public const double LeastAgreement = 0.999;

    /// <summary>What was found.</summary>
    /// <param name="Holds">The same bytes, or labels that agree often enough.</param>
    public sealed record Found(bool Holds, string Words);

    /// <param name="threads">Parts that are trained at once; the model is the same for any number.</param>
    public Found Run(TextModel shipped, int threads)
    {
        var trained = new Trainer(manifest, files, tell).Train(shipped.Version, 1, threads);
        var (own, anew) = (HashOf(shipped), HashOf(trained));
        if (own == anew)
            return new Found(true, $"The model '{shipped.Name}' is what its manifest makes: SHA-256 {own}.");
        var (same, all) = Compare(shipped, trained);
        var agreement = (double)same / all;
        return new Found(
            agreement >= LeastAgreement,
            FormattableString.Invariant($"The model '{shipped.Name}' has other bytes than one made here ({own[..12]}, {anew[..12]}); of {all:N0} labels {same:N0} are the same, {agreement:0.0000}; {LeastAgreement} is needed."));
    }

    private static string HashOf(TextModel model)
    {
        using var bytes = new MemoryStream();
        ModelFile.Write(model, bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>Labels of all posts that the heads are measured by.</summary>
    private (int Same, int All) Compare(TextModel one, TextModel other)
    {
        var (first, second) = (new PostScorer(one), new PostScorer(other));
        int same = 0, all = 0;
        foreach (var plan in manifest.Heads)
        {
            var probabilities = new float[plan.Labels.Count];
            foreach (var post in plan.Evaluate.SelectMany(feed => files.Read(feed.File, CorpusPart.Test)))
            {
                first.Read(post.Text, post.Language);
                second.Read(post.Text, post.Language);
                same += first.Decide(one.Head(plan.Name), probabilities) == second.Decide(other.Head(plan.Name), probabilities) ? 1 : 0;
                all++;
            }
        }

        return (same, all);
    }
}
