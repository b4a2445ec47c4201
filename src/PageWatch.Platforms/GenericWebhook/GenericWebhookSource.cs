using System.Runtime.CompilerServices;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Understands calls of senders that nobody wrote an adapter for, as their user describes them.</summary>
internal sealed class GenericWebhookSource : IWebhookSource, ICallMapping
{
    /// <summary>Posts shown of a tried call.</summary>
    private const int MostTried = 5;

    /// <summary>Calls that only ask whether we are there are short.</summary>
    private const int LongestPing = 8 * 1024;

    private const string Taken = """{"ok":true}""";
    private const string Json = "application/json";

    /// <summary>Where senders say which delivery this is, the same when they repeat it. None of these is signed, and a wrong one costs a row that changes nothing.</summary>
    private static readonly string[] DeliveryHeaders =
        ["webhook-id", "x-github-delivery", "x-gitea-delivery", "x-gitlab-event-uuid", "x-shopify-event-id", "x-delivery-id", "x-webhook-id", "x-event-id", "idempotency-key"];

    // By the very object: a watch that is loaded once is read for many calls.
    private readonly ConditionalWeakTable<IReadOnlyDictionary<string, string>, PostMapping> mappings = [];

    public PlatformId Platform => GenericWebhookPlatform.Id;

    public PageCapabilities Can => GenericWebhookPlatform.Can;

    public IReadOnlyList<CallProof> Proofs => CallProofs.Known;

    public CallProof ProofOf(Page page) => CallProofs.Of(page.Settings);

    /// <summary>Which signature a page has stands in its settings: without the page nothing is genuine.</summary>
    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now) => new WebhookVerdict.Forged("Nobody said whose call it is.");

    public WebhookVerdict Verify(WebhookCall call, Page page, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (call.Method != "POST")
            return new WebhookVerdict.Forged("Posts come by POST.");
        var verdict = CallProofs.StyleOf(page.Settings).Verify(call, secrets, now);
        if (verdict is not WebhookVerdict.Genuine genuine)
            return verdict;
        if (HandshakeIn(call, page) is { } handshake)
            return handshake;
        return genuine.DeliveryId is null ? new WebhookVerdict.Genuine(DeliveryIdOf(call, page)) : genuine;
    }

    public IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page)
    {
        var mapping = MappingOf(page);
        IReadOnlyList<CallReading.Entry> entries;
        try
        {
            entries = CallReading.Read(call, mapping);
        }
        catch (JsonException problem)
        {
            throw NotUnderstood(page, problem.Message, problem);
        }

        // Alone it is parked whole, and can be replayed once the mapping is mended; among others only its entry is.
        if (entries.Count > 0 && entries.All(entry => entry.Post is null))
            throw NotUnderstood(page, entries[0].Problem, null);
        var events = new List<SourceEvent>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.Post is null)
                events.Add(new SourceEvent.PostUnreadable(entry.Raw, entry.Problem));
            else if (entry.Post.ToEvent(CallReading.TellsChanges(mapping)) is { } happened)
                events.Add(happened);
        }

        return events.Count > 1 ? ParentsFirst(events) : events;
    }

    public MappingChange Change(IReadOnlyDictionary<string, string> settings, MappingWish wish)
    {
        var changed = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        if (CallProofs.Change(changed, wish.Proof, wish.Header) is { } wrong)
            return new MappingChange(settings, [], wrong);
        return PostMapping.Change(changed, wish.Maps, out var problem) is { } mapped
            ? new MappingChange(mapped, [.. PostMapping.Of(mapped).Reads()], null)
            : new MappingChange(settings, [], problem);
    }

    public string? ProblemWith(string secret, CallProof proof) => CallProofs.ProblemWith(secret, proof);

    public CallTrial Try(WebhookCall call, Page page)
    {
        try
        {
            return new CallTrial(CallReading.Try(call, MappingOf(page), MostTried), null);
        }
        catch (JsonException problem)
        {
            return new CallTrial([], problem.Message);
        }
    }

    private PostMapping MappingOf(Page page) => mappings.GetValue(page.Settings, PostMapping.Of);

    private static PlatformException NotUnderstood(Page page, string why, Exception? inner) =>
        new(PlatformFailure.NotUnderstood, $"Could not read a call of {page.Name}: {why} To try another mapping on it: watch test {page.Name}.", inner);

    /// <summary>The sender's own id of the delivery; null to go by the bytes.</summary>
    private string? DeliveryIdOf(WebhookCall call, Page page)
    {
        if (page.Settings.ContainsKey(PostMapping.Prefix + PostFields.NameOf(PostField.EventId)) && MappingOf(page)[PostField.EventId] is { } place && IdAt(call, place) is { } mapped)
            return mapped;
        foreach (var header in DeliveryHeaders)
        {
            if (call.Single(header) is { Length: > 0 } id)
                return id;
        }

        return null;
    }

    private static string? IdAt(WebhookCall call, JsonPointer place)
    {
        try
        {
            using var document = CallBody.Open(call);
            var root = document.RootElement;
            return place.TryFind(root, root, out var found) && found.ValueKind is JsonValueKind.String or JsonValueKind.Number && found.ToString() is { Length: > 0 } id ? id : null;
        }
        catch (JsonException)
        {
            return null; // parked when it is read; here only its id is missed
        }
    }

    /// <summary>Answers a sender that asks whether we are there. It has proven itself like any other; and a call that holds a post is no ping.</summary>
    private WebhookVerdict.Handshake? HandshakeIn(WebhookCall call, Page page)
    {
        if (call.Single("x-github-event") == "ping")
            return new WebhookVerdict.Handshake(Json, Taken);
        var body = call.Body.Span;
        if (body.Length > LongestPing || (body.IndexOf("\"ping\""u8) < 0 && body.IndexOf("\"url_verification\""u8) < 0))
            return null;
        try
        {
            using var document = CallBody.Open(call);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || MappingOf(page)[PostField.Text]?.TryFind(root, root, out _) == true)
                return null;
            var kind = TextOf(root, "type"u8) ?? TextOf(root, "event"u8);
            if (kind == "ping")
                return new WebhookVerdict.Handshake(Json, Taken);
            return kind == "url_verification" && CallProofs.Of(page.Settings).Name == CallProofs.Slack && TextOf(root, "challenge"u8) is { } challenge
                ? new WebhookVerdict.Handshake(Json, $"{{\"challenge\":\"{JsonEncodedText.Encode(challenge)}\"}}")
                : null;
        }
        catch (JsonException)
        {
            return null; // not JSON: kept and parked like every call that cannot be read
        }
    }

    private static string? TextOf(JsonElement holder, ReadOnlySpan<byte> name) => holder.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>Parents before answers, and otherwise as they came.</summary>
    private static List<SourceEvent> ParentsFirst(List<SourceEvent> events)
    {
        var byId = new Dictionary<string, SourceEvent.PostSeen>(StringComparer.Ordinal);
        foreach (var seen in events.OfType<SourceEvent.PostSeen>())
            byId.TryAdd(seen.Post.NativeId, seen);
        var sorted = new List<SourceEvent>(events.Count);
        var placed = new HashSet<SourceEvent>(ReferenceEqualityComparer.Instance);
        foreach (var each in events)
        {
            // Up to the oldest one that is not placed yet, then down again; a circle ends where it meets itself.
            var line = new Stack<SourceEvent>();
            for (var at = each; at is not null && placed.Add(at); at = at is SourceEvent.PostSeen { Post.ParentNativeId: { } parent } ? byId.GetValueOrDefault(parent) : null)
                line.Push(at);
            sorted.AddRange(line);
        }

        return sorted;
    }
}
