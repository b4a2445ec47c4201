using PageWatch.Pipeline.Understanding.Languages;
using PageWatch.Testing;
using Xunit.Abstractions;

namespace PageWatch.Training.Tests;

public sealed class LanguageTrainerTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(SmallModel.Folder, "Languages");

    [Fact]
    public void Profiles_that_the_program_has_are_what_the_trainer_makes()
    {
        var trainer = new LanguageTrainer(LanguageFiles.ToLearn(Folder));
        using var made = new MemoryStream();
        trainer.Train().Write(made);
        foreach (var line in LanguageReport.Of(trainer.HeldOut))
            output.WriteLine(line);

        var kept = File.ReadAllBytes(Path.Combine(ProjectFolder.Repository, "src", "PageWatch.Pipeline", "Understanding", "Languages", "profiles.pwl"));
        made.ToArray().AsSpan().SequenceEqual(kept).ShouldBeTrue(
            "The lines or the trainer changed: make the profiles anew with 'dotnet run --project src/PageWatch.Training -- languages --out src/PageWatch.Pipeline/Understanding/Languages/profiles.pwl'.");
    }

    [Fact]
    public void Other_lines_give_other_profiles()
    {
        LanguageLine[] lines = [.. Enumerable.Range(0, 40).SelectMany(i => (LanguageLine[])[new("en", $"the lid {i} and this", true), new("de", $"der Deckel {i} und das", true)])];
        LanguageLine[] others = [.. lines[1..], new("en", "where is what we want", true)];
        Made(lines).ShouldBe(Made(lines));
        Made(lines).ShouldNotBe(Made(others));

        var finder = new LanguageFinder(LanguageProfiles.Read(new MemoryStream(Made(lines))));
        finder.Find("the lid and this", null).Language.ShouldBe("en");
        finder.Find("der Deckel und das", null).Language.ShouldBe("de");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-9)]
    [InlineData(-0.3)]
    [InlineData(-5)]
    [InlineData(-87.5)]
    public void Power_of_e_is_near_that_of_the_library(double x) => LanguageTrainer.Exp(x).ShouldBe(Math.Exp(x), Math.Exp(x) * 1e-9);

    [Fact]
    public void Line_without_a_language_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("languages");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "train.tsv"), "# a remark\nen\tfine\nno language here\n");
            Should.Throw<InvalidDataException>(() => LanguageFiles.Posts(Path.Combine(folder.FullName, "train.tsv")).ToList()).Message.ShouldContain("no language here");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Made(IEnumerable<LanguageLine> lines)
    {
        using var stream = new MemoryStream();
        new LanguageTrainer(lines).Train().Write(stream);
        return stream.ToArray();
    }
}
