using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PageWatch.Demo.Api;

/// <summary>Looks at the bearer token of a call, in constant time.</summary>
internal static class ApiKey
{
    private const string Scheme = "Bearer ";

    public static Caller Look(HttpContext context, DemoOptions options)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
            return Caller.Anybody;
        if (header.Count > 1 || header[0] is not { } told || !told.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Caller.Impostor;

        // Hashes have one length, so that the comparison tells nothing of the key's.
        var shown = SHA256.HashData(Encoding.UTF8.GetBytes(told[Scheme.Length..].Trim()));
        return CryptographicOperations.FixedTimeEquals(shown, SHA256.HashData(Encoding.UTF8.GetBytes(options.ApiKey))) ? Caller.Owner : Caller.Impostor;
    }
}

/// <summary>Whether a call comes from the page's owner.</summary>
internal enum Caller
{
    /// <summary>Says nothing about who it is.</summary>
    Anybody,

    /// <summary>Shows the key.</summary>
    Owner,

    /// <summary>Shows something else.</summary>
    Impostor,
}
