using System.Reflection;
using System.Text.RegularExpressions;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;

namespace PageWatch.Host.Tests.House;

/// <summary>Who may know whom: between projects, and between the folders of one.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>The way a post takes, as folders.</summary>
    private static readonly FolderFlow[] Flows =
    [
        new("PageWatch.Domain", ["Teams", "Posts", "Hours", "Sources", "Understanding", "OnCall", "Rules", "Nudges", "Promises", "Drafts", "Publishing", "Channels", "Commands"]),
        // Ports lie with the stage that calls them. Understanding reads, Playbooks have the words of a playbook, Checks look over what would be said, Drafts propose it, Promises find what it commits us to; Ingest fills the inbox, Journey carries it on; Cards draws what Journey
        // knows, Staff decides on clicks, Outbox shows cards, Publishing sends replies, and Commands may ask for all of it.
        new("PageWatch.Pipeline", ["Teams", "Search", "Understanding", "Reports", "Playbooks", "Checks", "Drafts", "Promises", "Ingest", "Journey", "Telemetry", "Cards", "Health", "Staff", "Outbox", "Publishing", "Commands", "Chats"]),
        new("PageWatch.Platforms", ["Fetching", "Markup", "Signatures"], Beside: true),
        new("PageWatch.Channels", [], Beside: true),
        new("PageWatch.Advisers", [], Beside: true),
    ];

    /// <summary>Put all folders of their project together.</summary>
    private static readonly string[] Wiring = ["PipelineServices", "PlatformServices"];

    /// <summary>No clock, chance, file, network or logger can slip into a rule of the field.</summary>
    private static readonly string[] NeverInDomain =
    [
        "System.IO", "System.Net", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Console", "System.Environment", "System.TimeProvider",
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.Threading.Timer", "System.Threading.Thread", "Microsoft",
    ];

    /// <summary>Stages call ports; they speak no SQL, no HTTP and no chat's format.</summary>
    private static readonly string[] NeverInPipeline =
    [
        "System.Net.Http", "System.Net.Sockets", "System.Data", "Microsoft.AspNetCore", "Microsoft.Data", "Dapper", "Quartz", "AngleSharp", "System.IO.File", "System.IO.FileStream",
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
    ];

    private static readonly IReadOnlyList<string> Projects = [.. SourceTree.FoldersIn("src").Select(folder => folder["PageWatch.".Length..])];

    public static TheoryData<string> ProjectNames() => [.. Projects];

    public static TheoryData<string> FlowNames() => [.. Flows.Select(flow => flow.Project)];

    [Theory, MemberData(nameof(ProjectNames))]
    public void Project_file_refers_to_what_the_table_says(string project) =>
        ProjectTable.Refusals(project, SourceTree.Read($"src/PageWatch.{project}/PageWatch.{project}.csproj"), Projects).ShouldBeEmpty();

    [Theory, MemberData(nameof(ProjectNames))]
    public void Compiled_project_refers_to_nothing_else(string project) =>
        ProjectTable.CompiledRefusals(project, Load(project).GetReferencedAssemblies().Select(each => each.Name!), Projects).ShouldBeEmpty();

    [Theory, MemberData(nameof(FlowNames))]
    public void Folders_name_one_another_only_along_the_flow(string project)
    {
        var flow = Flows.Single(each => each.Project == project);
        flow.Refusals(TypeUse.In(Load(project["PageWatch.".Length..]).GetTypes()), LinesOf(project), Wiring).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(FlowNames))]
    public void Flow_names_no_folder_that_is_gone(string project) =>
        Flows.Single(each => each.Project == project).InOrder.Except(SourceTree.FoldersIn("src/" + project)).ShouldBeEmpty();

    [Fact]
    public void Domain_knows_no_clock_no_chance_and_nothing_outside() => Forbidden(TypeUse.In(Load("Domain").GetTypes()), NeverInDomain).ShouldBeEmpty();

    [Fact]
    public void Pipeline_speaks_no_sql_and_no_http() => Forbidden(TypeUse.In(Load("Pipeline").GetTypes()), NeverInPipeline).ShouldBeEmpty();

    [Theory, MemberData(nameof(ProjectNames))]
    public void Namespaces_are_the_folders_they_lie_in(string project)
    {
        var wrong = SourceTree.Of($"src/PageWatch.{project}", ".cs")
            .Select(file => (file, Told: NamespaceLine().Match(SourceTree.Read(file)).Groups["name"].Value))
            .Where(each => each.Told.Length > 0 && each.Told != string.Join('.', each.file.Split('/')[1..^1]))
            .Select(each => $"{each.file} says {each.Told}");
        wrong.ShouldBeEmpty();
    }

    // The rules above can fail: each on input that was made to break it.

    [Fact]
    public void Project_file_with_a_reference_too_many_is_refused() =>
        ProjectTable.Refusals("Platforms", Referring("Domain", "Storage"), Projects).ShouldBe(["Platforms refers to Storage."]);

    [Fact]
    public void Project_file_with_a_reference_too_few_is_refused() =>
        ProjectTable.Refusals("Web", Referring("Domain"), Projects).ShouldBe(["Web does not refer to Pipeline, which it should."]);

    [Fact]
    public void Host_without_a_project_is_refused() =>
        ProjectTable.Refusals("Host", Referring([.. ProjectTable.SeenByHost(Projects).Skip(1)]), Projects).ShouldHaveSingleItem().ShouldContain("does not refer to");

    [Fact]
    public void Package_in_the_domain_is_refused() =>
        ProjectTable.Refusals("Domain", "<Project><ItemGroup><PackageReference Include=\"Dapper\" /></ItemGroup></Project>", Projects).ShouldHaveSingleItem().ShouldContain("package");

    [Fact]
    public void Project_that_shows_its_insides_to_another_is_refused() =>
        ProjectTable.Refusals("Domain", "<Project><ItemGroup><InternalsVisibleTo Include=\"PageWatch.Host\" /></ItemGroup></Project>", Projects).ShouldHaveSingleItem().ShouldContain("insides");

    [Fact]
    public void Project_that_nobody_entered_is_refused() => ProjectTable.Refusals("Helpers", Referring("Domain"), Projects).ShouldHaveSingleItem().ShouldContain("no table");

    [Fact]
    public void Compiled_reference_against_the_table_is_refused()
    {
        ProjectTable.CompiledRefusals("Channels", ["System.Runtime", "PageWatch.Domain", "PageWatch.Pipeline"], Projects).ShouldBe(["Channels was compiled against PageWatch.Pipeline."]);
        ProjectTable.CompiledRefusals("Domain", ["System.Runtime", "Dapper"], Projects).ShouldBe(["Domain was compiled against Dapper."]);
    }

    [Theory]
    [InlineData("Rules", "Nudges", "which comes after it")]
    [InlineData("Nudges", "Rules", null)]
    [InlineData("Nudges", "Nudges", null)]
    [InlineData("Gossip", "Posts", "has no place")]
    public void Domain_folder_that_looks_ahead_is_refused(string folder, string named, string? why) => Refused(Flows[0], folder, named, why);

    [Theory]
    [InlineData("Feeds", "WordPress", "never know one another")]
    [InlineData("Feeds", "Fetching", null)]
    [InlineData("Fetching", "Feeds", "which comes after it")]
    [InlineData("Fetching", "Markup", "which comes after it")]
    public void Platform_that_knows_another_is_refused(string folder, string named, string? why) => Refused(Flows[2], folder, named, why);

    [Fact]
    public void Folder_is_refused_for_what_its_compiled_code_names_and_for_its_using_lines()
    {
        var domain = Flows[0];
        TypeUse[] ahead = [new(typeof(WatchRule), typeof(Nudge), null), new(typeof(WatchRule), typeof(Nudge), "get_Id")];
        domain.Refusals(ahead, []).ShouldBe(["WatchRule → Nudge: Rules names Nudges, which comes after it."]);
        domain.Refusals(ahead, [], nameof(WatchRule)).ShouldBeEmpty("what wires the others names them all");
        domain.Refusals([new(typeof(Nudge), typeof(WatchRule), null)], []).ShouldBeEmpty();
        domain.Refusals([], [("Rules/A.cs", "Rules", "using Nudge = PageWatch.Domain.Nudges.Nudge;")]).ShouldBe(["Rules/A.cs: Rules names Nudges, which comes after it."]);
        domain.Refusals([], [("Rules/A.cs", "Rules", "using static PageWatch.Domain.Nudges.NudgeLags;")]).ShouldHaveSingleItem();
        domain.Refusals([], [("Rules/A.cs", "Rules", "using PageWatch.Domain.Posts;")]).ShouldBeEmpty();
        domain.Refusals([], [("A.cs", "", "using PageWatch.Domain.Posts;")]).ShouldHaveSingleItem().ShouldContain("depends on nobody");
    }

    [Theory]
    [InlineData("System.IO.File")]
    [InlineData("System.IO")]
    [InlineData("System.IO.File.Exists")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Net.IPAddress")]
    [InlineData("System.Environment.get_MachineName")]
    [InlineData("System.Threading.Mutex")]
    [InlineData("System.Version")]
    [InlineData("System.ComponentModel.DescriptionAttribute")]
    [InlineData("System.Text.StringBuilder.Append")]
    public void Forbidden_name_is_found_wherever_it_hides(string forbidden) => Forbidden(TypeUse.In(Nested(typeof(Offender))), [forbidden]).ShouldNotBeEmpty();

    [Theory]
    [InlineData("System.IO.Fil")]
    [InlineData("System.Net.Sockets")]
    [InlineData("System.Environment.get_UserName")]
    public void Name_that_is_not_used_is_not_found(string forbidden) => Forbidden(TypeUse.In(Nested(typeof(Offender))), [forbidden]).ShouldBeEmpty();

    /// <param name="forbidden">Namespaces, types or members (as the compiled code calls them).</param>
    private static IEnumerable<string> Forbidden(IEnumerable<TypeUse> uses, IReadOnlyList<string> forbidden) => uses
        .Where(use => forbidden.Any(each => use.Named == each || use.Named.StartsWith(each + ".", StringComparison.Ordinal) || use.Named.StartsWith(each + "+", StringComparison.Ordinal)))
        .Select(use => $"{use.From.FullName} uses {use.Named}");

    private static void Refused(FolderFlow flow, string folder, string named, string? why)
    {
        if (why is null)
            flow.Refuse(folder, named).ShouldBeNull();
        else
            flow.Refuse(folder, named).ShouldNotBeNull().ShouldContain(why);
    }

    private static IEnumerable<(string File, string Folder, string Line)> LinesOf(string project) =>
        from file in SourceTree.Of("src/" + project, ".cs")
        let parts = file.Split('/')
        from line in SourceTree.Read(file).Split('\n')
        where line.StartsWith("using ", StringComparison.Ordinal)
        select (file, parts.Length > 3 ? parts[2] : "", line.TrimEnd('\r'));

    private static Assembly Load(string project) => Assembly.Load(project == "Host" ? "pagewatch" : "PageWatch." + project);

    private static IEnumerable<Type> Nested(Type type) => type.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public).SelectMany(Nested).Prepend(type);

    private static string Referring(params string[] projects) =>
        $"<Project><ItemGroup>{string.Concat(projects.Select(project => $"<ProjectReference Include=\"..\\PageWatch.{project}\\PageWatch.{project}.csproj\" />"))}</ItemGroup></Project>";

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceLine();

    /// <summary>Breaks rules in each place where a rule can be broken.</summary>
    private sealed class Offender
    {
        private readonly Func<string, bool> inLambda = name => File.Exists(name + "a");

        [System.ComponentModel.Description("a version")]
        public Version? InProperty { get; set; }

        public bool Run(string name) => inLambda(name);

        public async Task<string> InAsync(HttpClient client)
        {
            await Task.Yield();
            return client.ToString() + Environment.MachineName;
        }

        public IEnumerable<int> InIterator()
        {
            yield return new System.Text.StringBuilder().Append('a').Length;
        }

        public IReadOnlyList<Dictionary<string, System.Net.IPAddress[]>> InSignature() => [];

        public bool InCatch()
        {
            try
            {
                return InProperty is null;
            }
            catch (AbandonedMutexException problem) when (problem.Mutex is not null)
            {
                return false;
            }
        }
    }
}
