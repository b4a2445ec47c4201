using System.Globalization;
using System.Reflection;

namespace PageWatch.Storage;

/// <summary>The files of <c>Migrations/</c>, which travel inside the assembly.</summary>
internal static class MigrationFiles
{
    /// <param name="database">The folder: <c>Sqlite</c>.</param>
    /// <returns>In their order; <c>0001_first.sql</c> has number 1.</returns>
    public static IReadOnlyList<(int Number, string Name, string Sql)> Of(string database)
    {
        var folder = $".Migrations.{database}.";
        var assembly = Assembly.GetExecutingAssembly();
        var all = new List<(int Number, string Name, string Sql)>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var at = resource.IndexOf(folder, StringComparison.Ordinal);
            if (at < 0)
                continue;
            // PageWatch.Storage.Migrations.Sqlite._0001_first.sql: a name that starts with a digit gets an underscore before it.
            var name = resource[(at + folder.Length)..].TrimStart('_');
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            all.Add((int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        all.Sort((one, other) => one.Number.CompareTo(other.Number));
        return all;
    }
}
