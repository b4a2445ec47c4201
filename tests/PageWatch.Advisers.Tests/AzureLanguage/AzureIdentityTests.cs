using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using PageWatch.Advisers.AzureLanguage;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>Signing in without a key, over TLS, as Azure's own policy demands.</summary>
public sealed class AzureIdentityTests
{
    private static readonly ReadOnlyMemory<byte> Body = AzureRequest.Body(AzureKind.Language, [AzureDocument.Of(0, new Domain.Understanding.AdviceRequest("Where is my parcel?"))]);

    [Fact]
    public async Task Token_of_the_identity_is_shown_for_the_scope_that_is_set()
    {
        using var certificate = OwnCertificate();
        await using var stub = await AzureStub.StartAsync(certificate: certificate);
        var credential = new OwnCredential(context => context.Scopes[0] == "https://cognitiveservices.azure.com/.default" ? "entra-token" : "another");
        var reply = await Client(stub.Endpoint, credential, certificate).SendAsync(AzureKind.Language, Body, CancellationToken.None);
        reply.ShouldBeOfType<AzureReply.Answered>();
        stub.Calls.ShouldHaveSingleItem().Headers.Keys.ShouldNotContain("Ocp-Apim-Subscription-Key");
    }

    [Fact]
    public async Task Identity_without_a_token_is_a_reason_to_rest()
    {
        using var certificate = OwnCertificate();
        await using var stub = await AzureStub.StartAsync(certificate: certificate);
        var credential = new OwnCredential(_ => throw new CredentialUnavailableException("No identity here."));
        var reply = await Client(stub.Endpoint, credential, certificate).SendAsync(AzureKind.Language, Body, CancellationToken.None);
        var refusal = reply.ShouldBeOfType<AzureReply.Refused>().Refusal;
        (refusal.Why, refusal.Kind).ShouldBe(("its identity gives no token", RefusalKind.Closed));
        stub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Certificate_that_nobody_knows_is_not_spoken_to()
    {
        using var certificate = OwnCertificate();
        await using var stub = await AzureStub.StartAsync(certificate: certificate);
        var reply = await Client(stub.Endpoint, new OwnCredential(_ => "entra-token"), trusted: null).SendAsync(AzureKind.Language, Body, CancellationToken.None);
        reply.ShouldBeOfType<AzureReply.Refused>().Refusal.Why.ShouldBe("unreachable");
        stub.Calls.ShouldBeEmpty();
    }

    private static AzureLanguageClient Client(Uri endpoint, TokenCredential credential, X509Certificate2? trusted)
    {
        var options = new AzureLanguageOptions { Endpoint = endpoint, Identity = AzureIdentity.Default };
        var handler = new SocketsHttpHandler();
        if (trusted is not null)
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString() };
        var client = new AzureClientOptions(TimeSpan.FromMilliseconds(1)) { Transport = new HttpClientTransport(new HttpClient(handler)) };
        return new AzureLanguageClient(options, new BearerTokenAuthenticationPolicy(credential, options.Scope.OriginalString), client);
    }

    private static X509Certificate2 OwnCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class OwnCredential(Func<TokenRequestContext, string> token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token(requestContext), TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
