using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Host.Tests.Hooks;

/// <summary>A delivery as pages send it, signed over its id, the time and the bytes: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</summary>
internal static class SignedDelivery
{
    private const string SecretPrefix = "whsec_";

    /// <param name="prefix">Of the three headers; "svix-" is an older name of the same.</param>
    public static HttpRequestMessage Of(Uri hook, string secret, string id, byte[] body, DateTimeOffset? at = null, string prefix = "webhook-")
    {
        var timestamp = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed));
        var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(prefix + "id", id);
        request.Headers.TryAddWithoutValidation(prefix + "timestamp", timestamp);
        request.Headers.TryAddWithoutValidation(prefix + "signature", "v1," + signature);
        return request;
    }
}
