using System.Globalization;
using Xunit.Abstractions;

namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>What a careful person would say of short posts, by ability.</summary>
public sealed class BehaviourTests(ITestOutputHelper output)
{
    public static TheoryData<string> Abilities() => [.. BehaviourCase.Abilities];

    [Theory, MemberData(nameof(Abilities))]
    public void Reader_passes_as_many_cases_of_an_ability_as_before(string ability)
    {
        var cases = BehaviourCase.Of(ability);
        var failures = cases.Select(each => each.Failure()).OfType<string>().ToList();
        var passed = cases.Count - failures.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: behaviour, {ability}: {passed} of {cases.Count} ({100.0 * passed / cases.Count:0} %)"));
        foreach (var failure in failures)
            output.WriteLine("  " + failure);
        passed.ShouldBeGreaterThanOrEqualTo(BehaviourFloors.Passed[ability], $"{ability}:\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void Every_ability_has_a_floor() => BehaviourFloors.Passed.Keys.Order(StringComparer.Ordinal).ShouldBe(BehaviourCase.Abilities);

    [Fact]
    public void Cases_are_many_and_none_stands_there_twice()
    {
        var cases = BehaviourCase.Abilities.SelectMany(BehaviourCase.Of).ToList();
        cases.Count.ShouldBeGreaterThanOrEqualTo(300);
        cases.Select(each => (each.Text, each.Other)).ShouldBeUnique();
        cases.Select(each => each.Language).Distinct().Order(StringComparer.Ordinal).ShouldBe(["de", "en", "es", "fr", "it", "pt"]);
        cases.Where(each => each.Other == each.Text).ShouldBeEmpty();
    }
}
