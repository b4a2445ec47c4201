using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PageWatch.Channels.Tests.Webhook;

/// <summary>A receiver at the network's edge, as README.md asks one to be: checks the signature, takes each id once, and keeps the newest version of each card.</summary>
internal sealed class HookReceiver : HttpMessageHandler
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly Lock gate = new();

    /// <summary>Every call that came, in order; the ones that were not answered with a yes too.</summary>
    public List<HookCall> Calls { get; } = [];

    /// <summary>What was taken, each id once, in order.</summary>
    public List<HookCall> Taken { get; } = [];

    /// <summary>The newest version of each card, by address and key.</summary>
    public Dictionary<(string Address, string Key), HookCall> Cards { get; } = [];

    /// <summary>Answers the next calls, in order; null takes one.</summary>
    public Queue<Func<HttpResponseMessage>?> Answers { get; } = new();

    /// <summary>Nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>What a check of the signature found wrong, if anything.</summary>
    public List<string> Wrong { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        string Header(string name) => request.Headers.GetValues(name).Single();
        var call = new HookCall(request.RequestUri!.AbsoluteUri, Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), body);
        lock (gate)
        {
            Calls.Add(call);
            if (IsDown)
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            if (Answers.TryDequeue(out var answer) && answer is not null)
                return answer();
            if (call.Signature != Sign(call))
                Wrong.Add($"{call.Id}: {call.Signature}");
            if (Taken.All(each => each.Id != call.Id))
            {
                Taken.Add(call);
                var at = (call.Address, call.Key);
                if (!Cards.TryGetValue(at, out var stands) || stands.Version < call.Version)
                    Cards[at] = call;
            }

            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }
    }

    private static string Sign(HookCall call) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(Secret["whsec_".Length..]), (byte[])[.. Encoding.ASCII.GetBytes($"{call.Id}.{call.Timestamp}."), .. call.Body]));
}

/// <summary>One call, as it came over the wire.</summary>
internal sealed record HookCall(string Address, string Id, string Timestamp, string Signature, byte[] Body)
{
    public JsonObject Json { get; } = JsonNode.Parse(Body)!.AsObject();

    public string Key => (string)Json["key"]!;

    public long Version => (long)Json["version"]!;

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
}
