using System.Reflection;

namespace PageWatch.Testing;

/// <summary>Where a test project's source lies, and where the whole repository does.</summary>
public static class ProjectFolder
{
    public static string Of(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "ProjectDirectory").Value!;

    public static string Of<T>() => Of(typeof(T).Assembly);

    /// <summary>The folder that holds PageWatch.sln.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Of(typeof(ProjectFolder).Assembly), "..", ".."));
}
