using System.Security.Cryptography;

namespace PageWatch.Training.Tests;

public sealed class TrainerTests
{
    [Fact]
    public void One_percent_trained_twice_gives_the_same_file_on_one_thread_and_on_two()
    {
        var files = new PostFiles(null, Path.Combine(SmallModel.Folder, "Corpus"));
        var hashes = new List<string>();
        foreach (var threads in (int[])[1, 2])
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(SmallModel.Written(new Trainer(SmallModel.Manifest, files, _ => { }).Train("today test", 0.01, threads)))));
        hashes[1].ShouldBe(hashes[0]);
    }

    [Fact]
    public void Another_seed_gives_another_file()
    {
        var files = new PostFiles(null, Path.Combine(SmallModel.Folder, "Corpus"));
        byte[] Train(int seed) => SmallModel.Written(new Trainer(SmallModel.Manifest with { Seed = seed }, files, _ => { }).Train("today test", 0.01, 2));
        Train(1).ShouldNotBe(Train(2));
    }

    [Fact]
    public void What_is_not_in_the_data_folder_is_named_with_the_mend()
    {
        var files = new PostFiles(null, Path.Combine(SmallModel.Folder, "Corpus"));
        var open = TrainingManifest.Read(Path.Combine(SmallModel.Folder, "Manifests", "open.json"));
        Should.Throw<InvalidDataException>(() => new Trainer(open, files, _ => { }).Train("today test", 1, 1)).Message.ShouldContain("--data");
    }
}
