using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace PageWatch.Channels.Teams;

/// <summary>The keys that Teams signs its calls with, fetched when they are needed and kept for a day.</summary>
internal sealed partial class TeamsKeys(IOptions<TeamsOptions> options, TeamsHttp http, TimeProvider time, ILogger<TeamsKeys> logger) : IDisposable
{
    /// <summary>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication: at least every 24 hours.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(24);

    /// <summary>A key that nobody knows makes the keys be fetched anew, but not at every call of a stranger.</summary>
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);

    private const int Largest = 1_048_576;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly TeamsSignIn signIn = TeamsSignIn.Of(options.Value);
    private readonly SemaphoreSlim fetching = new(1, 1);
    private volatile Known? known;
    private long lastTried = long.MinValue;

    public bool IsKnown => known is not null;

    public void Dispose() => fetching.Dispose();

    /// <returns>Null when no listed key has that id, or none could be fetched.</returns>
    public async ValueTask<EndorsedKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (known is { } now && time.GetUtcNow() - now.At < Fresh && now.Keys.TryGetValue(keyId, out var key))
            return key;
        await RenewAsync(keyId, cancellationToken);
        // Keys that could not be renewed are old, and still those that were listed last.
        return known?.Keys.GetValueOrDefault(keyId);
    }

    private async ValueTask RenewAsync(string keyId, CancellationToken cancellationToken)
    {
        await fetching.WaitAsync(cancellationToken);
        try
        {
            if (known is { } now && time.GetUtcNow() - now.At < Fresh && now.Keys.ContainsKey(keyId))
                return;
            var wait = known is null ? TimeSpan.FromSeconds(5) : AtMostEvery;
            if (lastTried != long.MinValue && time.GetElapsedTime(lastTried) < wait)
                return;
            lastTried = time.GetTimestamp();
            var keys = await FetchAsync(cancellationToken);
            known = new Known(time.GetUtcNow(), keys);
            Log.Fetched(logger, keys.Count);
        }
        // The caller is refused for now; Teams calls again.
        catch (Exception problem) when (problem is HttpRequestException or IOException or ArgumentException or System.Text.Json.JsonException or InvalidOperationException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotFetched(logger, signIn.Metadata, problem);
        }
        finally
        {
            fetching.Release();
        }
    }

    private async ValueTask<IReadOnlyDictionary<string, EndorsedKey>> FetchAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var metadata = OpenIdConnectConfiguration.Create(await GetAsync(signIn.Metadata, either.Token));
        if (metadata.Issuer != signIn.Issuer)
            throw new InvalidOperationException("The metadata speak of another issuer.");
        if (!Uri.TryCreate(metadata.JwksUri, UriKind.Absolute, out var address) || !TeamsHosts.IsSafe(address))
            throw new InvalidOperationException("The metadata name no safe address of keys.");
        var keys = new Dictionary<string, EndorsedKey>(StringComparer.Ordinal);
        foreach (var key in new JsonWebKeySet(await GetAsync(address, either.Token)).Keys.Where(key => key is { Kty: JsonWebAlgorithmsKeyTypes.RSA, Kid.Length: > 0 }))
            keys.TryAdd(key.Kid, new EndorsedKey(key, Endorsements(key)));
        return keys;
    }

    private static HashSet<string> Endorsements(JsonWebKey key)
    {
        if (!key.AdditionalData.TryGetValue("endorsements", out var listed))
            return [];
        return listed switch
        {
            System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.Array } list => [.. list.EnumerateArray().Where(each => each.ValueKind == System.Text.Json.JsonValueKind.String).Select(each => each.GetString()!)],
            IEnumerable<string> words => [.. words],
            IEnumerable<object> words => [.. words.OfType<string>()],
            _ => [],
        };
    }

    private async ValueTask<string> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.Invoker.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{address.Host} answered {(int)response.StatusCode}.");
        return await TeamsAnswer.TextAsync(response, Largest, cancellationToken);
    }

    private sealed record Known(DateTimeOffset At, IReadOnlyDictionary<string, EndorsedKey> Keys);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Fetched {Count} keys that Teams signs with.")]
        public static partial void Fetched(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "The keys that Teams signs with cannot be fetched from {Metadata}. Calls with a key that is not known are refused until they can.")]
        public static partial void NotFetched(ILogger logger, Uri metadata, Exception problem);
    }
}

/// <param name="Endorsements">The channels that the key may sign for.</param>
internal sealed record EndorsedKey(JsonWebKey Key, IReadOnlySet<string> Endorsements);

/// <summary>Reads an answer up to a size.</summary>
internal static class TeamsAnswer
{
    /// <summary>At most so many bytes; the rest is left.</summary>
    public static async ValueTask<string> TextAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[Math.Min(most, 16_384)];
        var length = 0;
        while (length < most)
        {
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(most, bytes.Length * 2L));
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken);
            if (read == 0)
                break;
            length += read;
        }

        return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }
}
