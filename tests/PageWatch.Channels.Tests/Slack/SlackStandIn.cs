using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Slack;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Testing;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>
/// The workspace of tests/Clients/fake-slack, in a process of its own, and our side of it in this one: over HTTP, with a little server before the door, or over Socket Mode.
/// </summary>
internal sealed class SlackStandIn : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient control = new() { Timeout = Patience };
    private readonly CancellationTokenSource ends = new();
    private readonly List<Task> work = [];
    private readonly HttpListener? listener;
    private readonly Process process;
    private readonly ServiceProvider services;
    private readonly QueueIntake intake = new();

    private SlackStandIn(Process process, JsonNode told, HttpListener? listener)
    {
        this.process = process;
        this.listener = listener;
        control.BaseAddress = new Uri((string)told["control"]!);
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PageWatch:Slack:BotToken"] = (string)told["botToken"]!, ["PageWatch:Slack:AppToken"] = listener is null ? (string)told["appToken"]! : null,
            ["PageWatch:Slack:SigningSecret"] = listener is null ? null : (string)told["signingSecret"]!, ["PageWatch:Slack:Api"] = (string)told["apiUrl"]!,
        }).Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddSingleton<IChatDesk>(Desk);
        collection.AddSingleton<IChatIntake>(intake);
        collection.AddSlackChannel(_ => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services = collection.BuildServiceProvider();
        Sender = services.GetRequiredService<IChannelSender>();
        work.Add(WorkAsync());
        work.Add(listener is null ? services.GetRequiredService<IChatConnection>().RunAsync(ends.Token) : ServeAsync(listener));
    }

    public RecordingDesk Desk { get; } = new();

    public IChannelSender Sender { get; }

    public static StaffChannel Reviews { get; } = new(new ChannelId(7), TeamId.Default, ChannelKind.Slack, "#reviews", "T0STORE/C0REVIEWS");

    /// <summary>What went wrong while something was worked off.</summary>
    public ConcurrentQueue<Exception> Wrong { get; } = new();

    public static async Task<SlackStandIn> StartAsync(bool bySocket, params string[] options)
    {
        var folder = Path.Combine(ProjectFolder.Of<SlackStandIn>(), "..", "Clients", "fake-slack");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new InvalidOperationException("tests/Clients/fake-slack has no node_modules. Run npm ci there.");
        HttpListener? open = null;
        List<string> arguments = ["cli.mjs", "--port", "0", .. options];
        if (bySocket)
        {
            arguments.Add("--socket");
        }
        else
        {
            var port = FreePort();
            open = new HttpListener();
            open.Prefixes.Add($"http://127.0.0.1:{port}/");
            open.Start();
            var here = $"http://127.0.0.1:{port}";
            arguments.AddRange(["--request-url", here + SlackPaths.Events, "--command-url", here + SlackPaths.Commands, "--interactivity-url", here + SlackPaths.Interactions]);
        }

        var started = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var told = JsonNode.Parse((await started.StandardOutput.ReadLineAsync().WaitAsync(Patience)) ?? throw new InvalidOperationException("The workspace did not start."))!;
        var standIn = new SlackStandIn(started, told, open);
        if (bySocket)
            await standIn.UntilAsync(async () => (int)(await standIn.StateAsync())["sockets"]! == 1);
        return standIn;
    }

    public async Task<JsonNode> DoAsync(string what, JsonObject? with = null)
    {
        using var answer = await control.PostAsJsonAsync(what, with ?? []);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, said?.ToJsonString());
        return said ?? new JsonObject();
    }

    public Task<JsonNode> StateAsync() => DoAsync("state");

    public async Task<IReadOnlyList<JsonNode>> MessagesAsync(string channel = "C0REVIEWS") =>
        [.. (await StateAsync())["messages"]!.AsArray().Where(message => (string?)message!["channel"] == channel || (message["channel"] is null && channel.Length == 0)).Select(message => message!)];

    public async Task<int> CallsAsync(string method) => (await DoAsync("calls")).AsArray().Count(call => (string?)call!["method"] == method);

    public async Task<MessageRef> DeliverAsync(Card card, long version = 1, MessageRef? existing = null, string key = "nudge-12", DateTimeOffset? triedAt = null) =>
        await Sender.DeliverAsync(new CardDelivery(key, Reviews, null, version, card, existing) { TriedAt = triedAt }, CancellationToken.None);

    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var left = 400; !await holds(); left--)
        {
            left.ShouldBeGreaterThan(0, "it never came");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    public Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        listener?.Close();
        foreach (var each in work)
        {
            try
            {
                await each;
            }
            catch (Exception problem) when (problem is OperationCanceledException or HttpListenerException or ObjectDisposedException)
            {
            }
        }

        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        control.Dispose();
        await services.DisposeAsync();
        ends.Dispose();
    }

    private async Task WorkAsync()
    {
        var heard = services.GetRequiredService<IChatListener>();
        await foreach (var (body, at) in intake.Kept.Reader.ReadAllAsync(ends.Token))
        {
            try
            {
                await heard.HearAsync(body, at, ends.Token);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Wrong.Enqueue(problem);
            }
        }
    }

    private async Task ServeAsync(HttpListener open)
    {
        var door = services.GetRequiredService<IChatDoor>();
        while (!ends.IsCancellationRequested)
        {
            var context = await open.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!.ToLowerInvariant(), name => context.Request.Headers[name]!, StringComparer.Ordinal);
            var answer = await door.AnswerAsync(new DoorCall(context.Request.Url!.AbsolutePath, headers, body.ToArray()), ends.Token);
            context.Response.StatusCode = answer.Status;
            if (answer.ContentType is { } type)
                context.Response.ContentType = type;
            foreach (var (name, value) in answer.Headers)
                context.Response.Headers[name] = value;
            await context.Response.OutputStream.WriteAsync(answer.Body);
            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private sealed class QueueIntake : IChatIntake
    {
        private readonly ConcurrentDictionary<string, bool> keys = new();

        public Channel<(ReadOnlyMemory<byte> Body, DateTimeOffset At)> Kept { get; } = Channel.CreateUnbounded<(ReadOnlyMemory<byte>, DateTimeOffset)>();

        public ValueTask<bool> KeepAsync(ChannelKind chat, string key, string lane, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
        {
            var isNew = keys.TryAdd(key, true);
            if (isNew)
                Kept.Writer.TryWrite((body.ToArray(), TimeProvider.System.GetUtcNow()));
            return ValueTask.FromResult(isNew);
        }
    }
}
