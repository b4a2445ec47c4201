using PageWatch.Testing;

namespace PageWatch.Host.Tests.House;

/// <summary>The files of the repository as they lie there: what was built or fetched is left out.</summary>
internal static class SourceTree
{
    // .git is a file in a worktree.
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", ".git", ".vs", ".idea", "node_modules", "TestResults", "data"];

    /// <summary>Paths from the repository's root, with "/" between folders.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Under(ProjectFolder.Repository).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Of(string folder, string ending) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(ProjectFolder.Repository, file));

    public static void Write(string file, string text) => File.WriteAllText(Path.Combine(ProjectFolder.Repository, file), text);

    /// <summary>The folders right below one, by name.</summary>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        [.. Of(folder, "").Select(file => file[(folder.Length + 1)..].Split('/')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct()];

    private static IEnumerable<string> Under(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !NotOurs.Contains(Path.GetFileName(file))))
            yield return Path.GetRelativePath(ProjectFolder.Repository, file).Replace('\\', '/');
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Under(inner))
                yield return file;
        }
    }
}
