using System.Text.Json.Nodes;

namespace PageWatch.Testing.Bluesky;

/// <summary>Signs in, lets in and renews: an access token ends, and a token to renew with is spent by it.</summary>
public sealed class StubSessions(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (StubAccount Account, DateTimeOffset Ends)> access = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StubAccount> renewals = new(StringComparer.Ordinal);
    private int made;

    /// <summary>How long an access token is good.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(2);

    public int SignIns { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Every token to renew with is void from now on; access tokens live until they end.</summary>
    public void RevokeRenewals()
    {
        lock (gate)
            renewals.Clear();
    }

    /// <summary>No token of any kind is known any more, as after the server's keys were changed.</summary>
    public void ForgetAll()
    {
        lock (gate)
        {
            access.Clear();
            renewals.Clear();
        }
    }

    internal JsonObject SignIn(StubAccount account, Uri address)
    {
        lock (gate)
        {
            SignIns++;
            return Give(account, address);
        }
    }

    /// <returns>Null when the token is not known, or was spent.</returns>
    internal JsonObject? Renew(string? authorization, Uri address)
    {
        lock (gate)
        {
            if (!renewals.Remove(TokenIn(authorization), out var account))
                return null;
            Renewals++;
            return Give(account, address);
        }
    }

    internal (StubAccount? Account, JsonObject? Problem) Open(string? authorization)
    {
        lock (gate)
        {
            if (string.IsNullOrEmpty(authorization))
                return (null, StubBluesky.Error("AuthMissing", "Authentication Required"));
            if (!access.TryGetValue(TokenIn(authorization), out var open))
                return (null, StubBluesky.Error("InvalidToken", "Token could not be verified"));
            return open.Ends <= time.GetUtcNow() ? (null, StubBluesky.Error("ExpiredToken", "Token has expired")) : (open.Account, null);
        }
    }

    private static string TokenIn(string? authorization) => authorization?.Replace("Bearer ", "", StringComparison.Ordinal) ?? "";

    private JsonObject Give(StubAccount account, Uri address)
    {
        var (open, renew) = ($"access.{++made}.x", $"refresh.{made}.x");
        access[open] = (account, time.GetUtcNow() + Lifetime);
        renewals[renew] = account;
        return new JsonObject
        {
            ["did"] = account.Did,
            ["handle"] = account.Handle,
            ["accessJwt"] = open,
            ["refreshJwt"] = renew,
            ["active"] = true,
            ["didDoc"] = new JsonObject
            {
                ["id"] = account.Did,
                ["service"] = new JsonArray(new JsonObject { ["id"] = "#atproto_pds", ["type"] = "AtprotoPersonalDataServer", ["serviceEndpoint"] = address.AbsoluteUri.TrimEnd('/') }),
            },
        };
    }
}
