using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>Stands in for Azure AI Language on loopback: the documented shapes, limits and errors, with answers that are the samples' where a text is theirs.</summary>
internal sealed class AzureStub : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Languages = ["en", "de", "fr", "es", "it", "pt-br", "pt", "ar", "ja", "zh-hans", "zh-hant", "no"];

    private readonly WebApplication app;
    private readonly Dictionary<(string Kind, string Text), JsonObject> book = [];

    private AzureStub(WebApplication app)
    {
        this.app = app;
        foreach (var (kind, sample) in ((string, string)[])[("LanguageDetection", "language-detection"), ("SentimentAnalysis", "sentiment"), ("KeyPhraseExtraction", "key-phrases"), ("PiiEntityRecognition", "pii")])
        {
            foreach (var (text, told) in AzureSamples.Told(sample))
                book[(kind, text)] = told;
        }
    }

    public Uri Endpoint => new(app.Urls.First());

    /// <summary>Every call that came, whatever became of it.</summary>
    public ConcurrentQueue<AzureCall> Calls { get; } = [];

    /// <summary>Answers instead, where it gives something.</summary>
    public Func<AzureCall, Task<IResult?>> Instead { get; set; } = _ => Task.FromResult<IResult?>(null);

    /// <summary>The language of a text that no sample names, as detection spells it.</summary>
    public Func<string, string> Speaks { get; set; } = _ => "en";

    /// <summary>Documents in a call, if fewer than documented.</summary>
    public int? Most { get; set; }

    /// <summary>Turns results round: order is not promised.</summary>
    public bool Backwards { get; set; }

    public int CallsOf(string kind) => Calls.Count(call => call.Kind == kind);

    public IReadOnlyList<string> TextsOf(string kind) => [.. Calls.Where(call => call.Kind == kind).SelectMany(call => call.Documents).Select(document => (string)document["text"]!)];

    public static async Task<AzureStub> StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 1_048_576;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        var listening = builder.Build();
        var stub = new AzureStub(listening);
        listening.Run(async context =>
        {
            var result = await stub.AnswerAsync(context);
            await result.ExecuteAsync(context);
        });
        await listening.StartAsync();
        return stub;
    }

    /// <summary>A word about a text, as a result's document without its id.</summary>
    public void Tell(string kind, string text, JsonObject told) => book[(kind, text)] = told;

    public static IResult Sample(string name, int status, params (string Name, string Value)[] headers) => Body(AzureSamples.Read(name), status, "application/json", headers);

    public static IResult Body(string body, int status, string type = "application/json", params (string Name, string Value)[] headers) => new Written(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    });

    /// <summary>Never answers, until the caller hangs up or the stub ends.</summary>
    public static IResult Silence() => new Written(async context =>
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller hung up.
        }
    });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string text;
        try
        {
            text = await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            return Results.StatusCode(413);
        }

        var body = text.Length > 0 ? JsonNode.Parse(text) : null;
        var call = new AzureCall(context.Request.Path + context.Request.QueryString.Value, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), body, text.Length);
        Calls.Enqueue(call);
        if (await Instead(call) is { } instead)
            return instead;
        if (context.Request.Path != "/language/:analyze-text" || context.Request.Query["api-version"] != "2024-11-01" || context.Request.Method != "POST")
            return Sample("error-404.json", 404);
        if (context.Request.Headers["Ocp-Apim-Subscription-Key"] != Key && context.Request.Headers.Authorization != "Bearer entra-token")
            return Sample("error-401-key.json", 401);
        return Analyse(call);
    }

    private IResult Analyse(AzureCall call)
    {
        var most = call.Kind switch { "LanguageDetection" => 1_000, "PiiEntityRecognition" => 5, _ => 10 };
        most = Math.Min(Most ?? most, most);
        if (call.Documents.Count == 0)
            return Sample("error-400-missing-documents.json", 400);
        if (call.Documents.Count > most)
            return Sample("error-400-too-many-documents.json", 400);
        if (call.Documents.DistinctBy(document => (string)document["id"]!).Count() < call.Documents.Count)
            return Sample("error-400-duplicate-id.json", 400);
        if ((string?)call.Body!["parameters"]!["modelVersion"] is not (null or "latest"))
            return Sample("error-400-model-version.json", 400);
        if ((string?)call.Body["parameters"]!["stringIndexType"] is not (null or "Utf16CodeUnit" or "UnicodeCodePoint" or "TextElements_v8"))
            return Sample("error-400-parameter.json", 400);
        var documents = new JsonArray();
        var errors = new JsonArray();
        foreach (var document in call.Documents)
        {
            var (id, text) = ((string)document["id"]!, (string)document["text"]!);
            if (ErrorOf(call, document, text) is { } code)
                errors.Add(new JsonObject { ["id"] = id, ["error"] = new JsonObject { ["code"] = "InvalidArgument", ["message"] = "…", ["innererror"] = new JsonObject { ["code"] = code, ["message"] = "…" } } });
            else
                documents.Add(Told(call.Kind, id, text));
        }

        if (Backwards)
            documents = [.. documents.Reverse().Select(each => each!.DeepClone())];
        var answer = new JsonObject { ["kind"] = call.Kind + "Results", ["results"] = new JsonObject { ["documents"] = documents, ["errors"] = errors, ["modelVersion"] = "2025-01-01" } };
        return Body(answer.ToJsonString(), 200, "application/json; charset=utf-8", ("apim-request-id", "d200da96-0409-4207-87e0-00000000c0de"));
    }

    private static string? ErrorOf(AzureCall call, JsonObject document, string text) =>
        text.Length == 0 || new StringInfo(text).LengthInTextElements > 5_120 ? "InvalidDocument"
        : call.Kind != "LanguageDetection" && !Languages.Contains((string?)document["language"] ?? "en") ? "UnsupportedLanguageCode"
        : null;

    private JsonObject Told(string kind, string id, string text)
    {
        var told = book.TryGetValue((kind, text), out var known) ? known.DeepClone().AsObject() : kind switch
        {
            "LanguageDetection" => new JsonObject { ["detectedLanguage"] = new JsonObject { ["name"] = "…", ["iso6391Name"] = Speaks(text), ["confidenceScore"] = 0.98 } },
            "SentimentAnalysis" => new JsonObject { ["sentiment"] = "neutral", ["confidenceScores"] = new JsonObject { ["positive"] = 0.1, ["neutral"] = 0.8, ["negative"] = 0.1 }, ["sentences"] = new JsonArray() },
            "KeyPhraseExtraction" => new JsonObject { ["keyPhrases"] = new JsonArray() },
            _ => new JsonObject { ["redactedText"] = text, ["entities"] = new JsonArray() },
        };
        told["id"] = id;
        told["warnings"] ??= new JsonArray();
        return told;
    }

    private sealed class Written(Func<HttpContext, Task> write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => write(httpContext);
    }
}

/// <param name="Target">Path and query.</param>
/// <param name="Length">Of the body, in characters.</param>
internal sealed record AzureCall(string Target, IReadOnlyDictionary<string, string> Headers, JsonNode? Body, int Length)
{
    public string Kind => (string?)Body?["kind"] ?? "";

    public IReadOnlyList<JsonObject> Documents => Body?["analysisInput"]?["documents"] is JsonArray documents ? [.. documents.Select(document => document!.AsObject())] : [];
}
