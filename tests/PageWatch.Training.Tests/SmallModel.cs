using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Testing;

namespace PageWatch.Training.Tests;

/// <summary>A model trained once for a class of tests, on a fifth of our own corpus.</summary>
public sealed class SmallModel
{
    public SmallModel()
    {
        Model = new Trainer(Manifest, Files, _ => { }).Train("today test", 0.2, 2);
        Bytes = Written(Model);
    }

    public TextModel Model { get; }

    public byte[] Bytes { get; }

    internal PostFiles Files { get; } = new(null, Path.Combine(Folder, "Corpus"));

    internal static string Folder { get; } = Path.Combine(ProjectFolder.Repository, "src", "PageWatch.Training");

    /// <summary>The recipe for the corpus alone, as small as it can be.</summary>
    internal static TrainingManifest Manifest
    {
        get
        {
            var manifest = TrainingManifest.Read(Path.Combine(Folder, "Manifests", "corpus.json"));
            return manifest with { Linear = manifest.Linear with { PairBits = 12 }, Net = manifest.Net with { Words = 500, Width = 16, Filters = 32, Epochs = 2, Averaged = 1, Teachers = 1, TeacherEpochs = 1 } };
        }
    }

    public static byte[] Written(TextModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }
}
