using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>
/// The three services of Teams at the network's edge: the one that describes its keys, the one that makes tokens for the bot, and the one that carries messages.
/// The last keeps messages, and refuses as the documents say: too many, too large, not there any more, not allowed there.
/// </summary>
internal sealed class TeamsStandIn(TimeProvider time) : HttpMessageHandler
{
    public const string AppId = "22222222-2222-4222-8222-222222222222";
    public const string Tenant = "11111111-1111-4111-8111-111111111111";
    public const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    public const string Secret = "the-secret-of-the-bot";
    public const string Metadata = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    private static readonly (int Most, TimeSpan Within)[] Limits =
        [(7, TimeSpan.FromSeconds(1)), (8, TimeSpan.FromSeconds(2)), (60, TimeSpan.FromSeconds(30)), (1_800, TimeSpan.FromHours(1))];

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> sent = [];
    private int next = 1_700_000;
    private int tokens;

    public List<TeamsKey> Keys { get; } = [TeamsKey.Teams, new("directline", ["directline"]), new("plain", null)];

    /// <summary>Every call to the service of messages, in order.</summary>
    public List<TeamsCall> Calls { get; } = [];

    public List<TeamsStanding> Messages { get; } = [];

    /// <summary>Places that the bot was removed from.</summary>
    public HashSet<string> Removed { get; } = [];

    /// <summary>Places that are no more.</summary>
    public HashSet<string> Gone { get; } = [];

    public ConcurrentDictionary<string, JsonObject> Members { get; } = new();

    /// <summary>Answers the next calls, in order; null lets the service answer itself.</summary>
    public Queue<Func<HttpRequestMessage, HttpResponseMessage>?> Answers { get; } = new();

    /// <summary>The message is taken, and the answer does not get through.</summary>
    public Queue<Func<HttpResponseMessage>> LostAnswers { get; } = new();

    /// <summary>Takes the call and does not answer as long as anybody waits.</summary>
    public bool IsSlow { get; set; }

    public bool IsDown { get; set; }

    public int MetadataAsked { get; private set; }

    public List<IReadOnlyDictionary<string, string>> TokensAsked { get; } = [];

    public Queue<HttpStatusCode> TokenFailures { get; } = new();

    public string TokenNow => $"token-{tokens}";

    /// <summary>The token that was made last is taken no more.</summary>
    public bool RefusesToken { get; set; }

    public List<string> Wrong { get; } = [];

    public IReadOnlyList<TeamsStanding> In(string conversation) => [.. Messages.Where(each => each.Conversation == conversation && !each.IsDeleted)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (IsDown)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        var address = request.RequestUri!;
        if (address.AbsoluteUri == Metadata)
        {
            MetadataAsked++;
            return Json(HttpStatusCode.OK, new JsonObject { ["issuer"] = "https://api.botframework.com", ["jwks_uri"] = "https://login.botframework.com/v1/.well-known/keys", ["id_token_signing_alg_values_supported"] = new JsonArray("RS256") });
        }

        if (address.AbsoluteUri == "https://login.botframework.com/v1/.well-known/keys")
            return Json(HttpStatusCode.OK, new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(key => key.Public())]) });
        if (address.AbsoluteUri == $"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token")
            return Token(body);
        if (!address.AbsoluteUri.StartsWith(ServiceUrl + "v3/", StringComparison.Ordinal) && !address.AbsoluteUri.StartsWith("https://smba.trafficmanager.net/amer/v3/", StringComparison.Ordinal))
        {
            lock (gate)
                Wrong.Add($"a call to {address}");
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        HttpResponseMessage answer;
        lock (gate)
        {
            if (request.Version != HttpVersion.Version11)
                Wrong.Add($"HTTP {request.Version}");
            answer = Answer(request, address, body);
            if (!IsSlow && answer.IsSuccessStatusCode && LostAnswers.TryDequeue(out var lost))
                answer = lost();
        }

        if (IsSlow)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        return answer;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, Uri address, string body)
    {
        var path = address.AbsolutePath[(address.AbsolutePath.IndexOf("/v3/", StringComparison.Ordinal) + 4)..];
        var parts = path.Split('/').Select(Uri.UnescapeDataString).ToArray();
        var json = body.Length == 0 ? null : JsonNode.Parse(body)!.AsObject();
        Calls.Add(new TeamsCall(request.Method.Method, address, path, parts, json));
        if (Answers.TryDequeue(out var given) && given is not null)
            return given(request);
        if (request.Headers.Authorization is not { Scheme: "Bearer" } bearer || bearer.Parameter != TokenNow || RefusesToken)
        {
            RefusesToken = false;
            return Error(HttpStatusCode.Unauthorized, "Unauthorized");
        }

        return (request.Method.Method, parts) switch
        {
            ("POST", ["conversations"]) => Json(HttpStatusCode.Created, new JsonObject { ["id"] = "a:" + (string)json!["members"]![0]!["id"]! }),
            ("POST", ["conversations", var conversation, "activities"]) => Post(conversation, json!, body),
            ("PUT", ["conversations", var conversation, "activities", var activity]) => Put(conversation, activity, json!, body),
            ("GET", ["conversations", _, "members", var user]) => Members.TryGetValue(user, out var member)
                ? Json(HttpStatusCode.OK, member.DeepClone().AsObject()) : Error(HttpStatusCode.NotFound, "MemberNotFoundInConversation"),
            _ => new HttpResponseMessage(HttpStatusCode.MethodNotAllowed),
        };
    }

    private HttpResponseMessage Post(string conversation, JsonObject activity, string body)
    {
        if (Problem(conversation, activity, body) is { } problem)
            return problem;
        var standing = new TeamsStanding(conversation.Split(';')[0], conversation, $"{next++}") { Activity = activity, Raw = body };
        Messages.Add(standing);
        return Json(HttpStatusCode.Created, new JsonObject { ["id"] = standing.Id });
    }

    private HttpResponseMessage Put(string conversation, string id, JsonObject activity, string body)
    {
        if (Problem(conversation, activity, body) is { } problem)
            return problem;
        if (Messages.SingleOrDefault(each => each.Conversation == conversation && each.Id == id && !each.IsDeleted) is not { } standing)
            return Error(HttpStatusCode.NotFound, "ActivityNotFoundInConversation");
        (standing.Activity, standing.Raw) = (activity, body);
        standing.Changes++;
        return Json(HttpStatusCode.OK, new JsonObject { ["id"] = id });
    }

    private HttpResponseMessage? Problem(string conversation, JsonObject activity, string body)
    {
        var place = conversation.Split(';')[0];
        if (Gone.Contains(place))
            return Error(HttpStatusCode.NotFound, "ConversationNotFound");
        // JSON within JSON, as it was seen.
        if (Removed.Contains(place))
            return Error(HttpStatusCode.Forbidden, "ServiceError", "{\"errorCode\":209,\"subCode\":\"BotNotInConversationRoster\"}");
        if (body.Length * 2 > 100 * 1024)
            return new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge) { Content = new StringContent("<html><body>Request Entity Too Large</body></html>", Encoding.UTF8, "text/html") };
        if (activity["attachments"] is not null && activity["text"] is not null)
            Wrong.Add("text and card in one activity");
        if ((string?)activity["type"] != "message")
            return Error(HttpStatusCode.BadRequest, "BadSyntax");
        var at = sent.TryGetValue(place, out var before) ? before : sent[place] = [];
        var now = time.GetUtcNow();
        foreach (var (most, within) in Limits)
        {
            if (at.Count >= most && at[^most] + within > now)
            {
                var refusal = Error(HttpStatusCode.TooManyRequests, "ThrottledRequest");
                refusal.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(at[^most] + within - now);
                return refusal;
            }
        }

        at.Add(now);
        return null;
    }

    private HttpResponseMessage Token(string body)
    {
        var form = body.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        lock (gate)
        {
            TokensAsked.Add(form);
            if (TokenFailures.TryDequeue(out var failure))
                return Json(failure, new JsonObject { ["error"] = "invalid_client", ["error_description"] = "AADSTS7000215: Invalid client secret provided for app secret of Jana." });
            if (form["client_secret"] != Secret || form["client_id"] != AppId || form["grant_type"] != "client_credentials" || form["scope"] != "https://api.botframework.com/.default")
                return Json(HttpStatusCode.Unauthorized, new JsonObject { ["error"] = "invalid_client" });
            tokens++;
            return Json(HttpStatusCode.OK, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3599, ["access_token"] = TokenNow });
        }
    }

    public static HttpResponseMessage Error(HttpStatusCode status, string code, string message = "It did not work.") =>
        Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    public static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) => new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}

/// <param name="Path">Below <c>/v3/</c>, as it came over the wire.</param>
internal sealed record TeamsCall(string Method, Uri Address, string Path, string[] Parts, JsonObject? Body);

/// <summary>A message as it stands in a conversation.</summary>
/// <param name="Said">The conversation as it was named, with the thread.</param>
internal sealed record TeamsStanding(string Conversation, string Said, string Id)
{
    public required JsonObject Activity { get; set; }

    public required string Raw { get; set; }

    public int Changes { get; set; }

    public bool IsDeleted { get; set; }
}

/// <summary>A key that signs for channels.</summary>
internal sealed class TeamsKey(string id, string[]? endorsements) : IDisposable
{
    private readonly RSA rsa = RSA.Create(2048);

    /// <summary>One for all tests: making a key takes a while.</summary>
    public static TeamsKey Teams { get; } = new("teams", ["msteams", "skype"]);

    public string Id => id;

    public void Dispose() => rsa.Dispose();

    public JsonNode Public()
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var key = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = id, ["x5t"] = id, ["n"] = Base64(parameters.Modulus!), ["e"] = Base64(parameters.Exponent!) };
        if (endorsements is not null)
            key["endorsements"] = new JsonArray([.. endorsements.Select(each => JsonValue.Create(each))]);
        return key;
    }

    public string Sign(JsonObject claims, string algorithm = "RS256", string? keyId = null)
    {
        var head = Base64(Encoding.UTF8.GetBytes(new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = keyId ?? id, ["x5t"] = keyId ?? id }.ToJsonString()));
        var signed = $"{head}.{Base64(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return signed + "." + algorithm switch
        {
            "none" => "",
            // The old trick: the public key, which everybody has, taken for a shared secret.
            "HS256" => Base64(HMACSHA256.HashData(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), bytes)),
            "RS512" => Base64(rsa.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
            _ => Base64(rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        };
    }

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
