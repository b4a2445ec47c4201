using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Fetching;

/// <summary>What is asked of a page.</summary>
public sealed record PageRequest(HttpMethod Method, Uri Address)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Whether carrying it out changes something: then a lost answer is not a no.</summary>
    public bool Acts => Method != HttpMethod.Get && Method != HttpMethod.Head;

    public static PageRequest Get(Uri address, params (string Name, string Value)[] headers) => new(HttpMethod.Get, address) { Headers = headers };
}

/// <param name="From">After redirects.</param>
/// <param name="Moved">The redirects that led there, in order.</param>
public sealed record PageAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, byte[] Body, Uri From, IReadOnlyList<PageMove> Moved)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body as UTF-8; what is none becomes replacement characters.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A plug-in's file saved with a byte order mark puts it before every answer of its site.</summary>
    private ReadOnlySpan<byte> Json => Body.AsSpan().StartsWith("\uFEFF"u8) ? Body.AsSpan(3) : Body;

    public string? Header(string name) => Headers.TryGetValue(name.ToLowerInvariant(), out var values) ? values[0] : null;

    /// <summary>How long the page asks us to wait, from seconds or an HTTP date; null when it does not say, and at most a day.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now)
    {
        var told = Header("Retry-After");
        if (told is null || !System.Net.Http.Headers.RetryConditionHeaderValue.TryParse(told, out var value))
            return null;
        var wait = value.Delta ?? (value.Date - now);
        return wait is { } known && known > TimeSpan.Zero ? (known < TimeSpan.FromDays(1) ? known : TimeSpan.FromDays(1)) : null;
    }

    /// <summary>What came is none of what was asked for.</summary>
    /// <param name="doing">What was tried: "read the comments of https://…".</param>
    /// <param name="what">What came instead, without a full stop.</param>
    public static PlatformException NotUnderstood(string doing, string what, Exception? inner = null) => new(PlatformFailure.NotUnderstood, $"Could not {doing}: {what}.", inner);

    /// <summary>The body as JSON of a platform's own.</summary>
    /// <param name="otherwise">Says what came where it is something else.</param>
    /// <exception cref="PlatformException">The body is something else.</exception>
    public T Read<T>(JsonTypeInfo<T> type, string doing, Func<PageAnswer, string> otherwise)
        where T : notnull
    {
        try
        {
            return JsonSerializer.Deserialize(Json, type) is { } read ? read : throw NotUnderstood(doing, "the answer is \"null\"");
        }
        catch (JsonException problem)
        {
            throw NotUnderstood(doing, otherwise(this), problem);
        }
    }

    /// <returns>Null when the body is something else.</returns>
    public T? TryRead<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>How a body that is none of a platform's JSON is told, where nothing more is known of it.</summary>
    /// <param name="whose">"WordPress".</param>
    public string IsNotTheJsonOf(string whose) => string.Create(CultureInfo.InvariantCulture, $"the answer ({(int)Status}, {Body.Length:N0} bytes) is not the JSON that {whose} sends");

    /// <summary>What the status means where a platform has no words of its own.</summary>
    /// <param name="doing">What was tried: "read the comments of https://…".</param>
    /// <param name="mend">What helps when access is refused.</param>
    public PlatformException Failure(PageRequest request, string doing, string mend, DateTimeOffset now) => (int)Status switch
    {
        401 or 403 => new PlatformException(PlatformFailure.Denied, $"Could not {doing}: refused ({(int)Status}). {mend}"),
        404 or 410 => new PlatformException(PlatformFailure.Gone, $"Could not {doing}: not there ({(int)Status})."),
        429 => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: asked to slow down (429).") { RetryAfter = RetryAfter(now) },
        // A cache that lost patience with the site behind it says so too, while the site goes on: unlike a 429, it is no word that nothing was done.
        503 when RetryAfter(now) is { } wait => new PlatformException(PlatformFailure.RateLimited, $"Could not {doing}: asked to come back later (503).")
        {
            RetryAfter = wait,
            MayHaveActed = request.Acts,
        },
        >= 500 => new PlatformException(PlatformFailure.Unreachable, $"Could not {doing}: its server failed ({(int)Status}).") { MayHaveActed = request.Acts },
        _ => new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: an answer we do not know ({(int)Status}).") { MayHaveActed = request.Acts && IsSuccess },
    };
}

/// <param name="IsPermanent">301 or 308.</param>
public sealed record PageMove(Uri To, bool IsPermanent);
