namespace PageWatch.Host.Tests.House;

/// <summary>Which folders of a project may name which: each those before it, never one after it.</summary>
/// <param name="Project">PageWatch.Pipeline; its folders are namespaces right below.</param>
/// <param name="InOrder">The way the code flows.</param>
/// <param name="Beside">Whether there may be further folders beside them, which name those in order and never one another: the platforms.</param>
internal sealed record FolderFlow(string Project, IReadOnlyList<string> InOrder, bool Beside = false)
{
    /// <returns>What is wrong with one folder that names another, in a sentence; null when nothing is.</returns>
    public string? Refuse(string folder, string named)
    {
        if (folder == named)
            return null;
        var at = Place(folder);
        var other = Place(named);
        if (at < 0 && !Beside)
            return $"{folder} has no place in the flow of {Project}: give it one, in ArchitectureTests.";
        if (at < 0 && other < 0)
            return $"{folder} names {named}: these never know one another.";
        return at >= 0 && (other > at || other < 0) ? $"{folder} names {named}, which comes after it." : null;
    }

    /// <summary>Goes through what the types of the project name, and through its using lines: those see constants, which the compiled code does not.</summary>
    /// <returns>Each once, in a sentence.</returns>
    /// <param name="wiring">Types that name everything, because they put everything together.</param>
    /// <param name="lines">Each source file's folder and its lines.</param>
    public IEnumerable<string> Refusals(IEnumerable<TypeUse> uses, IEnumerable<(string File, string Folder, string Line)> lines, params string[] wiring) =>
        Every(uses, lines, wiring).Distinct();

    private IEnumerable<string> Every(IEnumerable<TypeUse> uses, IEnumerable<(string File, string Folder, string Line)> lines, string[] wiring)
    {
        foreach (var use in uses)
        {
            if (FolderOf(use.From) is { } folder && FolderOf(use.To) is { } named && !wiring.Contains(use.From.Name) && Refused(folder, named) is { } why)
                yield return $"{use.From.Name} → {use.To.Name}: {why}";
        }

        foreach (var (file, folder, line) in lines)
        {
            var used = line.StartsWith("using ", StringComparison.Ordinal) ? line["using ".Length..].TrimEnd(';').Split(' ')[^1] : "";
            if (used.StartsWith(Project + ".", StringComparison.Ordinal) && !wiring.Contains(Path.GetFileNameWithoutExtension(file)) && Refused(folder, FirstOf(used)) is { } why)
                yield return $"{file}: {why}";
        }
    }

    /// <summary>Empty for what lies in the project's own folder: words for everybody, which know no folder.</summary>
    private string? FolderOf(Type type) => type.Namespace == Project ? "" : type.Namespace?.StartsWith(Project + ".", StringComparison.Ordinal) == true ? FirstOf(type.Namespace) : null;

    private string FirstOf(string name) => name[(Project.Length + 1)..].Split('.')[0];

    private string? Refused(string folder, string named) => (folder, named) switch
    {
        (_, "") => null,
        ("", _) => $"the project's own folder names {named}: what everybody may use depends on nobody.",
        _ => Refuse(folder, named),
    };

    private int Place(string folder)
    {
        for (var i = 0; i < InOrder.Count; i++)
        {
            if (InOrder[i] == folder)
                return i;
        }

        return -1;
    }
}
