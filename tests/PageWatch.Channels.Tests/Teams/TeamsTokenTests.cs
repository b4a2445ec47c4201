using System.Globalization;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>Who may speak for Teams. The cases are those of <c>tests/Clients/bot-auth</c>, made here with keys of our own, and some more.</summary>
public sealed class TeamsTokenTests : IDisposable
{
    private readonly TeamsHouse house = new();

    public void Dispose() => house.Dispose();

    /// <summary>Name, and the status that the door answers.</summary>
    public static TheoryData<string, int, string?> Cases() => new()
    {
        { "good", 200, null },
        { "good, RS512", 401, "algorithm" },
        { "expired within the skew", 200, null },
        { "expired beyond the skew", 401, "lifetime" },
        { "not yet valid, within the skew", 200, null },
        { "not yet valid, beyond the skew", 401, "lifetime" },
        { "no expiry", 401, "lifetime" },
        { "no header", 401, "scheme" },
        { "an empty header", 401, "scheme" },
        { "another scheme", 401, "scheme" },
        { "bearer in lower case", 200, null },
        { "not a token", 401, "form" },
        { "three parts that are no token", 401, null },
        { "a token of a megabyte", 401, "form" },
        { "another audience", 401, "audience" },
        { "no audience", 401, "audience" },
        { "another issuer", 401, "issuer" },
        { "no issuer", 401, "issuer" },
        { "an issuer of Entra", 401, "issuer" },
        { "service URL of another region in the activity", 401, "serviceurl claim" },
        { "service URL of an attacker in the activity", 401, "host" },
        { "service URL of an attacker in both", 401, "host" },
        { "service URL without TLS in both", 401, "host" },
        { "no service URL claim", 401, "serviceurl claim" },
        { "a service URL claim that is a list", 401, "serviceurl claim" },
        { "no service URL in the activity", 401, "serviceUrl" },
        { "service URL differs by the last slash", 401, "serviceurl claim" },
        { "service URL differs by case", 401, "serviceurl claim" },
        { "service URL twice in the activity", 400, "form" },
        { "another channel", 401, "channel" },
        { "a key without the channel's endorsement", 401, "endorsement" },
        { "a key without endorsements", 401, "endorsement" },
        { "an unknown key id", 401, "key" },
        { "a stranger's key under a known id", 401, "signature" },
        { "no key id", 401, "key" },
        { "alg none", 401, "algorithm" },
        { "HS256 with the public key as the secret", 401, "algorithm" },
        { "changed after signing", 401, "signature" },
        { "without its signature", 401, null },
    };

    [Theory, MemberData(nameof(Cases)), Trait("Promise", "7")]
    public async Task Call_is_taken_or_refused_by_its_token(string name, int status, string? check)
    {
        using var stranger = new TeamsKey("teams", ["msteams"]);
        var activity = TeamsHouse.Message("open");
        var now = house.Time.GetUtcNow().ToUnixTimeSeconds();
        var good = house.Token();
        var parts = good.Split('.');
        string? authorization = name switch
        {
            "no header" => null,
            "an empty header" => "",
            "another scheme" => "Basic YTpi",
            "bearer in lower case" => "bearer " + good,
            "not a token" => "Bearer nonsense",
            "three parts that are no token" => "Bearer a.b.c",
            "a token of a megabyte" => "Bearer " + good + new string('a', 1_000_000),
            "changed after signing" => $"Bearer {parts[0]}.{Changed(parts[1])}.{parts[2]}",
            "without its signature" => $"Bearer {parts[0]}.{parts[1]}.",
            _ => "Bearer " + name switch
            {
                "good, RS512" => house.Token(algorithm: "RS512"),
                "expired within the skew" => house.Token(claims => (claims["nbf"], claims["exp"]) = (now - 4_000, now - 200)),
                "expired beyond the skew" => house.Token(claims => (claims["nbf"], claims["exp"]) = (now - 4_000, now - 400)),
                "not yet valid, within the skew" => house.Token(claims => claims["nbf"] = now + 200),
                "not yet valid, beyond the skew" => house.Token(claims => claims["nbf"] = now + 900),
                "no expiry" => house.Token(claims => claims.Remove("exp")),
                "another audience" => house.Token(claims => claims["aud"] = "99999999-9999-4999-8999-999999999999"),
                "no audience" => house.Token(claims => claims.Remove("aud")),
                "another issuer" => house.Token(claims => claims["iss"] = "https://evil.example"),
                "no issuer" => house.Token(claims => claims.Remove("iss")),
                "an issuer of Entra" => house.Token(claims => claims["iss"] = $"https://sts.windows.net/{TeamsStandIn.Tenant}/"),
                "service URL of an attacker in both" => house.Token(claims => claims["serviceurl"] = "https://evil.example/"),
                "service URL without TLS in both" => house.Token(claims => claims["serviceurl"] = "http://smba.trafficmanager.net/emea/"),
                "no service URL claim" => house.Token(claims => claims.Remove("serviceurl")),
                "a service URL claim that is a list" => house.Token(claims => claims["serviceurl"] = new JsonArray(TeamsStandIn.ServiceUrl, "https://evil.example/")),
                "a key without the channel's endorsement" => house.Token(key: house.Teams.Keys[1]),
                "a key without endorsements" => house.Token(key: house.Teams.Keys[2]),
                "an unknown key id" => house.Token(keyId: "nobody"),
                "a stranger's key under a known id" => house.Token(key: stranger),
                "no key id" => house.Token(keyId: ""),
                "alg none" => house.Token(algorithm: "none"),
                "HS256 with the public key as the secret" => house.Token(algorithm: "HS256"),
                _ => good,
            },
        };
        if (name == "no service URL in the activity")
            activity.Remove("serviceUrl");
        else if (name == "another channel")
            activity["channelId"] = "directline";
        else if (ServiceUrlOf(name) is { } stated)
            activity["serviceUrl"] = stated;

        var body = activity.ToJsonString();
        if (name == "service URL twice in the activity")
            body = "{\"serviceUrl\":\"https://evil.example/\"," + body[1..];
        var answer = await house.CallAsync(body, authorization);
        answer.Status.ShouldBe(status);
        if (status != 200)
            answer.Body.Length.ShouldBe(0, "a refusal explains nothing to whoever tries");
        house.Intake.Waiting.Count.ShouldBe(status == 200 ? 1 : 0);
        if (check is not null)
            house.Meters[$"pagewatch.teams.refused {check}"].ShouldBe(1);
        if (status == 401)
            house.Logged.Lines.ShouldContain(line => line.Contains("Refused a call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_are_fetched_once_and_kept_for_a_day()
    {
        await house.CallAsync(TeamsHouse.Message("open"));
        house.Time.Advance(TimeSpan.FromHours(23));
        await house.CallAsync(TeamsHouse.Message("mine", id: "2"));
        house.Teams.MetadataAsked.ShouldBe(1);
        house.Time.Advance(TimeSpan.FromHours(2));
        (await house.CallAsync(TeamsHouse.Message("open", id: "3"))).Status.ShouldBe(200);
        house.Teams.MetadataAsked.ShouldBe(2);
    }

    [Fact]
    public async Task Key_that_is_new_is_fetched_when_it_is_first_used()
    {
        await house.CallAsync(TeamsHouse.Message("open"));
        house.Time.Advance(TimeSpan.FromMinutes(10));
        using var next = new TeamsKey("teams-2", ["msteams"]);
        house.Teams.Keys.Insert(0, next);
        (await house.CallAsync(TeamsHouse.Message("mine", id: "2").ToJsonString(), "Bearer " + house.Token(key: next))).Status.ShouldBe(200);
        house.Teams.MetadataAsked.ShouldBe(2);
    }

    [Fact]
    public async Task Strangers_with_unknown_keys_do_not_make_us_ask_at_every_call()
    {
        await house.CallAsync(TeamsHouse.Message("open"));
        for (var n = 0; n < 50; n++)
            (await house.CallAsync(TeamsHouse.Message("open").ToJsonString(), "Bearer " + house.Token(keyId: $"unknown-{n}"))).Status.ShouldBe(401);
        house.Teams.MetadataAsked.ShouldBe(1, "keys that were fetched this very moment are the newest there are");
        house.Time.Advance(TimeSpan.FromMinutes(6));
        for (var n = 0; n < 50; n++)
            await house.CallAsync(TeamsHouse.Message("open").ToJsonString(), "Bearer " + house.Token(keyId: $"unknown-{n}"));
        house.Teams.MetadataAsked.ShouldBe(2);
    }

    [Fact]
    public async Task Key_that_was_taken_back_is_refused_once_the_keys_are_a_day_old()
    {
        await house.CallAsync(TeamsHouse.Message("open"));
        house.Teams.Keys.RemoveAt(0);
        house.Time.Advance(TimeSpan.FromHours(25));
        (await house.CallAsync(TeamsHouse.Message("mine", id: "2"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Without_keys_nobody_is_believed_and_with_them_everything_goes_on()
    {
        house.Teams.IsDown = true;
        (await house.CallAsync(TeamsHouse.Message("open"))).Status.ShouldBe(401);
        house.Meters["pagewatch.teams.refused keys"].ShouldBe(1);
        house.Teams.IsDown = false;
        house.Time.Advance(TimeSpan.FromSeconds(10));
        (await house.CallAsync(TeamsHouse.Message("open"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Keys_that_are_a_day_old_are_still_used_while_new_ones_cannot_be_had()
    {
        await house.CallAsync(TeamsHouse.Message("open"));
        house.Teams.IsDown = true;
        house.Time.Advance(TimeSpan.FromHours(30));
        (await house.CallAsync(TeamsHouse.Message("mine", id: "2"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("99999999-9999-4999-8999-999999999999", 403)]
    [InlineData(TeamsStandIn.Tenant, 200)]
    public async Task Tenant_that_is_not_served_is_refused(string tenant, int status)
    {
        (await house.CallAsync(TeamsHouse.Message("open", tenant: tenant))).Status.ShouldBe(status);
        house.Intake.Waiting.Count.ShouldBe(status == 200 ? 1 : 0);
        house.Meters["pagewatch.teams.refused tenant"].ShouldBe(status == 200 ? 0 : 1);
    }

    [Fact]
    public async Task Second_word_on_the_tenant_must_be_served_too()
    {
        var activity = TeamsHouse.Message("open");
        activity["conversation"]!["tenantId"] = "99999999-9999-4999-8999-999999999999";
        (await house.CallAsync(activity)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Call_that_names_no_tenant_is_taken_and_comes_to_nothing()
    {
        var activity = TeamsHouse.Message("open");
        activity["conversation"]!.AsObject().Remove("tenantId");
        activity.Remove("channelData");
        (await house.CallAsync(activity)).Status.ShouldBe(200);
        house.Intake.Waiting.ShouldBeEmpty();
        house.Places.Kept.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, null, 404)]
    [InlineData(true, "http://localhost:56150/", 200)]
    [InlineData(true, "http://127.0.0.1:56150/", 200)]
    [InlineData(true, "http://evil.example/", 401)]
    [InlineData(true, "https://evil.example/", 401)]
    public async Task Without_an_app_id_only_an_emulator_on_this_machine_is_heard(bool isAnonymous, string? serviceUrl, int status)
    {
        await using var local = new TeamsHouse(settings =>
        {
            settings.Clear();
            settings["ENVIRONMENT"] = "Development";
            settings["PageWatch:Teams:Anonymous"] = isAnonymous.ToString(CultureInfo.InvariantCulture);
        });
        var activity = TeamsHouse.Message("open");
        activity["serviceUrl"] = serviceUrl ?? TeamsStandIn.ServiceUrl;
        (await local.CallAsync(activity.ToJsonString(), null, isFromLoopback: true)).Status.ShouldBe(status);
        (await local.CallAsync(activity.ToJsonString(), null, isFromLoopback: false)).Status.ShouldBe(isAnonymous ? 401 : 404);
        local.Intake.Waiting.Count.ShouldBe(status == 200 ? 1 : 0);
    }

    private static string? ServiceUrlOf(string name) => name switch
    {
        "service URL of another region in the activity" => "https://smba.trafficmanager.net/amer/",
        "service URL of an attacker in the activity" or "service URL of an attacker in both" => "https://evil.example/",
        "service URL without TLS in both" => "http://smba.trafficmanager.net/emea/",
        "service URL differs by the last slash" => "https://smba.trafficmanager.net/emea",
        "service URL differs by case" => "https://smba.trafficmanager.net/EMEA/",
        _ => null,
    };

    private static string Changed(string payload)
    {
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload))!.AsObject();
        claims["extra"] = 1;
        return System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()));
    }
}
