namespace PageWatch.Training.Tests;

public sealed class ManifestTests
{
    /// <summary>Words of licences that allow a model to be shipped in so many words, or nearly: what the card calls "probably" is checked before a release.</summary>
    private static readonly string[] Open = ["CC0", "CC BY 4.0", "MIT", "Apache-2.0"];

    [Theory]
    [InlineData("open")]
    [InlineData("full")]
    [InlineData("corpus")]
    public void Manifest_is_whole(string name)
    {
        var manifest = Read(name);
        manifest.Name.ShouldBe(name);
        manifest.Heads.Select(head => head.Name).ShouldBeUnique();
        new HeadLayout(manifest).ShippedColumns.ShouldBeGreaterThan(0);
        foreach (var head in manifest.Heads)
        {
            manifest.Sources.SelectMany(source => source.Feeds).ShouldContain(feed => feed.Head == head.Name, head.Name);
            if (head.Ships)
                head.Calibrate.ShouldNotBeEmpty(head.Name);
        }
    }

    [Fact]
    public void Open_is_taught_by_nothing_of_unclear_licence() =>
        Read("open").Sources.ShouldAllBe(source => Open.Any(licence => source.Licence.Contains(licence, StringComparison.Ordinal)) && !source.Licence.Contains("unclear"));

    [Fact]
    public void Feed_of_a_head_that_is_not_there_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, File.ReadAllText(Path.Combine(SmallModel.Folder, "Manifests", "corpus.json")).Replace("{\"head\": \"intent\"", "{\"head\": \"intend\"", StringComparison.Ordinal));
            Should.Throw<InvalidDataException>(() => TrainingManifest.Read(path)).Message.ShouldContain("'intend'");
            File.WriteAllText(path, "{\"name\": \"x\"}");
            Should.Throw<InvalidDataException>(() => TrainingManifest.Read(path)).Message.ShouldContain("cannot be read");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TrainingManifest Read(string name) => TrainingManifest.Read(Path.Combine(SmallModel.Folder, "Manifests", name + ".json"));
}
