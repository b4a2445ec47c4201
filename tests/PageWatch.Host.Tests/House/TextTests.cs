using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Rules;
using PageWatch.Host.Settings;
using PageWatch.Host.Shell;
using PageWatch.Pipeline.Commands;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.House;

/// <summary>What is written for people, held against what the program does.</summary>
public sealed partial class TextTests
{
    /// <summary>Stages and platforms whose README is still to be written. It shrinks: whoever writes one takes its folder off.</summary>
    private static readonly string[] StillWithoutReadme = [];

    private static readonly string[] FoldersWithReadme = ["src/PageWatch.Pipeline", "src/PageWatch.Platforms", "src/PageWatch.Channels", "src/PageWatch.Advisers"];

    public static TheoryData<string, string> Wordings() => new()
    {
        { "Wording", "src/PageWatch.Pipeline/Cards/Wording.resx" },
        { "CheckWording", "src/PageWatch.Pipeline/Checks/CheckWording.resx" },
        { "CommandWording", "src/PageWatch.Pipeline/Commands/CommandWording.resx" },
        { "OnCallWording", "src/PageWatch.Pipeline/Commands/OnCallWording.resx" },
        { "ReportWording", "src/PageWatch.Pipeline/Commands/ReportWording.resx" },
        { "TeamsWording", "src/PageWatch.Channels/Teams/TeamsWording.resx" },
    };

    [Theory, MemberData(nameof(Wordings))]
    public void Every_text_is_said_and_gets_the_values_it_has_places_for(string name, string resource) =>
        WordingRules.Read(name, SourceTree.Read(resource)).Refusals(Sources()).ShouldBeEmpty();

    [Fact]
    public void No_wording_is_kept_where_this_test_does_not_look() =>
        SourceTree.Of("src", ".resx").ShouldBe(Wordings().Select(row => (string)row[1]), ignoreOrder: true);

    [Fact]
    public void Settings_blocks_of_every_readme_load()
    {
        var problems = new List<string>();
        foreach (var file in SourceTree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)))
            problems.AddRange(SettingsIn(SourceTree.Read(file)).SelectMany(CheckSettings).Select(problem => $"{file}: {problem}"));
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void First_readme_shows_settings_once_it_is_written()
    {
        if (!SourceTree.Files.Contains("README.md"))
            return;
        SettingsIn(SourceTree.Read("README.md")).Count.ShouldBeGreaterThan(0, "README.md shows no settings: fence them as ```json settings, and this test loads them.");
    }

    [Fact]
    public void Block_of_json_that_holds_settings_is_marked_as_such()
    {
        var unmarked = SourceTree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(file => Fenced().Matches(SourceTree.Read(file)).Where(block => block.Groups["mark"].Value.Trim() is "json" or "jsonc" && LooksLikeSettings(block.Groups["text"].Value)).Select(_ => file));
        unmarked.ShouldBeEmpty("fence settings as ```json settings, so that they are loaded");
    }

    [Fact]
    public void Every_stage_and_platform_has_a_readme_or_is_known_to_lack_one()
    {
        var without = FoldersWithReadme.SelectMany(project => SourceTree.FoldersIn(project).Select(folder => $"{project}/{folder}"))
            .Where(folder => SourceTree.Of(folder, ".cs").Any() && !SourceTree.Files.Contains(folder + "/README.md")).ToList();
        without.Except(StillWithoutReadme).ShouldBeEmpty("these folders have no README.md: say there what the folder is for, how to connect, its limits, and why");
        StillWithoutReadme.Except(without).ShouldBeEmpty("these folders have their README.md now: take them off the list");
    }

    [Fact]
    public void No_file_names_a_place_of_the_machine_it_was_written_on()
    {
        // Put together here, so that this file does not name them.
        string[] everywhere = [$"/{"work"}/", $"/{"root"}/", $"..{"/"}shared"];
        string[] inProductAndDocs = [$"/{"tmp"}/"];
        var named = new List<string>();
        // .ci/run looks beside the project for the vendors' schemas, which may not be part of it, and says so where they are not.
        foreach (var file in SourceTree.Files.Where(file => !file.EndsWith("packages.lock.json", StringComparison.Ordinal) && file != ".ci/run"))
        {
            var text = SourceTree.Read(file);
            var isProductOrDoc = file.StartsWith("src/", StringComparison.Ordinal) || file.EndsWith(".md", StringComparison.Ordinal);
            named.AddRange(everywhere.Concat(isProductOrDoc ? inProductAndDocs : []).Where(place => text.Contains(place, StringComparison.Ordinal)).Select(place => $"{file} names {place}"));
        }

        named.ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_has_help_and_a_verb_of_its_own()
    {
        var specs = Specs();
        specs.Select(spec => spec.Verb).ShouldBeUnique();
        foreach (var spec in specs)
        {
            spec.Verb.ShouldMatch("^[a-z]+( [a-z]+)?$");
            spec.Help.ShouldNotBeNullOrWhiteSpace(spec.Verb);
            spec.Help.ShouldNotContain("\n", customMessage: spec.Verb);
            spec.Arguments.ShouldAllBe(argument => argument.Help.Length > 0);
            spec.Options.ShouldAllBe(option => option.Help.Length > 0);
            spec.Arguments.SkipLast(1).ShouldAllBe(argument => !argument.IsRest, spec.Verb);
            spec.Arguments.SkipWhile(argument => argument.IsRequired).ShouldAllBe(argument => !argument.IsRequired, spec.Verb);
            spec.Arguments.Select(argument => argument.Name).Concat(spec.Options.Select(option => option.Name)).ShouldBeUnique();
        }
    }

    [Fact]
    public void Every_command_shown_in_a_readme_works_as_typed()
    {
        var specs = Specs();
        var shown = SourceTree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(file => ShownCommand().Matches(SourceTree.Read(file)).Select(each => (file, Line: each.Groups["words"].Value.Trim())))
            .Where(each => each.Line is not ("check-config" or "migrate" or "--version"))
            .ToList();
        shown.Count.ShouldBeGreaterThan(5);
        foreach (var (file, line) in shown)
        {
            var parse = CommandLine.Parse(line, specs);
            parse.Problem.ShouldBeNull($"{file}: {line}");
            if (parse.Line!.Spec.Verb == "rule add")
                QueryParser.Parse(parse.Line["query"]!).Problem.ShouldBeNull($"{file}: {line}");
        }
    }

    [Fact]
    public void Every_example_works_as_typed()
    {
        var specs = Specs();
        foreach (var spec in specs)
        {
            // Without arguments the verb is its own example.
            var example = spec.Example ?? (spec.Arguments.Any(argument => argument.IsRequired) ? throw new ShouldAssertException($"{spec.Verb} needs arguments and shows no example.") : spec.Verb);
            foreach (var parse in (CommandParse[])[CommandLine.Parse(example, specs), CommandLine.Parse(ShellWords(example), specs)])
            {
                parse.Problem.ShouldBeNull(example);
                parse.Line!.Spec.Verb.ShouldBe(spec.Verb);
                parse.Line.Arguments.Count.ShouldBeGreaterThanOrEqualTo(spec.Arguments.Count(argument => argument.IsRequired));
            }
        }
    }

    /// <summary>As a shell hands them over: what stands in quotes is one word, without them.</summary>
    private static IReadOnlyList<string> ShellWords(string line) => [.. Regex.Matches(line, "\"[^\"]*\"|\\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(word => word.Value.Trim('"'))];

    [Fact]
    public void Every_secret_may_come_by_standard_input() =>
        Specs().SelectMany(spec => spec.Options).Where(option => option.IsSecret).Select(option => "--" + option.Name).Except(ShellClient.Secrets).ShouldBeEmpty();

    // The rules above can fail: each on input that was made to break it.

    [Theory]
    [InlineData("Say.It(Wording.Two, 1)", "Wording.Two has 2 places and gets 1 values.")]
    [InlineData("Say.It(Wording.Two, 1, 2, 3)", "Wording.Two has 2 places and gets 3 values.")]
    [InlineData("Show(Wording.Two)", "Wording.Two has 2 places and gets 0 values.")]
    [InlineData("Say.It(isOne ? Wording.None : Wording.Two, a, b)", "Wording.None has 0 places and gets 2 values.")]
    [InlineData("Say.It(Wording.Two, Wording.Two, 1)", "Wording.Two has 2 places and gets 0 values.")]
    [InlineData("", "Wording.Two is said nowhere.")]
    public void Wording_that_does_not_fit_is_refused(string source, string why) => Rules().Refusals([("A.cs", source)]).ShouldContain(each => each.EndsWith(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("Say.It(Wording.Two, 1, 2) + Wording.None")]
    [InlineData("Say.It(Wording.Two, F(1, 2), \"a, b\") + Wording.None")]
    [InlineData("Say.It(Wording.Two, $\"{F(1, \"x, y\")}, z\", [1, 2]) + Wording.None")]
    [InlineData("Say.It(Wording.Two, ',', '\\'') + Wording.None")]
    [InlineData("It(Wording.Two, @\"\\\", \"\\\"\") + Wording.None")]
    [InlineData("Say.It(Wording.Two, 1, // first, second\n 2) + Wording.None")]
    [InlineData("$\"{Say.It(Wording.Two, new { A = 1, B = 2 }, b)}\" + Wording.None + OtherWording.Two")]
    public void Wording_that_fits_is_read_as_it_is_written(string source) => Rules().Refusals([("A.cs", source)]).ShouldBeEmpty();

    [Fact]
    public void Wording_with_a_place_left_out_is_refused() =>
        WordingRules.Read("Wording", "<root><data name=\"Odd\"><value>{0} and {2}</value></data></root>").Refusals([("A.cs", "Say.It(Wording.Odd, 1, 2)")])
            .ShouldHaveSingleItem().ShouldContain("none is left out");

    [Theory]
    [InlineData("""{"PageWatch":{"Demo":"perhaps"}}""", "PageWatch:Demo")]
    [InlineData("""{"PageWatch":{"Deno":true}}""", "PageWatch:Deno")]
    [InlineData("""{"PageWatch":""", "")]
    public void Settings_block_that_does_not_load_is_refused(string block, string told) =>
        SettingsIn($"# Settings\n\n```json settings\n{block}\n```\n").SelectMany(CheckSettings).ShouldHaveSingleItem().ShouldContain(told);

    [Fact]
    public void Only_blocks_that_are_marked_are_settings()
    {
        SettingsIn("```json\n{}\n```\n\n```json settings\n{ \"PageWatch\": {} }\n```\n~~~\n").Count.ShouldBe(1);
        SettingsIn("```sh\njson settings\n```\n").ShouldBeEmpty();
        LooksLikeSettings("{ // as always\n \"Platforms\": {} }").ShouldBeTrue();
        LooksLikeSettings("{ \"event\": \"post.created\" }").ShouldBeFalse();
        LooksLikeSettings("[1]").ShouldBeFalse();
    }

    private static WordingRules Rules() => WordingRules.Read("Wording", "<root><data name=\"None\"><value>none</value></data><data name=\"Two\"><value>{0} of {1:N0}, {{not}}</value></data></root>");

    private static IReadOnlyList<(string File, string Source)> Sources() =>
        [.. SourceTree.Of("src", ".cs").Concat(SourceTree.Of("src", ".razor")).Select(file => (file, SourceTree.Read(file)))];

    private static IReadOnlyList<string> SettingsIn(string markdown) =>
        [.. Fenced().Matches(markdown).Where(block => block.Groups["mark"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["json" or "jsonc", "settings"]).Select(block => block.Groups["text"].Value)];

    private static IReadOnlyList<string> CheckSettings(string block)
    {
        try
        {
            return SettingsCheck.Run(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block))).Build());
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException or JsonException)
        {
            return [problem.Message];
        }
    }

    private static bool LooksLikeSettings(string block)
    {
        try
        {
            using var json = JsonDocument.Parse(block, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.EnumerateObject().Any(section => section.Name is "PageWatch" or "Fetch" or "Platforms" or "Channels" or "Logging" or "Kestrel");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IReadOnlyList<CommandSpec> Specs()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Take(temporary.Path, DateTimeOffset.UnixEpoch);
        new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(DateTimeOffset.UnixEpoch);
        using var app = Service.Build(Startup.Read(["--data", temporary.Path]), new Store(folder, null));
        return app.Services.GetRequiredService<CommandDesk>().Specs;
    }

    [GeneratedRegex(@"^ {4}\./run (?<words>[a-z-]+.*?)(?: {2,}.*)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ShownCommand();

    [GeneratedRegex(@"^(?<fence>```+|~~~+)(?<mark>[^\r\n`]*)\r?\n(?<text>.*?)^\k<fence>", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fenced();
}
