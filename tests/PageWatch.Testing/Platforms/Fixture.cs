using System.Text.Json;
using System.Text.Json.Nodes;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Testing.Platforms;

/// <summary>A folder with <c>http.json</c> (what the platform is asked and answers, step by step) and <c>expected.json</c> (what we made of it).</summary>
/// <remarks>
/// <c>http.json</c> holds <c>now</c> (UTC; 2026-03-11 10:00 when left out), <c>page</c> (<c>address</c>, and what <see cref="Domain.Posts.Page"/> has
/// besides), <c>credentials</c> (texts by name) and <c>steps</c>. A step says what is done (<c>do</c>: find, poll, webhook, look, publish, readBack or
/// deleteOwn), may move the clock (<c>now</c>), and lists the <c>exchanges</c> that must happen, each once and in any order. A request has <c>url</c>
/// and, where they matter, <c>method</c>, <c>headers</c> that must be sent exactly so, <c>without</c> (headers that must not be sent) and a body; with
/// <c>opens</c> it is a sign-in that goes before the thing itself, and stays as it is where the suite lets the thing fail. A
/// response has <c>status</c> (200 when left out), <c>headers</c>, and <c>body</c> (JSON), <c>bodyText</c> or <c>bodyFile</c> (relative to the folder).
/// A find may have <c>said</c>: what the user says of the page besides its address. A poll goes on from the cursor of the poll before. Failures are outcomes too: a <see cref="PlatformException"/> is written down like any other.
/// </remarks>
public sealed class Fixture
{
    private readonly JsonObject root;

    private Fixture(string folder)
    {
        Folder = folder;
        root = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "http.json")))!.AsObject();
    }

    public string Folder { get; }

    public string ExpectedFile => Path.Combine(Folder, "expected.json");

    public static Fixture Open(string fixtures, string name) => new(Path.Combine(fixtures, name));

    public static IReadOnlyList<string> NamesIn(string fixtures) =>
        [.. Directory.GetDirectories(fixtures).Where(folder => File.Exists(Path.Combine(folder, "http.json"))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public DateTimeOffset Now => root["now"] is { } now ? DateTimeOffset.Parse(now.GetValue<string>()) : new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero);

    public Page Page(PlatformId platform)
    {
        var page = root["page"]?.AsObject() ?? throw new InvalidDataException($"{Folder}/http.json has no \"page\".");
        return new Page
        {
            Id = new PageId(1),
            Platform = platform,
            Address = new Uri(page["address"]!.GetValue<string>()),
            Name = page["name"]?.GetValue<string>() ?? "Contoso Coffee",
            AccountId = page["accountId"]?.GetValue<string>(),
            AccountName = page["accountName"]?.GetValue<string>(),
            Settings = Texts(page["settings"]),
        };
    }

    public Credentials Credentials => new(Texts(root["credentials"]));

    /// <summary>
    /// An address (<c>nobody</c>) that looks like a page of the platform and answers with somebody's HTML; null where a finder must look at every address,
    /// because its pages can be anywhere. Only <c>find-page</c> has it.
    /// </summary>
    public Uri? Nobody => root["nobody"] is { } nobody ? new Uri(nobody.GetValue<string>()) : null;

    public IReadOnlyList<JsonObject> Steps => [.. root["steps"]!.AsArray().Select(step => step!.AsObject())];

    public IReadOnlyList<Exchange> ExchangesOf(JsonObject step) => step["exchanges"] is JsonArray exchanges ? [.. exchanges.Select(each => Read(each!.AsObject()))] : [];

    /// <summary>What a step holds under <c>body</c> (JSON), <c>bodyText</c> or <c>bodyFile</c> (relative to the fixture).</summary>
    public byte[] BodyOf(JsonObject holder) => holder switch
    {
        _ when holder["bodyFile"] is { } file => File.ReadAllBytes(Path.GetFullPath(Path.Combine(Folder, file.GetValue<string>()))),
        _ when holder["bodyText"] is { } text => Exchange.Bytes(text.GetValue<string>()),
        _ when holder["body"] is { } json => Exchange.Bytes(json.ToJsonString()),
        _ => [],
    };

    public IReadOnlyList<KnownPost> KnownIn(JsonObject step) => step["known"] is JsonArray known
        ? known.Deserialize<List<KnownPost>>(Snapshots.Verified.Readable)!
        : [];

    /// <summary>What the user says of a page besides its address.</summary>
    public static IReadOnlyDictionary<string, string> SaidIn(JsonObject step) => Texts(step["said"]);

    private Exchange Read(JsonObject exchange)
    {
        var request = exchange["request"]!.AsObject();
        var response = exchange["response"]?.AsObject() ?? [];
        return new Exchange(request["method"]?.GetValue<string>() ?? "GET", request["url"]!.GetValue<string>())
        {
            Headers = new(Texts(request["headers"]), StringComparer.OrdinalIgnoreCase),
            Without = request["without"] is JsonArray without ? [.. without.Select(name => name!.GetValue<string>())] : [],
            Opens = request["opens"]?.GetValue<bool>() ?? false,
            Body = request["bodyText"]?.GetValue<string>() ?? request["body"]?.ToJsonString(),
            Status = response["status"]?.GetValue<int>() ?? 200,
            AnswerHeaders = new(Texts(response["headers"]), StringComparer.OrdinalIgnoreCase),
            AnswerBody = BodyOf(response),
        };
    }

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        node is JsonObject texts ? texts.ToDictionary(each => each.Key, each => each.Value!.GetValue<string>(), StringComparer.Ordinal) : [];
}
