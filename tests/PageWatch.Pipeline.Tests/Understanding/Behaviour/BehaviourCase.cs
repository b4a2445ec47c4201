using System.Globalization;
using PageWatch.Domain.Understanding;
using PageWatch.Testing;

namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>A line of an ability's file.</summary>
/// <param name="Kind">MFT, INV or DIR: see the README.</param>
/// <param name="Expected">What is expected, stays or rises.</param>
/// <param name="Other">The second text; null for MFT.</param>
internal sealed record BehaviourCase(string Kind, string Language, string Expected, string Text, string? Other)
{
    /// <summary>How much less sure still counts as not less.</summary>
    private const double Slack = 0.05;

    public static string Folder { get; } = Path.Combine(ProjectFolder.Of<BehaviourCase>(), "Understanding", "Behaviour");

    /// <summary>The abilities that have a file, in order.</summary>
    public static IReadOnlyList<string> Abilities { get; } = [.. Directory.GetFiles(Folder, "*.tsv")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !name.StartsWith("fairness", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<BehaviourCase> Of(string ability) => [.. Lines(ability).Select(columns => columns switch
    {
        ["MFT", var language, var expected, var text] => new BehaviourCase("MFT", language, expected, text, null),
        [("INV" or "DIR") and var kind, var language, var expected, var text, var other] => new BehaviourCase(kind, language, expected, text, other),
        _ => throw new InvalidDataException($"{ability}.tsv: '{string.Join('|', columns)}' is no case."),
    })];

    /// <summary>The columns of each line of a file, comments left out.</summary>
    public static IEnumerable<string[]> Lines(string name) =>
        File.ReadLines(Path.Combine(Folder, name + ".tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));

    /// <returns>Null when the reader does what a person would; else what it did.</returns>
    public string? Failure()
    {
        var first = ReaderUnderTest.Read(Text, Language);
        if (Kind == "MFT")
        {
            var wrong = Expected.Split(' ').Select(each => each.Split('=')).Where(each => !each[1].Split(',').Contains(Said(first, each[0]))).Select(each => $"{each[0]} is {Said(first, each[0])}").ToList();
            return wrong.Count == 0 ? null : $"{Text} → {string.Join(", ", wrong)}, expected {Expected}";
        }

        var second = ReaderUnderTest.Read(Other!, Language);
        if (Kind == "INV")
        {
            var changed = Expected.Split(',').Where(each => Said(first, each) != Said(second, each)).Select(each => $"{each} {Said(first, each)} → {Said(second, each)}").ToList();
            return changed.Count == 0 ? null : $"{Text} | {Other}: {string.Join(", ", changed)}";
        }

        var (before, after) = (Degree(first), Degree(second));
        return after >= before - Slack ? null : string.Create(CultureInfo.InvariantCulture, $"{Text} | {Other}: {Expected} {before:0.00} → {after:0.00}");
    }

    public static string Said(Reading reading, string what) => what switch
    {
        "sentiment" => Spelled(reading.Sentiment),
        "intent" => Spelled(reading.Intent),
        "urgency" => Spelled(reading.Urgency),
        "unclear" => reading.Unclear is null ? "no" : "yes",
        _ => throw new InvalidDataException($"No reading has '{what}'."),
    };

    /// <summary>How much of it there is: an order of urgency, or the probability of a sentiment as far as a reading tells it.</summary>
    private double Degree(Reading reading) => Expected switch
    {
        "urgency" => (double)reading.Urgency,
        "negative" => Share(reading, Sentiment.Negative),
        "positive" => Share(reading, Sentiment.Positive),
        _ => throw new InvalidDataException($"Nothing says how much '{Expected}' there is."),
    };

    /// <summary>A reading gives the probability of its own sentiment alone: the others share the rest, and mixed is half of either.</summary>
    private static double Share(Reading reading, Sentiment asked) => reading.Sentiment == asked ? reading.SentimentConfidence
        : reading.Sentiment == Sentiment.Mixed ? reading.SentimentConfidence / 2
        : (1 - reading.SentimentConfidence) / 2;

    private static string Spelled<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
