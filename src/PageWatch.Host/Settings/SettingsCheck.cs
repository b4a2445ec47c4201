using Microsoft.Extensions.Options;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Host.Settings;

/// <summary>Looks at every setting without starting anything.</summary>
internal static class SettingsCheck
{
    /// <returns>What is wrong, each with its name and the mend; empty when all is well.</returns>
    public static IReadOnlyList<string> Run(IConfigurationRoot configuration)
    {
        var problems = new List<string>();
        Try(problems, () =>
        {
            var options = configuration.GetSection("PageWatch").Get<ServiceOptions>() ?? new ServiceOptions();
            Add(problems, new ServiceOptionsValidator().Validate(null, options));
            var addresses = ListenAddresses.Read(options.Urls);
            if (options.PublicUrl is null && !addresses.All(ListenAddresses.IsLoopback))
                problems.Add($"PageWatch:PublicUrl is missing although PageWatch:Urls ({options.Urls}) can be reached from other machines. Write https://pagewatch.example.com.");
        });
        Try(problems, () =>
        {
            var fetch = configuration.GetSection("Fetch").Get<FetchOptions>() ?? new FetchOptions();
            _ = new AddressGuard(fetch.AllowPrivate);
        });

        // The environment brings names of its own; only the file and our own prefix can hold a slip of the finger.
        foreach (var section in configuration.GetSection("PageWatch").GetChildren())
        {
            if (typeof(ServiceOptions).GetProperty(section.Key, System.Reflection.BindingFlags.IgnoreCase | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance) is null)
                problems.Add($"PageWatch:{section.Key} is no setting. Known are {string.Join(", ", typeof(ServiceOptions).GetProperties().Select(property => property.Name))}.");
        }

        return problems;
    }

    private static void Try(List<string> problems, Action check)
    {
        try
        {
            check();
        }
        catch (Exception problem) when (problem is SettingException or FormatException or InvalidOperationException)
        {
            problems.Add(problem.InnerException is { } inner ? $"{problem.Message} {inner.Message}" : problem.Message);
        }
    }

    private static void Add(List<string> problems, ValidateOptionsResult result)
    {
        if (result.Failed)
            problems.AddRange(result.Failures);
    }
}
