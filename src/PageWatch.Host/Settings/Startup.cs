using Microsoft.Extensions.Configuration.Json;

namespace PageWatch.Host.Settings;

/// <summary>What the words after the program's name mean, before any setting is read.</summary>
/// <param name="Words">The command; empty to serve.</param>
/// <param name="DataFolder">Full path.</param>
/// <param name="AsJson">Answers as JSON.</param>
/// <param name="Settings">What was given as options, as settings.</param>
internal sealed record Startup(IReadOnlyList<string> Words, string DataFolder, bool AsJson, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Options may follow any words but "classify" and "evaluate"; behind a bare "--" everything is a word.</summary>
    /// <exception cref="SettingException">An option lacks its value.</exception>
    public static Startup Read(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        string? data = null;
        var json = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (word == "--")
            {
                words.AddRange(arguments.Skip(i + 1));
                break;
            }

            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals > 0 ? word[..equals] : word;
            switch (name)
            {
                case "--data":
                    data = Value();
                    break;
                case "--urls":
                    settings["PageWatch:Urls"] = Value();
                    break;
                case "--public-url":
                    settings["PageWatch:PublicUrl"] = Value();
                    break;
                case "--no-demo":
                    settings["PageWatch:Demo"] = "false";
                    break;
                case "--json":
                    json = true;
                    break;
                default:
                    words.Add(word);
                    break;
            }

            // Their options are their own: the data of "evaluate" is not the service's.
            if (words is ["classify" or "evaluate"])
            {
                words.AddRange(arguments.Skip(i + 1));
                break;
            }

            string Value()
            {
                if (equals > 0)
                    return word[(equals + 1)..];
                return ++i < arguments.Count ? arguments[i] : throw new SettingException($"{name} needs a value after it.");
            }
        }

        data ??= Environment.GetEnvironmentVariable("PAGEWATCH_DATA") ?? DefaultFolder();
        return new Startup(words, Path.GetFullPath(data), json, settings);
    }

    private static string DefaultFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return home.Length > 0 ? Path.Combine(home, "pagewatch") : "data";
    }

    /// <summary>The settings as they come together.</summary>
    /// <exception cref="SettingException">The file of settings cannot be read.</exception>
    public IConfigurationRoot Configuration()
    {
        var configuration = new ConfigurationBuilder();
        Configure(configuration);
        return configuration.Build();
    }

    /// <summary>Defaults, then <c>pagewatch.json</c> in the data folder, then the environment (<c>PageWatch__PublicUrl</c>), then options.</summary>
    public void Configure(IConfigurationBuilder configuration)
    {
        configuration.Add<JsonConfigurationSource>(file =>
        {
            file.Path = Path.Combine(DataFolder, "pagewatch.json");
            file.Optional = true;
            file.OnLoadException = failed => throw new SettingException(
                $"The settings in {Path.Combine(DataFolder, "pagewatch.json")} cannot be read: {failed.Exception.GetBaseException().Message} Mend the file, or take it away.");
            file.ResolveFileProvider();
        });
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(Settings);
    }
}
