using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>The token that the bot shows when it calls Teams. Made anew some minutes before it ends, one at a time.</summary>
internal sealed class TeamsBearer(IOptions<TeamsOptions> options, TeamsHttp http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private const int Largest = 65_536;

    private readonly SemaphoreSlim making = new(1, 1);
    private readonly TeamsSignIn signIn = TeamsSignIn.Of(options.Value);
    private volatile Made? made;
    private TokenCredential? credential;

    public void Dispose() => making.Dispose();

    /// <param name="refused">The token that Teams took no more; null for none.</param>
    /// <exception cref="ChannelException">No token can be had.</exception>
    public async ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        if (Good(refused) is { } good)
            return good;
        await making.WaitAsync(cancellationToken);
        try
        {
            if (Good(refused) is { } meanwhile)
                return meanwhile;
            var fresh = string.IsNullOrEmpty(options.Value.Secret) ? await FromIdentityAsync(cancellationToken) : await FromSecretAsync(options.Value.Secret, cancellationToken);
            made = fresh;
            return fresh.Token;
        }
        finally
        {
            making.Release();
        }
    }

    private string? Good(string? refused) => made is { } has && has.Token != refused && time.GetUtcNow() < has.RenewAt ? has.Token : null;

    private async ValueTask<Made> FromSecretAsync(string secret, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, signIn.TokenEndpoint)
            {
                Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", options.Value.AppId ?? ""), new("client_secret", secret), new("scope", signIn.Scope)]),
            };
            using var response = await http.Invoker.SendAsync(request, either.Token);
            var said = await TeamsAnswer.TextAsync(response, Largest, either.Token);
            if (response.IsSuccessStatusCode)
                return Read(said);
            var status = (int)response.StatusCode;
            throw status is 429 or >= 500
                ? new ChannelException(ChannelFailure.Unreachable, $"The sign-in service of Teams is in trouble ({status}).")
                : new ChannelException(ChannelFailure.Closed, $"The sign-in service of Teams gives the bot no token ({status}{CodeOf(said)}). Check PageWatch:Teams: AppId, the first of Tenants, and whether Secret has run out.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChannelException(ChannelFailure.Unreachable, $"The sign-in service of Teams gave no answer within {Longest.TotalSeconds:0} s.");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw new ChannelException(ChannelFailure.Unreachable, "The sign-in service of Teams cannot be reached.", problem);
        }
    }

    private Made Read(string said)
    {
        try
        {
            using var json = JsonDocument.Parse(said);
            var token = TeamsActivity.Long(json.RootElement, "access_token");
            if (token.Length > 0 && token.All(c => c is > ' ' and < '\u007f'))
            {
                _ = double.TryParse(TeamsActivity.Id(json.RootElement, "expires_in"), System.Globalization.CultureInfo.InvariantCulture, out var seconds);
                return new Made(token, time.GetUtcNow() + RenewAfter(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400))));
            }
        }
        catch (JsonException)
        {
            // Said below, as for any other answer without a token.
        }

        throw new ChannelException(ChannelFailure.Unreachable, "The sign-in service of Teams answered with something else than a token.");
    }

    private async ValueTask<Made> FromIdentityAsync(CancellationToken cancellationToken)
    {
        try
        {
            credential ??= CredentialOf(options.Value, signIn.Authority);
            var token = await credential.GetTokenAsync(new TokenRequestContext([signIn.Scope]), cancellationToken);
            var now = time.GetUtcNow();
            return new Made(token.Token, now + RenewAfter(token.ExpiresOn - now));
        }
        catch (AuthenticationFailedException problem)
        {
            throw new ChannelException(
                ChannelFailure.Closed, $"The bot's identity gives no token: {CleanText.Line(problem.Message, 200)} Check PageWatch:Teams: AppId, Tenants, and the certificate or the identity of this machine.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new ChannelException(ChannelFailure.Closed, "The bot's certificate cannot be read. Check PageWatch:Teams:CertificatePath and CertificatePassword.", problem);
        }
    }

    private static TokenCredential CredentialOf(TeamsOptions options, Uri authority)
    {
        var home = options.Tenants.FirstOrDefault();
        if (options.CertificatePath is { } path)
            return new ClientCertificateCredential(home, options.AppId, CertificateOf(path, options.CertificatePassword), new ClientCertificateCredentialOptions { AuthorityHost = authority });
        return options.WorkloadIdentity
            ? new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { TenantId = home, ClientId = options.AppId, AuthorityHost = authority })
            : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(options.AppId));
    }

    private static X509Certificate2 CertificateOf(string path, string? password) => Path.GetExtension(path).ToUpperInvariant() is ".PEM" or ".CRT"
        ? password is null ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password)
        : X509CertificateLoader.LoadPkcs12FromFile(path, password);

    /// <summary>A token that lives for less than twice the margin is used for half of its life.</summary>
    private static TimeSpan RenewAfter(TimeSpan life) => life > 2 * Early ? life - Early : life / 2;

    /// <summary>AADSTS7000215 and the like: what an administrator looks up. Nothing else of the answer is told.</summary>
    private static string CodeOf(string said)
    {
        var at = said.IndexOf("AADSTS", StringComparison.Ordinal);
        if (at < 0)
            return "";
        var end = at + "AADSTS".Length;
        while (end < said.Length && end - at < 20 && char.IsAsciiDigit(said[end]))
            end++;
        return ", " + said[at..end];
    }

    private sealed record Made(string Token, DateTimeOffset RenewAt)
    {
        public override string ToString() => "(a token)";
    }
}
