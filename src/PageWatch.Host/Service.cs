using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using PageWatch.Advisers.AzureLanguage;
using PageWatch.Advisers.LanguageModel;
using PageWatch.Channels.Console;
using PageWatch.Channels.Mail;
using PageWatch.Channels.Slack;
using PageWatch.Channels.Teams;
using PageWatch.Channels.Webhook;
using PageWatch.Demo;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Host.Demo;
using PageWatch.Host.Endpoints;
using PageWatch.Host.Schedules;
using PageWatch.Host.Settings;
using PageWatch.Host.Shell;
using PageWatch.Host.Telemetry;
using PageWatch.Host.Workers;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Platforms;
using PageWatch.Platforms.Fetching;
using PageWatch.Storage;
using PageWatch.Storage.Sqlite;
using PageWatch.Web;

namespace PageWatch.Host;

/// <summary>The running service: wires all, decides nothing.</summary>
internal static class Service
{
    /// <summary>The largest request body anywhere; webhooks have a smaller limit of their own.</summary>
    private const long LargestBody = 2 * 1024 * 1024;

    public static string Version { get; } = typeof(Service).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <param name="store">Taken and migrated.</param>
    /// <param name="adjust">For tests: the clock, the log.</param>
    /// <exception cref="SettingException">Settings are wrong; the message names each and the mend, one a line.</exception>
    public static WebApplication Build(Startup startup, Store store, Action<WebApplicationBuilder>? adjust = null)
    {
        var folder = store.Folder;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Service).Assembly.GetName().Name,
            ContentRootPath = folder.Path,
            // Else the builder watches the whole data folder for files of settings, and every write to the database wakes that watcher.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.Sources.Clear();
        startup.Configure(builder.Configuration);
        var options = builder.AddSettings();
        builder.AddLogs();
        builder.AddServer(options, folder);
        store.AddTo(builder.Services);
        builder.Services.AddPlatforms();
        builder.AddPipeline(options, folder);
        builder.AddChannels();
        builder.AddAdvisers();
        if (store.Postgres is not null)
            builder.Services.AddPostgresConsoleBell();
        builder.Services.AddWeb();
        builder.Services.AddSchedules(store);
        builder.AddTelemetry(Version);
        builder.AddDemo(options, folder);
        adjust?.Invoke(builder);

        var app = builder.Build();
        if (options.TrustedProxies.Count > 0)
            app.UseForwardedHeaders();
        app.MapPlatformWebhooks();
        app.MapChannelEndpoints();
        app.MapShell();
        app.MapHealth();
        app.MapWeb();
        if (IsDemoOn(options))
            app.MapDemoSite();
        return app;
    }

    /// <summary>Starts listening, opens the doors and says where they are.</summary>
    /// <returns>The console's address with a personal one-time token.</returns>
    /// <exception cref="SettingException">The certificate that https needs cannot be used.</exception>
    public static async Task<Uri> StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var services = app.Services;
        var options = services.GetRequiredService<IOptions<ServiceOptions>>().Value;
        var installation = services.GetRequiredService<IInstallation>();
        services.GetRequiredService<ConfirmKey>().Bytes = await OpenConfirmKeyAsync(services, installation, options, cancellationToken);
        if (IsDemoOn(options))
            await services.GetRequiredService<DemoStart>().PrepareAsync(cancellationToken);
        var admin = await FirstMemberAsync(services, options, cancellationToken);
        await FirstRulesAsync(services, cancellationToken);

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException && options.Urls.Contains("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingException($"The certificate of Kestrel:Certificates:Default cannot be used: {problem.Message} Mend its Path and Password, or listen on http.");
        }

        var listening = new Uri(app.Urls.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        var address = services.GetRequiredService<ServiceAddress>();
        address.Base = options.PublicUrl ?? listening;
        address.IsPublic = options.PublicUrl is not null;
        services.GetRequiredService<ShellDoor>().Open(listening);
        if (IsDemoOn(options))
            await services.GetRequiredService<DemoStart>().WatchAsync(admin, cancellationToken);
        return address.SignInFor(await services.GetRequiredService<SignIn>().CreateLinkAsync(admin, null, cancellationToken));
    }

    /// <summary>Whatever others can reach turns the demo off, be it directly or through a proxy on this machine: it is a playground without sign-in.</summary>
    public static bool IsDemoOn(ServiceOptions options) => options.Demo && options.PublicUrl is null && ListenAddresses.Read(options.Urls).All(ListenAddresses.IsLoopback);

    private static ServiceOptions AddSettings(this WebApplicationBuilder builder)
    {
        SettingsCheck.Demand(builder.Configuration);
        builder.Services.AddServiceOptions();
        return builder.Configuration.GetSection("PageWatch").Get<ServiceOptions>() ?? new ServiceOptions();
    }

    private static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        foreach (var quiet in (string[])["Microsoft", "System", "Quartz"])
            builder.Logging.AddFilter(quiet, LogLevel.Warning);
        // Says at each first start that keys lie unencrypted in a folder; that folder is its owner's alone.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    private static void AddServer(this WebApplicationBuilder builder, ServiceOptions options, DataFolder folder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ServiceStart(Version, TimeProvider.System.GetUtcNow()));
        var keys = Store.KeysOf(options.Storage, folder);
        DataFolder.Make(keys);
        builder.Services.AddDataProtection().SetApplicationName("PageWatch").PersistKeysToFileSystem(new DirectoryInfo(keys));
        builder.Services.AddSingleton<ISecretBox, DataProtectionBox>();
        builder.Services.AddSingleton<ShellDoor>();
        // A reply that is being sent should hear its answer before the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
        if (options.TrustedProxies.Count > 0)
        {
            builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                forwarded.KnownProxies.Clear();
                forwarded.KnownIPNetworks.Clear();
                foreach (var proxy in options.TrustedProxies)
                {
                    if (IPAddress.TryParse(proxy, out var one))
                        forwarded.KnownProxies.Add(one);
                    else
                        forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                }
            });
        }
    }

    private static void AddPipeline(this WebApplicationBuilder builder, ServiceOptions options, DataFolder folder)
    {
        builder.Services.AddSingleton(new PlaybookFile(options.Playbook.PathFrom(folder.Path)));
        builder.Services.AddPipeline();
        builder.Services.AddSingleton<IPostReader>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Understanding;
            return options.Model == UnderstandingOptions.Starter ? new StarterReader() : new TrainedReader(ShippedModels.Named(options.Model), options.ToReader());
        });
        builder.Services.AddSingleton(provider => (IReadingExplainer)provider.GetRequiredService<IPostReader>());
        builder.Services.AddSingleton<IDrafter, PlaybookDrafter>();
        builder.Services.AddHostedService<InboxWorker>();
        builder.Services.AddHostedService<OutboxWorker>();
        builder.Services.AddHostedService<LedgerWorker>();
        builder.Services.AddHostedService<ChatWorker>();
        builder.Services.AddHostedService<ChatConnections>();
        builder.Services.AddHostedService<PlaybookFileWorker>();
    }

    private static void AddChannels(this WebApplicationBuilder builder)
    {
        builder.Services.AddConsoleChannel();
        // An address that somebody typed is posted to by the same guarded connections that pages are fetched with.
        builder.Services.AddWebhookChannel(provider => PageHttp.CreateHandler(provider.GetRequiredService<AddressGuard>()));
        builder.Services.AddMailChannel();
        builder.Services.AddTeamsChannel(provider => PageHttp.CreateHandler(provider.GetRequiredService<AddressGuard>()));
        builder.Services.AddSlackChannel(provider => PageHttp.CreateHandler(provider.GetRequiredService<AddressGuard>()));
    }

    /// <summary>By choice: without an endpoint the embedded reader reads alone, and the embedded drafter drafts alone.</summary>
    private static void AddAdvisers(this WebApplicationBuilder builder)
    {
        builder.Services.AddAzureLanguageOptions();
        if (!string.IsNullOrWhiteSpace(builder.Configuration[$"{AzureLanguageServices.Section}:{nameof(AzureLanguageOptions.Endpoint)}"]))
            builder.Services.AddAzureLanguage();
        builder.Services.AddLanguageModelOptions();
        if (!string.IsNullOrWhiteSpace(builder.Configuration[$"{LanguageModelServices.Section}:{nameof(LanguageModelOptions.Endpoint)}"]))
            builder.Services.AddLanguageModel();
    }

    private static void AddDemo(this WebApplicationBuilder builder, ServiceOptions options, DataFolder folder)
    {
        builder.Services.AddSingleton<DemoSettings>();
        builder.Services.AddSingleton<IDemoPage, DemoPage>();
        builder.Services.AddHttpClient("demo");
        if (!IsDemoOn(options))
            return;
        builder.Services.AddSingleton<DemoStart>();
        builder.Services.AddDemoSite(new DemoOptions
        {
            File = Path.Combine(folder.Path, "demo.db"),
            PathBase = "/demo",
            // Until the kept ones are opened, just before the page is served.
            ApiKey = SignIn.NewToken(),
        });
    }

    /// <summary>The first secret that a start opens: keys that do not fit show here, and not when a page is first called.</summary>
    private static async Task<byte[]> OpenConfirmKeyAsync(IServiceProvider services, IInstallation installation, ServiceOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return Convert.FromBase64String(await installation.SecretAsync("confirm key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken));
        }
        catch (CryptographicException problem)
        {
            var keys = Store.KeysOf(options.Storage, services.GetRequiredService<DataFolder>());
            throw new StorageUnavailableException(
                $"The keys in {keys} do not open what is sealed in the database. Put the keys back that sealed it, from a backup of that folder; replicas of one database share one folder of keys: PageWatch:Storage:Keys.",
                problem);
        }
    }

    private static async Task<Member> FirstMemberAsync(IServiceProvider services, ServiceOptions options, CancellationToken cancellationToken)
    {
        var members = services.GetRequiredService<IMembers>();
        var known = (await members.OfTeamAsync(TeamId.Default, cancellationToken)).Where(member => member.Role == Role.Admin).OrderBy(member => member.Id.Value).FirstOrDefault();
        if (known is not null)
            return known;
        var name = string.IsNullOrWhiteSpace(options.AdminName) ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Environment.UserName) : options.AdminName;
        if (string.IsNullOrWhiteSpace(name))
            name = "Admin";
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return await members.AddAsync(TeamId.Default, name, Role.Admin, new AuditEntry(TeamId.Default, now, null, "PageWatch", "first member", $"member {name}"), cancellationToken);
    }

    private static async Task FirstRulesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var teams = services.GetRequiredService<ITeamRecords>();
        var installation = services.GetRequiredService<IInstallation>();
        // Once and never again: a team that removed them does not want them back.
        if (await installation.SecretAsync("first rules", cancellationToken) is not null)
            return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var (name, query) in DefaultRules.All)
        {
            var rule = new WatchRule { Id = default, Team = TeamId.Default, Name = name, Query = QueryParser.Parse(query).Query!, Version = 1 };
            await teams.AddRuleAsync(rule, new AuditEntry(TeamId.Default, now, null, "PageWatch", "rule add", $"rule {name}", null, query), cancellationToken);
        }

        await installation.SecretAsync("first rules", () => "added", cancellationToken);
    }
}
