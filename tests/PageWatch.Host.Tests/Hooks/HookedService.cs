using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Host.Demo;
using PageWatch.Host.Settings;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Hooks;

/// <summary>The whole service in this process, and what the demo page's webhooks are signed with.</summary>
public sealed class HookedService : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly Action<WebApplicationBuilder>? adjust;
    private readonly string? settings;
    private DataFolder folder = null!;
    private WebApplication app = null!;

    public HookedService()
    {
    }

    /// <param name="settings">What stands in the file of settings.</param>
    /// <param name="adjust">Added last: the clock.</param>
    internal HookedService(string settings, Action<WebApplicationBuilder> adjust)
    {
        this.settings = settings;
        this.adjust = adjust;
    }

    /// <summary>Where the demo page's webhooks come in.</summary>
    public Uri Hook { get; private set; } = null!;

    public string Secret { get; private set; } = "";

    /// <summary>Signs the first member in.</summary>
    public Uri Link { get; private set; } = null!;

    public PageId Page { get; private set; }

    /// <summary>Neither follows nor waits for anything.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 50 }) { Timeout = TimeSpan.FromSeconds(30) };

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        var startup = Startup.Read(["--data", temporary.Path, "--urls", "http://127.0.0.1:0"]);
        if (settings is not null)
            await File.WriteAllTextAsync(Path.Combine(temporary.Path, "pagewatch.json"), settings);
        folder = DataFolder.Take(startup.DataFolder, TimeProvider.System.GetUtcNow());
        new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(TimeProvider.System.GetUtcNow());
        app = Service.Build(startup, new Store(folder, null), builder =>
        {
            builder.Logging.ClearProviders();
            // As RunningProgram does: journeys are told in words that the word lists know.
            builder.Configuration["PageWatch:Understanding:Model"] = "starter";
            adjust?.Invoke(builder);
        });
        Link = await Service.StartAsync(app, CancellationToken.None);
        var demo = Get<DemoSettings>();
        Secret = demo.HookSecret;
        Hook = new Uri(demo.Address!, $"/hooks/{demo.HookKey}");
        Page = (await Get<IWatches>().FindByHookAsync(demo.HookKey, CancellationToken.None))!.Id;
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public void Dispose()
    {
        Client.Dispose();
        folder.Dispose();
        temporary.Dispose();
    }

    /// <summary>A delivery as the demo page sends it.</summary>
    public HttpRequestMessage Delivery(string id, byte[] body, DateTimeOffset? at = null, string? secret = null, string prefix = "webhook-") =>
        SignedDelivery.Of(Hook, secret ?? Secret, id, body, at, prefix);

    public HttpRequestMessage Delivery(string id, string body) => Delivery(id, Encoding.UTF8.GetBytes(body));

    /// <returns>The status and what was said.</returns>
    public async Task<(int Status, string Said)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await Client.SendAsync(request))
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until everything that came in was worked off.</summary>
    public async Task SettleAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await Get<IInbox>().DepthAsync(limit.Token)).Waiting > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    public async Task<Post?> FindAsync(string nativeId)
    {
        await SettleAsync();
        return (await Get<IPosts>().FindAsync(Page, [nativeId], CancellationToken.None)).GetValueOrDefault(nativeId);
    }

    public async Task<IReadOnlyList<ParkedRow>> ParkedAsync()
    {
        await SettleAsync();
        return await Get<IInbox>().ParkedAsync(TeamId.Default, 1000, CancellationToken.None);
    }

    /// <summary>As the first admin says it in a shell.</summary>
    public async Task<CommandAnswer> SayAsync(string line)
    {
        var admin = (await Get<IMembers>().OfTeamAsync(TeamId.Default, CancellationToken.None)).First(member => member.Role == Role.Admin);
        return await Get<CommandDesk>().RunAsync(line, admin, CancellationToken.None);
    }

    /// <summary>Looks into the file past the service, as another program would after a crash.</summary>
    public T? Ask<T>(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T?)command.ExecuteScalar();
    }
}
