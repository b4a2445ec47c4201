using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PageWatch.Channels.Teams;

/// <summary>Whether a call comes from Teams and is meant for this bot. One scheme for one issuer: no other sign-in service is asked, and none is trusted.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot</remarks>
internal sealed partial class TeamsTokens(IOptions<TeamsOptions> options, TeamsKeys keys, TeamsHosts hosts, TeamsMeter meter, TimeProvider time, ILogger<TeamsTokens> logger)
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 16_384;

    /// <summary>As the documentation has it.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };
    private readonly string issuer = TeamsSignIn.Of(options.Value).Issuer;

    /// <param name="authorization">The header as it came; null when there was none.</param>
    /// <param name="serviceUrl">As the activity says.</param>
    /// <param name="channelId">As the activity says.</param>
    public async ValueTask<bool> IsGenuineAsync(string? authorization, string serviceUrl, string channelId, CancellationToken cancellationToken)
    {
        if (await ProblemAsync(authorization, serviceUrl, channelId, cancellationToken) is not { } check)
            return true;
        Refuse(check);
        return false;
    }

    public void Refuse(string check)
    {
        meter.Refused(check);
        Log.Refused(logger, check);
    }

    private async ValueTask<string?> ProblemAsync(string? authorization, string serviceUrl, string channelId, CancellationToken cancellationToken)
    {
        // Schemes are compared without regard to case: https://www.rfc-editor.org/rfc/rfc9110#section-11.1
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return "scheme";
        var token = authorization[Scheme.Length..].Trim();
        if (token.Length is 0 or > LongestToken || !handler.CanReadToken(token))
            return "form";
        if (serviceUrl.Length == 0)
            return "serviceUrl";
        if (channelId != "msteams")
            return "channel";
        if (!hosts.TryRead(serviceUrl, out _))
            return "host";
        if (Read(token) is not { } unproved)
            return "form";
        // Asked before all else: neither no algorithm nor one with a shared secret is any proof.
        if (unproved.Alg != SecurityAlgorithms.RsaSha256)
            return "algorithm";
        if (unproved.Kid is not { Length: > 0 and <= 200 } keyId)
            return "key";
        var key = await keys.FindAsync(keyId, cancellationToken);
        if (key is null)
            return keys.IsKnown ? "key" : "keys";
        // A key without any endorsement would do for every channel. The service for Teams endorses all of its keys, so such a one is none of them.
        if (!key.Endorsements.Contains(channelId))
            return "endorsement";

        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = options.Value.AppId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key.Key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        });
        if (!result.IsValid)
            return CheckOf(result.Exception);
        return result.Claims.TryGetValue("serviceurl", out var claim) && claim is string stated && string.Equals(stated, serviceUrl, StringComparison.Ordinal) ? null : "serviceurl claim";
    }

    private JsonWebToken? Read(string token)
    {
        try
        {
            return handler.ReadJsonWebToken(token);
        }
        // Three parts with dots between are not yet a token.
        catch (Exception problem) when (problem is ArgumentException or FormatException or SecurityTokenException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } begin || now > begin - Skew);
    }

    private static string CheckOf(Exception? problem) => problem switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "lifetime",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidSignatureException => "signature",
        _ => "token",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refused a call that says it is Teams: its {Check} is not as it must be.")]
        public static partial void Refused(ILogger logger, string check);
    }
}
