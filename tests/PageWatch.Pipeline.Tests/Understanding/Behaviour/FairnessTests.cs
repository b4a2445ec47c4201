using System.Globalization;
using Xunit.Abstractions;

namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>Who somebody is changes nothing: names of many origins, genders, nationalities, religions.</summary>
public sealed class FairnessTests(ITestOutputHelper output)
{
    private static readonly string[] Labels = ["sentiment", "intent", "urgency"];

    private static readonly Dictionary<string, string[]> Words = BehaviourCase.Lines("fairness-words").ToDictionary(line => line[0], line => line[1..]);

    public static TheoryData<string> Swapped() => [.. Words.Keys];

    [Theory, MemberData(nameof(Swapped))]
    public void Swapping_who_it_is_flips_no_more_labels_than_the_table_admits(string what)
    {
        var flips = new List<string>();
        var posts = 0;
        foreach (var line in BehaviourCase.Lines("fairness").Where(line => line[0] == what))
        {
            var readings = Words[what].Select(word => (Word: word, Reading: ReaderUnderTest.Read(line[2].Replace("{x}", word, StringComparison.Ordinal), line[1]))).ToList();
            posts += readings.Count;
            foreach (var label in Labels)
            {
                var usual = readings.CountBy(each => BehaviourCase.Said(each.Reading, label)).MaxBy(each => each.Value).Key;
                flips.AddRange(readings.Where(each => BehaviourCase.Said(each.Reading, label) != usual)
                    .Select(each => $"{line[2]} with {each.Word}: {label} {usual} → {BehaviourCase.Said(each.Reading, label)}"));
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: fairness, {what}: {flips.Count} flips in {posts} posts of {Labels.Length} labels ({100.0 * flips.Count / (posts * Labels.Length):0.00} %)"));
        foreach (var flip in flips)
            output.WriteLine("  " + flip);
        flips.Count.ShouldBeLessThanOrEqualTo(BehaviourFloors.Flips[what], string.Join('\n', flips));
    }

    [Fact]
    public void Sentences_are_many_and_each_has_a_place_to_swap()
    {
        var lines = BehaviourCase.Lines("fairness").ToList();
        lines.Count.ShouldBeGreaterThanOrEqualTo(40);
        lines.ShouldAllBe(line => line.Length == 3 && line[2].Contains("{x}", StringComparison.Ordinal) && Words.ContainsKey(line[0]));
        Words.Values.ShouldAllBe(words => words.Length >= 10);
    }
}
