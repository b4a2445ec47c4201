using System.Globalization;
using Microsoft.Extensions.Options;
using PageWatch.Host;
using PageWatch.Host.Settings;
using PageWatch.Host.Shell;
using PageWatch.Pipeline;
using PageWatch.Storage.Sqlite;

// One culture for logs and numbers on every machine; people's own formats are made where they are shown.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

try
{
    var startup = Startup.Read(args);
    return startup.Words switch
    {
        [] or ["serve"] => await ServeAsync(startup),
        [['-', '-', ..] option, ..] when option is not ("--version" or "--help") => throw new SettingException($"There is no option {option}; pagewatch --help lists them."),
        ["serve", var option, ..] => throw new SettingException($"There is no option {option}; pagewatch --help lists them."),
        ["--version" or "version"] => Say($"PageWatch {Service.Version}"),
        ["check-config"] => CheckConfig(startup),
        ["migrate"] => Migrate(startup),
        ["manifest", ..] => await ManifestFile.RunAsync([.. startup.Words.Skip(1)], Console.OpenStandardOutput(), CancellationToken.None),
        ["classify", ..] => await Classify.RunAsync([.. startup.Words.Skip(1)], Console.OpenStandardInput, PipeOutput.Open, Console.Error, CancellationToken.None),
        ["evaluate", ..] => await Evaluate.RunAsync([.. startup.Words.Skip(1)], Console.Out, CancellationToken.None),
        ["labels", ..] => await LabelsFile.RunAsync(startup, Console.OpenStandardOutput(), Console.Error, CancellationToken.None),
        ["--help" or "-h"] => Say(Usage.Text),
        _ => await ShellClient.RunAsync(startup, Console.In, Console.Out, Console.Error, CancellationToken.None),
    };
}
catch (Exception problem) when (problem is SettingException or StorageUnavailableException or FormatException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return problem is StorageUnavailableException ? 1 : 2;
}
catch (OptionsValidationException problem)
{
    foreach (var failure in problem.Failures)
        await Console.Error.WriteLineAsync($"Setting: {failure}");
    return 2;
}

static async Task<int> ServeAsync(Startup startup)
{
    // Before anything is touched: a slip in a setting must not cost a migration.
    var configuration = startup.Configuration();
    SettingsCheck.Demand(configuration);
    var now = TimeProvider.System.GetUtcNow();
    using var folder = DataFolder.Take(startup.DataFolder, now);
    var store = Store.Of(configuration, folder);
    using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
    store.Migrate(now, loggers);
    await using var app = Service.Build(startup, store);
    var options = app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value;
    foreach (var url in ListenAddresses.Read(options.Urls))
        ListenAddresses.Try(url);
    try
    {
        var link = await Service.StartAsync(app, CancellationToken.None);
        Say($"""
            PageWatch {Service.Version}
              Console  {link}
                       (a personal link: it signs you in once)
              Data     {store.Name}
              Stop     Ctrl+C

            """);
        await app.WaitForShutdownAsync();
        return 0;
    }
    finally
    {
        app.Services.GetRequiredService<ShellDoor>().Close();
    }
}

static int CheckConfig(Startup startup)
{
    var configuration = startup.Configuration();
    var problems = SettingsCheck.Run(configuration);
    foreach (var problem in problems)
        Console.Error.WriteLine(problem);
    return problems.Count == 0 ? Say($"The settings are good. Everything is kept in {Store.NameOf(configuration, startup.DataFolder)}.") : 2;
}

static int Migrate(Startup startup)
{
    var configuration = startup.Configuration();
    SettingsCheck.Demand(configuration);
    var now = TimeProvider.System.GetUtcNow();
    using var folder = DataFolder.Take(startup.DataFolder, now);
    var store = Store.Of(configuration, folder);
    using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
    var (before, after) = store.Migrate(now, loggers);
    return Say(before == after ? $"The data in {store.Name} has schema {after} already." : $"The data in {store.Name} went from schema {before} to {after}.");
}

static int Say(string text)
{
    Console.WriteLine(text);
    return 0;
}
