using System.Xml.Linq;

namespace PageWatch.Host.Tests.House;

/// <summary>What each project of the product may see; a project is one because a reference must be impossible.</summary>
internal static class ProjectTable
{
    public static readonly IReadOnlyDictionary<string, string[]> Sees = new Dictionary<string, string[]>
    {
        ["Domain"] = [],
        ["Pipeline"] = ["Domain"],
        ["Platforms"] = ["Domain"],
        ["Channels"] = ["Domain"],
        ["Advisers"] = ["Domain"],
        ["Storage"] = ["Domain", "Pipeline"],
        ["Web"] = ["Domain", "Pipeline"],
        ["Demo"] = [],
        ["Training"] = ["Domain", "Pipeline"],
    };

    /// <summary>All but the host itself and what never ships.</summary>
    public static IReadOnlyList<string> SeenByHost(IEnumerable<string> projects) => [.. projects.Where(project => project is not ("Host" or "Training"))];

    /// <summary>Reads a project file against the table.</summary>
    /// <param name="projects">Every project there is, by its last word.</param>
    public static IEnumerable<string> Refusals(string project, string projectFile, IReadOnlyList<string> projects)
    {
        var file = XDocument.Parse(projectFile);
        var sees = file.Descendants("ProjectReference").Select(reference => Name(reference.Attribute("Include")!.Value)).ToList();
        IReadOnlyList<string>? may = project == "Host" ? SeenByHost(projects) : Sees.GetValueOrDefault(project);
        if (may is null)
        {
            yield return $"{project} is in no table: say in house style section 1, and here, what it sees and why it is a project.";
            yield break;
        }

        foreach (var each in sees.Except(may))
            yield return $"{project} refers to {each}.";
        foreach (var each in may.Except(sees))
            yield return $"{project} does not refer to {each}, which it should.";
        if (project == "Domain" && file.Descendants().Any(each => each.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference"))
            yield return "Domain refers to a package: it sees nothing, not even one.";
        foreach (var each in file.Descendants("InternalsVisibleTo").Select(each => each.Attribute("Include")!.Value).Where(each => !IsTest(each)))
            yield return $"{project} shows its insides to {each}; only tests may look.";
    }

    /// <summary>Reads what a compiled project refers to. The compiler leaves out what is not used, so there may be less than the table says.</summary>
    public static IEnumerable<string> CompiledRefusals(string project, IEnumerable<string> referred, IReadOnlyList<string> projects)
    {
        IReadOnlyList<string> may = project == "Host" ? SeenByHost(projects) : Sees.GetValueOrDefault(project) ?? [];
        foreach (var name in referred)
        {
            if (name.StartsWith("PageWatch.", StringComparison.Ordinal) && !may.Contains(name["PageWatch.".Length..]))
                yield return $"{project} was compiled against {name}.";
            if (project == "Domain" && !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("PageWatch.", StringComparison.Ordinal))
                yield return $"Domain was compiled against {name}.";
        }
    }

    private static bool IsTest(string assembly) => assembly == "PageWatch.Testing" || assembly.EndsWith(".Tests", StringComparison.Ordinal);

    private static string Name(string path) => path.Split('\\', '/')[^1]["PageWatch.".Length..^".csproj".Length];
}
