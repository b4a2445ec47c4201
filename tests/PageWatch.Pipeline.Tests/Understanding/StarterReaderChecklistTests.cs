using System.Globalization;
using PageWatch.Pipeline.Understanding;
using PageWatch.Testing;

namespace PageWatch.Pipeline.Tests.Understanding;

/// <summary>Short texts of our own, each with what a person would say about it (checklist.tsv).</summary>
public sealed class StarterReaderChecklistTests
{
    private static readonly string File = Path.Combine(ProjectFolder.Of<StarterReaderChecklistTests>(), "Understanding", "checklist.tsv");

    public static TheoryData<string, string, string, string, string, string> Lines()
    {
        var lines = new TheoryData<string, string, string, string, string, string>();
        foreach (var line in System.IO.File.ReadLines(File).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')))
            lines.Add(line[5], line[0], line[1], line[2], line[3], line[4]);
        return lines;
    }

    [Theory, MemberData(nameof(Lines))]
    public void Reads_as_a_person_would(string text, string language, string sentiment, string intent, string urgency, string unclear)
    {
        var reading = Written.Read(text);
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"{text} → {reading.Language} {reading.Sentiment} {reading.Intent} {reading.Urgency} {reading.Unclear}");
        if (sentiment != "*")
            Spelled(reading.Sentiment).ShouldBe(sentiment, said);
        if (intent != "*")
            Spelled(reading.Intent).ShouldBe(intent, said);
        if (urgency != "*")
            Spelled(reading.Urgency).ShouldBe(urgency, said);
        if (unclear == "-")
            reading.Unclear.ShouldBeNull(said);
        else if (unclear != "*")
            reading.Unclear.ShouldNotBeNull(said).Why.ShouldContain(unclear);
        if (unclear is "-" or "sarcasm")
            reading.Language.ShouldBe(language, said);
    }

    [Theory, MemberData(nameof(Lines))]
    public void Reading_keeps_its_form(string text, string language, string sentiment, string intent, string urgency, string unclear)
    {
        _ = (language, sentiment, intent, urgency, unclear);
        ReadingForm.ShouldHold(Written.Post(text), Written.Read(text), StarterReader.NameAndVersion);
    }

    [Fact]
    public void Checklist_is_long_enough_to_mean_something()
    {
        var lines = Lines().Select(line => ((string)line[1], (string)line[0])).ToList();
        lines.Count.ShouldBeGreaterThanOrEqualTo(150);
        lines.Distinct().Count().ShouldBe(lines.Count);
        lines.Select(line => line.Item1).Distinct().Order().ShouldBe(["de", "en", "es", "fr", "it", "pt"]);
    }

    private static string Spelled<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
