using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>Understands the calls a platform makes to us. Pure: the same bytes give the same answer.</summary>
public interface IWebhookSource
{
    PlatformId Platform { get; }

    /// <summary>Genuine, forged, or a handshake with the answer to give; over the raw bytes, before any parsing.</summary>
    /// <param name="secrets">All that are valid now: two while a secret is being changed.</param>
    /// <param name="now">For the replay window, UTC.</param>
    WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now);

    /// <summary>The same for a platform whose pages are proven each in a way of its own; others need not look at the page.</summary>
    WebhookVerdict Verify(WebhookCall call, Page page, IReadOnlyList<Secret> secrets, DateTimeOffset now) => Verify(call, secrets, now);

    /// <summary>What a genuine call tells. May be asked again for the same bytes, months later.</summary>
    /// <exception cref="PlatformException">The bytes are not what this platform sends; they are parked.</exception>
    IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page);
}

/// <summary>A call as it came.</summary>
/// <param name="Headers">By lower-case name; the values of a header that came twice in order.</param>
/// <param name="Body">Raw bytes, at most <see cref="LargestBody"/>.</param>
public sealed record WebhookCall(string Method, string Query, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>1 MiB: no platform we know sends more; larger is answered 413.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>The value of a header that must come once.</summary>
    /// <returns>Null when it is missing, or came twice: then nobody can say which was signed.</returns>
    public string? Single(string name) => Headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}

/// <summary>Shared with one sender; compared in constant time, never logged.</summary>
public sealed record Secret(string Value)
{
    public override string ToString() => "(a secret)";
}

/// <summary>Whether a call came from whom it says.</summary>
public abstract record WebhookVerdict
{
    private WebhookVerdict()
    {
    }

    /// <param name="DeliveryId">The sender's id of this delivery, the same when it is repeated; null to go by the bytes.</param>
    public sealed record Genuine(string? DeliveryId) : WebhookVerdict;

    /// <param name="Why">For our log; the caller is told nothing that helps guessing.</param>
    public sealed record Forged(string Why) : WebhookVerdict;

    /// <summary>A question to be answered at once; nothing is stored.</summary>
    public sealed record Handshake(string ContentType, string Answer) : WebhookVerdict;
}
