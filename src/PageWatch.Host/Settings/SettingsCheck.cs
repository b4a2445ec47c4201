using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;
using PageWatch.Advisers.AzureLanguage;
using PageWatch.Advisers.LanguageModel;
using PageWatch.Channels.Mail;
using PageWatch.Channels.Slack;
using PageWatch.Channels.Teams;
using PageWatch.Host.Telemetry;
using PageWatch.Platforms;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Host.Settings;

/// <summary>Looks at every setting without starting anything: before the service touches its data, and when asked.</summary>
internal static partial class SettingsCheck
{
    private static readonly Section[] Sections =
    [
        Section.Of<ServiceOptions>("PageWatch"),
        Section.Of<MailOptions>(MailServices.Section),
        Section.Of<TeamsOptions>(TeamsServices.Section),
        Section.Of<SlackOptions>(SlackServices.Section),
        Section.Of<AzureLanguageOptions>(AzureLanguageServices.Section),
        Section.Of<LanguageModelOptions>(LanguageModelServices.Section),
        Section.Of<FetchOptions>("Fetch"),
        Section.Of<TelemetryOptions>("Telemetry"),
        .. PlatformServices.Settings.Select(platform => new Section(platform.Section, platform.Options, platform.Read)),
    ];

    /// <summary>Sections that are the framework's own.</summary>
    private static readonly string[] NotOurs = ["Logging", "Kestrel"];

    /// <exception cref="SettingException">Settings are wrong; the message names each and the mend, one a line.</exception>
    public static void Demand(IConfigurationRoot configuration)
    {
        var problems = Run(configuration);
        if (problems.Count > 0)
            throw new SettingException(string.Join(Environment.NewLine, problems));
    }

    /// <returns>What is wrong, each with its name and the mend; empty when all is well.</returns>
    public static IReadOnlyList<string> Run(IConfigurationRoot configuration)
    {
        var problems = new List<string>();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System);
        services.AddServiceOptions().AddTelemetryOptions().AddMailChannel().AddTeamsChannel(_ => new SocketsHttpHandler()).AddSlackChannel(_ => new SocketsHttpHandler()).AddAzureLanguageOptions().AddLanguageModelOptions().AddPlatforms();
        using var provider = services.BuildServiceProvider();
        foreach (var section in Sections)
        {
            Try(problems, () => section.Read(provider), section.Name, configuration);
            problems.AddRange(Unknown(configuration.GetSection(section.Name), section.Options));
        }

        // What each section means as a whole is only asked of sections that could be read.
        if (problems.Count == 0)
        {
            Try(problems, () => problems.AddRange(Meaning(provider.GetRequiredService<IOptions<ServiceOptions>>().Value, configuration)), "PageWatch", configuration);
            Try(problems, () => provider.GetRequiredService<AddressGuard>(), "Fetch", configuration);
        }

        problems.AddRange(Strangers(configuration));
        return problems;
    }

    private static IEnumerable<string> Meaning(ServiceOptions options, IConfiguration configuration)
    {
        var addresses = ListenAddresses.Read(options.Urls);
        if (options.PublicUrl is null && !addresses.All(ListenAddresses.IsLoopback))
        {
            yield return $"PageWatch:Urls ({options.Urls}) can be reached from other machines, so PageWatch:PublicUrl must say how: give --public-url https://pagewatch.example.com, "
                + "or listen on http://127.0.0.1:5230.";
        }

        if (options.PublicUrl is { } url && url is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
            yield return $"PageWatch:PublicUrl is \"{url}\", which is no address to reach the service by. Write https://pagewatch.example.com.";
        foreach (var proxy in options.TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _)))
            yield return $"PageWatch:TrustedProxies holds \"{proxy}\", which is no address or range. Write 10.0.0.5 or 10.0.0.0/24.";
        if (addresses.Any(address => address.Scheme == Uri.UriSchemeHttps) && !configuration.GetSection("Kestrel:Certificates:Default").Exists())
        {
            yield return $"PageWatch:Urls ({options.Urls}) speaks https, and there is no certificate. Write Kestrel:Certificates:Default:Path and :Password, "
                + "or listen on http and let a proxy speak https.";
        }

        if (Store.ProblemOf(options.Storage) is { } problem)
            yield return problem;

        if (options.Playbook.Problem() is { } aboutPlaybook)
            yield return aboutPlaybook;

        // It would win over PageWatch:Urls, past the rules for what other machines can reach.
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            yield return "Kestrel:Endpoints would listen elsewhere than PageWatch:Urls says. Write the addresses into PageWatch:Urls, apart by \";\".";
    }

    /// <summary>Keys of a section that no option has: slips of the finger, which would do nothing without a word.</summary>
    private static IEnumerable<string> Unknown(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties();
        foreach (var child in section.GetChildren())
        {
            // A section within a section is looked at by itself.
            if (Sections.Any(each => each.Name.Equals(child.Path, StringComparison.OrdinalIgnoreCase)))
                continue;
            var property = Array.Find(known, property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                yield return $"{child.Path} is no setting. Known are {string.Join(", ", known.Select(each => each.Name))}.";
            }
            else if (property.PropertyType.Assembly == options.Assembly)
            {
                foreach (var problem in Unknown(child, property.PropertyType))
                    yield return problem;
            }
        }
    }

    /// <summary>Sections of the file that nobody reads. The environment is full of names that are not ours, so it is not asked.</summary>
    private static IEnumerable<string> Strangers(IConfigurationRoot configuration)
    {
        var known = Sections.Select(section => section.Name).Concat(NotOurs).ToList();
        var written = configuration.Providers.OfType<JsonConfigurationProvider>()
            .SelectMany(file => file.GetChildKeys([], null).SelectMany(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase) && known.Any(each => each.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase))
                ? file.GetChildKeys([], key).Select(inner => $"{key}:{inner}")
                : [key]))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return written.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => $"{name} is no section of settings. Known are {string.Join(", ", known)}.");
    }

    private static void Try(List<string> problems, Action check, string section, IConfiguration configuration)
    {
        try
        {
            check();
        }
        catch (OptionsValidationException problem)
        {
            problems.AddRange(problem.Failures.Select(failure => InOurWords(failure, section, configuration)));
        }
        catch (InvalidOperationException problem) when (Unconverted().Match(problem.Message) is { Success: true } told)
        {
            problems.Add($"{told.Groups["path"].Value} is \"{told.Groups["value"].Value}\". Write {Wanted(told.Groups["type"].Value)}.");
        }
        catch (Exception problem) when (problem is SettingException or FormatException)
        {
            problems.Add(problem.Message);
        }
    }

    /// <summary>"TimeLimit: The field FetchOptions.TimeLimit must be between …": as people write it, with what stands there.</summary>
    private static string InOurWords(string failure, string section, IConfiguration configuration)
    {
        if (Annotated().Match(failure) is not { Success: true } told)
            return $"{section}: {failure}";
        var name = $"{section}:{told.Groups["path"].Value.Replace('.', ':')}";
        return configuration[name] is { Length: > 0 } value
            ? $"{name} {told.Groups["must"].Value.TrimEnd('.')}; it is \"{value}\"."
            : $"{name} {told.Groups["must"].Value}";
    }

    private static string Wanted(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        nameof(Boolean) => "true or false",
        nameof(TimeSpan) => "a time such as 00:15:00 (a quarter of an hour) or 7.00:00:00 (a week)",
        nameof(Int32) => "a whole number",
        nameof(Uri) => "an address such as https://pagewatch.example.com",
        _ => "another value",
    };

    [GeneratedRegex(@"value '(?<value>.*)' at '(?<path>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unconverted();

    [GeneratedRegex(@"^[\w.]+: The (field )?\w+\.(?<path>[\w.]+) (field )?(?<must>.+)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Annotated();

    /// <param name="Read">Binds and validates; throws what is wrong.</param>
    private sealed record Section(string Name, Type Options, Action<IServiceProvider> Read)
    {
        public static Section Of<T>(string name)
            where T : class => new(name, typeof(T), provider => _ = provider.GetRequiredService<IOptions<T>>().Value);
    }
}
