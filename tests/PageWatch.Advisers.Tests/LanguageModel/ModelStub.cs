using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>Stands in for an OpenAI-compatible endpoint on loopback: streams what its model says, a few letters a chunk, as the documented streams do.</summary>
internal sealed class ModelStub : IAsyncDisposable
{
    public const string Key = "sk-contoso-0000";
    public const string Model = "contoso-reply-mini";

    private readonly WebApplication app;

    private ModelStub(WebApplication app) => this.app = app;

    public Uri Endpoint => new(app.Urls.First() + "/v1");

    public ConcurrentQueue<ModelCall> Calls { get; } = [];

    /// <summary>What the model says; the call counts from 1.</summary>
    public Func<ModelCall, string> Says { get; set; } = _ => Answers.Behaved;

    /// <summary>Answers instead, where it gives something.</summary>
    public Func<ModelCall, IResult?> Instead { get; set; } = _ => null;

    public static async Task<ModelStub> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var listening = builder.Build();
        var stub = new ModelStub(listening);
        listening.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var call = new ModelCall(stub.Calls.Count + 1, context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), JsonNode.Parse(body)!.AsObject());
            stub.Calls.Enqueue(call);
            var result = stub.Instead(call)
                ?? (context.Request.Path != "/v1/chat/completions" ? Sample("error-404-openai-model.json", 404)
                : context.Request.Headers.Authorization.ToString() is not ($"Bearer {Key}" or "Bearer entra-token") ? Sample("error-401-openai.json", 401)
                : Stream(stub.Says(call)));
            await result.ExecuteAsync(context);
        });
        await listening.StartAsync();
        return stub;
    }

    public static IResult Sample(string name, int status, params (string Name, string Value)[] headers) => Body(ModelSamples.Read(name), status, name.EndsWith(".txt", StringComparison.Ordinal) ? "text/event-stream" : "application/json", headers);

    public static IResult Body(string body, int status, string type = "application/json", params (string Name, string Value)[] headers) => new Written(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    });

    /// <summary>Text as a stream of chunks.</summary>
    public static IResult Stream(string text, string? finish = "stop") => Body(Events(text, finish), 200, "text/event-stream");

    public static string Events(string text, string? finish = "stop")
    {
        var events = new StringBuilder();
        foreach (var part in text.Chunk(12))
            events.Append(Event(new JsonObject { ["content"] = new string(part) }, null));
        if (finish is not null)
            events.Append(Event([], finish));
        return events.Append("data: [DONE]\n\n").ToString();
    }

    public static string Event(JsonObject delta, string? finish) =>
        "data: " + new JsonObject { ["object"] = "chat.completion.chunk", ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }) }.ToJsonString() + "\n\n";

    /// <summary>Sends each event when it is given, and ends with the last.</summary>
    public static IResult Dictated(ChannelReader<string> events) => new Written(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        await foreach (var next in events.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(next);
            await context.Response.Body.FlushAsync();
        }
    });

    /// <summary>Begins to answer and then says nothing, until the caller hangs up or the stub ends.</summary>
    public static IResult Silence(string first = "") => new Written(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(first);
        await context.Response.Body.FlushAsync();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller hung up.
        }
    });

    /// <summary>Hangs up before all that was promised has been sent.</summary>
    public static IResult Broken(string first) => new Written(context =>
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(first) + 100;
        return context.Response.WriteAsync(first);
    });

    /// <summary>One line that never ends.</summary>
    public static IResult Endless() => new Written(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        var part = Encoding.ASCII.GetBytes("data: " + new string('x', 65_536));
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
    });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private sealed class Written(Func<HttpContext, Task> write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => write(httpContext);
    }
}

internal sealed record ModelCall(int Number, string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body)
{
    public string System => (string)Body["messages"]![0]!["content"]!;

    public string User => (string)Body["messages"]![1]!["content"]!;

    public JsonObject Told => JsonNode.Parse(User)!.AsObject();
}
