using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Sources;

namespace PageWatch.Demo.Tests;

/// <summary>Somebody whom the page tells of its changes: keeps what comes, and answers as it is told.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly List<Delivery> deliveries = [];
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? app;
    private int port;

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/hooks/demo"));

    /// <summary>What to answer to a delivery; 204 unless a test says otherwise.</summary>
    public Func<Delivery, Task<IResult>> Answer { get; set; } = _ => Task.FromResult(Results.NoContent());

    /// <summary>All attempts, in the order in which they came.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (gate)
                return [.. deliveries];
        }
    }

    public static async Task<HookReceiver> StartAsync()
    {
        var receiver = new HookReceiver();
        await receiver.ListenAsync();
        return receiver;
    }

    /// <summary>Begins to listen, at the same port after a break.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        app = builder.Build();
        app.MapPost("/hooks/demo", (Delegate)TakeAsync);
        await app.StartAsync();
        port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    /// <summary>Is not there for a while.</summary>
    public async Task HangUpAsync()
    {
        if (app is null)
            return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>Waits until enough came; fails after half a minute.</summary>
    public async Task<IReadOnlyList<Delivery>> WhenAsync(Func<IReadOnlyList<Delivery>, bool> enough)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            Task next;
            lock (gate)
                next = arrived.Task;
            if (Deliveries is var now && enough(now))
                return now;
            await next.WaitAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync() => new(HangUpAsync());

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = new WebhookCall(
            "POST",
            "",
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => (IReadOnlyList<string>)[.. header.Value!]),
            body.ToArray());
        var delivery = new Delivery(call);
        TaskCompletionSource rung;
        lock (gate)
        {
            deliveries.Add(delivery);
            rung = arrived;
            arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        rung.SetResult();
        return await Answer(delivery);
    }
}
