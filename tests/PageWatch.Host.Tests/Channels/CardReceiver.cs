using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Host.Tests.Channels;

/// <summary>A real receiver of webhooks on loopback that can die and come back at the same address.</summary>
internal sealed class CardReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly Lock gate = new();
    private WebApplication? app;

    public int Port { get; private set; }

    /// <summary>Every call, in order.</summary>
    public List<(string Id, string Key, long Version, string Text)> Calls { get; } = [];

    public List<string> Forged { get; } = [];

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));
        app = builder.Build();
        app.MapPost("/hook", TakeAsync);
        await app.StartAsync();
        Port = new Uri(app.Urls.First()).Port;
    }

    public async Task DieAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app!.StopAsync(now.Token);
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>Of how many posts about parcels there is a card; the demo page has posts of its own.</summary>
    public int Parcels()
    {
        lock (gate)
            return Calls.Where(call => call.Text.StartsWith("My parcel", StringComparison.Ordinal)).Select(call => call.Key).Distinct().Count();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await DieAsync();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        var id = request.Headers["webhook-id"].ToString();
        var signed = (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{request.Headers["webhook-timestamp"]}."), .. bytes.ToArray()];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), signed));
        var json = JsonNode.Parse(bytes.ToArray())!;
        lock (gate)
        {
            if (request.Headers["webhook-signature"] != expected)
                Forged.Add(id);
            Calls.Add((id, (string)json["key"]!, (long)json["version"]!, (string?)json["text"] ?? ""));
        }

        return Results.NoContent();
    }
}
