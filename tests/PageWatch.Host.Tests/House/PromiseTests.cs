using System.Globalization;
using System.Text.RegularExpressions;

namespace PageWatch.Host.Tests.House;

/// <summary>The fourteen promises, and that nothing crosses teams: each has tests that carry its number, and mutations that try them.</summary>
public sealed partial class PromiseTests
{
    private static readonly string[] Promises = [.. Enumerable.Range(1, 14).Select(number => number.ToString(CultureInfo.InvariantCulture)), "teams"];

    /// <summary>What runs everywhere: a test that needs a browser or a server of its own is beside the proof, not the proof.</summary>
    private static readonly IReadOnlyList<string> Carried = [.. SourceTree.Of("tests", ".cs")
        .Select(SourceTree.Read)
        .Where(source => !source.Contains("[Trait(\"Needs\"", StringComparison.Ordinal))
        .SelectMany(source => Trait().Matches(source).Select(trait => trait.Groups["promise"].Value))];

    private static readonly IReadOnlyList<string> Mutations = [.. SourceTree.Of("tests/Mutations", ".patch")];

    public static TheoryData<string> Names() => [.. Promises];

    [Theory, MemberData(nameof(Names))]
    public void Every_promise_has_tests_that_carry_its_number(string promise) => Carried.ShouldContain(promise);

    [Fact]
    public void No_test_carries_a_promise_that_nobody_gave() => Carried.Distinct().Except(Promises).ShouldBeEmpty();

    [Theory, MemberData(nameof(Names))]
    public void Every_promise_has_mutations_that_try_its_tests(string promise) => Mutations.Select(PromiseOf).ShouldContain(promise);

    [Fact]
    public void Every_mutation_stands_in_the_table_with_the_test_that_catches_it()
    {
        var table = SourceTree.Read("tests/Mutations/README.md");
        var listed = Row().Matches(table).Select(row => $"tests/Mutations/{row.Groups["name"].Value}.patch").ToList();
        Mutations.Except(listed).ShouldBeEmpty("no row in the table of tests/Mutations/README.md: run tests/mutate and say which test notices");
        listed.Except(Mutations).ShouldBeEmpty("rows of patches that are gone");
    }

    [Fact]
    public void Every_mutation_takes_out_of_a_source_and_names_the_suites_that_notice()
    {
        foreach (var mutation in Mutations)
        {
            var patch = SourceTree.Read(mutation);
            SourceTree.Files.ShouldContain(Source().Match(patch).Groups["file"].Value, mutation);
            foreach (var suite in Head(patch, "Suites").Split(' '))
                SourceTree.FoldersIn("tests").ShouldContain("PageWatch." + suite, mutation);
            Head(patch, "Out").ShouldNotBeEmpty(mutation);
        }
    }

    private static string PromiseOf(string mutation) => Head(SourceTree.Read(mutation), "Promise");

    private static string Head(string patch, string name) =>
        patch.Split('\n').FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..] ?? "";

    // Behind a bracket or a comma, as an attribute stands: what a test says about traits is none.
    [GeneratedRegex("""(?<=[\[ ])Trait\("Promise", "(?<promise>[^"]*)"\)""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"^\| .*\((?<name>[a-z0-9-]+)\) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^--- a/(?<file>src/\S+)", RegexOptions.Multiline)]
    private static partial Regex Source();
}
