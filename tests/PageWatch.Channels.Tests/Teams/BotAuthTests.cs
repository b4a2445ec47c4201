using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PageWatch.Testing;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>The same question put to an independent stand-in, over real HTTP: its keys, its tokens, its cases, and the verdict that each should get.</summary>
[Trait("Needs", "Node")]
public sealed class BotAuthTests : IAsyncLifetime, IDisposable
{
    /// <summary>Where the stand-in leaves it to taste: one algorithm, one spelling of an address, and no key that would do for every channel. A scheme is a word without case.</summary>
    private static readonly Dictionary<string, int> Taste = new(StringComparer.Ordinal)
    {
        ["good, RS512"] = 401, ["bearer in lower case"] = 200, ["service URL differs by the last slash"] = 401, ["a key without endorsements"] = 401,
    };

    private readonly Process node = new();
    private readonly HttpClient http = new();
    private JsonNode served = new JsonObject();

    public async Task InitializeAsync()
    {
        var folder = Path.GetFullPath(Path.Combine(ProjectFolder.Of<BotAuthTests>(), "..", "Clients", "bot-auth"));
        node.StartInfo = new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        node.StartInfo.ArgumentList.Add("cli.mjs");
        node.StartInfo.ArgumentList.Add("--port");
        node.StartInfo.ArgumentList.Add("0");
        node.Start();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var line = await node.StandardOutput.ReadLineAsync(limit.Token);
        served = JsonNode.Parse(line ?? throw new InvalidOperationException(await node.StandardError.ReadToEndAsync(limit.Token)))!;
    }

    public async Task DisposeAsync()
    {
        if (node.HasExited)
            return;
        node.Kill(entireProcessTree: true);
        await node.WaitForExitAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        node.Dispose();
    }

    [Fact]
    public async Task Every_case_gets_the_verdict_that_the_documents_ask_for()
    {
        await using var house = House();
        var cases = await CasesAsync(house);
        cases.Count.ShouldBe(28);
        var wrong = new List<string>();
        foreach (var each in cases)
        {
            var name = (string)each!["name"]!;
            var expected = (string)each["expect"]! switch { "accept" => 200, "reject" => 401, _ => Taste[name] };
            var authorization = (string)each["authorization"]!;
            var answer = await house.CallAsync(each["activity"]!.ToJsonString(), authorization.Length == 0 ? null : authorization);
            if (answer.Status != expected)
                wrong.Add($"{name}: {answer.Status}, not {expected}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Key_that_the_service_added_is_fetched_and_taken()
    {
        await using var house = House();
        var before = (await CasesAsync(house)).First(each => (string)each!["name"]! == "good")!;
        (await house.CallAsync(before["activity"]!.ToJsonString(), (string)before["authorization"]!)).Status.ShouldBe(200);
        (await http.PostAsync(new Uri($"{Root()}/rotate"), null)).EnsureSuccessStatusCode();
        house.Time.Advance(TimeSpan.FromMinutes(6));
        var after = (await CasesAsync(house, setClock: false)).First(each => (string)each!["name"]! == "good")!;
        (await house.CallAsync(after["activity"]!.ToJsonString(), (string)after["authorization"]!)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Token_for_the_bots_own_calls_is_made_there()
    {
        var asked = new List<string>();
        await using var house = House(asked);
        house.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        var place = TeamsHouse.Channel();
        house.Places.Kept[place.Address] = new Domain.Channels.KeptPlace(Domain.Channels.ChannelKind.Teams, place.Address, "care", $"{{\"serviceUrl\":\"{TeamsStandIn.ServiceUrl}\",\"bot\":\"28:x\",\"team\":\"\"}}");
        await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said")), CancellationToken.None);
        asked.ShouldHaveSingleItem().Split('.').Length.ShouldBe(3, "a token of the stand-in went to Teams");
    }

    private TeamsHouse House(List<string>? asked = null) => new(
        settings =>
        {
            settings["PageWatch:Teams:Metadata"] = (string)served["channelMetadataUrl"]!;
            settings["PageWatch:Teams:TokenEndpoint"] = (string)served["tokenUrl"]!;
            settings["PageWatch:Teams:Secret"] = (string)served["clientSecret"]!;
        },
        _ => new Through(asked ?? []));

    private string Root() => new Uri((string)served["cases"]!).GetLeftPart(UriPartial.Authority);

    /// <summary>The tokens are signed for this very moment, and the house lives in it.</summary>
    private async Task<JsonArray> CasesAsync(TeamsHouse house, bool setClock = true)
    {
        if (setClock)
            house.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        return (await http.GetFromJsonAsync<JsonArray>((string)served["cases"]!))!;
    }

    /// <summary>Real connections to the stand-in; Teams itself is not to be had, and takes everything.</summary>
    private sealed class Through(List<string> asked) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.IsLoopback)
                return base.SendAsync(request, cancellationToken);
            asked.Add(request.Headers.Authorization?.Parameter ?? "");
            return Task.FromResult(TeamsStandIn.Json(System.Net.HttpStatusCode.Created, new JsonObject { ["id"] = "1" }));
        }
    }
}
