using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Platforms.X;

/// <summary>Signs a request as OAuth 1.0a asks, with HMAC-SHA1: https://www.rfc-editor.org/rfc/rfc5849#section-3.4. JSON bodies are not signed.</summary>
internal static class OAuthSignature
{
    /// <returns>The value of the header <c>Authorization</c>.</returns>
    /// <param name="nonce">Never the same twice at one moment.</param>
    /// <param name="at">Seconds since 1970, UTC.</param>
    public static string Header(HttpMethod method, Uri address, OAuthKeys keys, string nonce, long at)
    {
        List<(string Name, string Value)> own =
        [
            ("oauth_consumer_key", keys.ConsumerKey), ("oauth_nonce", nonce), ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", at.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("oauth_token", keys.Token), ("oauth_version", "1.0"),
        ];
        own.Add(("oauth_signature", Of(method, address, own, keys)));
        return "OAuth " + string.Join(", ", own.Select(each => $"{each.Name}=\"{Escape(each.Value)}\""));
    }

    /// <param name="parameters">All besides those of the address: <c>oauth_…</c> without the signature, and what a form body holds.</param>
    /// <returns>In base64.</returns>
    public static string Of(HttpMethod method, Uri address, IEnumerable<(string Name, string Value)> parameters, OAuthKeys keys)
    {
        var sorted = parameters.Concat(QueryOf(address)).Select(each => (Name: Escape(each.Name), Value: Escape(each.Value)))
            .OrderBy(each => each.Name, StringComparer.Ordinal).ThenBy(each => each.Value, StringComparer.Ordinal)
            .Select(each => $"{each.Name}={each.Value}");
        var text = $"{method.Method}&{Escape(address.GetLeftPart(UriPartial.Path))}&{Escape(string.Join('&', sorted))}";
        var key = $"{Escape(keys.ConsumerSecret)}&{Escape(keys.TokenSecret)}";
        // The scheme knows no other digest that X takes.
#pragma warning disable CA5350
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static IEnumerable<(string Name, string Value)> QueryOf(Uri address)
    {
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0 ? (Uri.UnescapeDataString(pair), "") : (Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
        }
    }

    /// <summary>All but unreserved characters, in upper case hex: https://www.rfc-editor.org/rfc/rfc5849#section-3.6</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text);
}
