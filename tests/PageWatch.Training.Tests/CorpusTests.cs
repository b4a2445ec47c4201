namespace PageWatch.Training.Tests;

/// <summary>The posts and lines that we wrote ourselves, as their README says they are.</summary>
public sealed class CorpusTests
{
    private static readonly string Corpus = Path.Combine(SmallModel.Folder, "Corpus");
    private static readonly string Languages = Path.Combine(SmallModel.Folder, "Languages");

    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["sentiment"] = ["negative", "neutral", "positive", "mixed"],
        ["intent"] = ["complaint", "question", "request", "praise", "thanks", "abuse", "spam", "other"],
        ["urgency"] = ["now", "today", "whenever"],
        ["unclear"] = ["yes", "no"],
        ["trade"] = ["shop", "travel", "telecom", "bank", "software", "hospitality", "delivery", "public", "health", "games", "media", "other"],
    };

    private static readonly string[] Reasons =
        ["safety", "injury", "illness", "fire", "fraud", "legal", "selfharm", "outage", "deadline", "anger", "repeat", "press", "privacy", "locked-out"];

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Corpus, "*.tsv").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Files))]
    public void Every_line_has_its_columns_and_allowed_values(string file)
    {
        var text = File.ReadAllText(Path.Combine(Corpus, file));
        text.ShouldNotContain("\r");
        text.ShouldEndWith("\n");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var columns = line.Split('\t');
            columns.Length.ShouldBe(PostFiles.CorpusColumns.Count, line);
            columns[0].ShouldBeOneOf(file[..2], "und");
            for (var i = 1; i < columns.Length - 1; i++)
            {
                if (Values.TryGetValue(PostFiles.CorpusColumns[i], out var allowed))
                    columns[i].ShouldBeOneOf(allowed);
            }

            // What cannot wait says why, and only that does.
            (columns[4] == "-").ShouldBe(columns[3] == "whenever", line);
            if (columns[4] != "-")
                columns[4].Split(',').ShouldAllBe(reason => Reasons.Contains(reason), line);
            columns[7].ShouldBe(columns[7].Trim());
            columns[7].ShouldNotBeEmpty();
            line.Length.ShouldBeLessThanOrEqualTo(900);
        }
    }

    [Fact]
    public void No_post_stands_there_twice() => Repeats(Directory.GetFiles(Corpus, "*.tsv"), column: 7).ShouldBeEmpty();

    [Fact]
    public void No_line_of_a_language_stands_there_twice_and_none_is_both_taught_and_tested()
    {
        string[] files = [Path.Combine(Languages, "train.tsv"), Path.Combine(Languages, "test.tsv")];
        foreach (var line in files.SelectMany(File.ReadLines))
            line.Split('\t').Length.ShouldBe(2, line);
        Repeats(files, column: 1).ShouldBeEmpty();
        foreach (var language in File.ReadLines(files[1]).CountBy(line => line.Split('\t')[0]).Where(language => language.Key != "und"))
            language.Value.ShouldBeGreaterThanOrEqualTo(50, language.Key);
    }

    [Fact]
    public void Three_in_ten_are_held_apart_and_a_tenth_fits()
    {
        var files = new PostFiles(null, Corpus);
        double taught = files.Read(PostFiles.Corpus, CorpusPart.Training).Count, fits = files.Read(PostFiles.Corpus, CorpusPart.Calibration).Count, tests = files.Read(PostFiles.Corpus, CorpusPart.Test).Count;
        (tests / (taught + fits + tests)).ShouldBe(0.3, 0.02);
        (fits / (taught + fits + tests)).ShouldBe(0.1, 0.02);
    }

    [Theory]
    [InlineData("where's my stuff", "Training")]
    [InlineData("still nothing", "Test")]
    [InlineData("is it byob", "Calibration")]
    [InlineData("配達まだ", "Training")]
    public void Part_of_a_post_never_changes(string text, string part) => PostFiles.PartOf(text).ToString().ShouldBe(part);

    /// <summary>Letters alone count, without case; of a text without letters all of it.</summary>
    private static IEnumerable<string> Repeats(IEnumerable<string> files, int column) => files.SelectMany(File.ReadLines)
        .Select(line => line.Split('\t')[column])
        .GroupBy(text => text.Any(char.IsLetterOrDigit) ? string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant() : text)
        .Where(group => group.Count() > 1).Select(group => group.First());
}
