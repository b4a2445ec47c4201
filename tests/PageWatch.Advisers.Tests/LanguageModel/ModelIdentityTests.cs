using System.ClientModel.Primitives;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Advisers.LanguageModel;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>Signing in without a key, over TLS, as the package's own policy demands.</summary>
public sealed class ModelIdentityTests
{
    private static readonly BinaryData Body = BinaryData.FromString("{}");

    [Fact]
    public async Task Token_of_the_identity_is_shown_for_the_scope_that_is_set()
    {
        using var certificate = OwnCertificate();
        await using var stub = await ModelStub.StartAsync(certificate);
        var credential = new OwnCredential(context => context.Scopes[0] == "https://cognitiveservices.azure.com/.default" ? "entra-token" : "another");
        (await Client(stub.Endpoint, credential, certificate).SendAsync(Body, null, CancellationToken.None)).ShouldBeOfType<ModelReply.Answered>();
        stub.Calls.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("Bearer entra-token");
    }

    [Fact]
    public async Task Identity_without_a_token_is_a_reason_to_rest()
    {
        using var certificate = OwnCertificate();
        await using var stub = await ModelStub.StartAsync(certificate);
        var credential = new OwnCredential(_ => throw new CredentialUnavailableException("No identity here."));
        var refusal = (await Client(stub.Endpoint, credential, certificate).SendAsync(Body, null, CancellationToken.None)).ShouldBeOfType<ModelReply.Refused>().Refusal;
        (refusal.Why, refusal.Kind).ShouldBe(("its identity gives no token", RefusalKind.Closed));
        stub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Certificate_that_nobody_knows_is_not_spoken_to()
    {
        using var certificate = OwnCertificate();
        await using var stub = await ModelStub.StartAsync(certificate);
        var reply = await Client(stub.Endpoint, new OwnCredential(_ => "entra-token"), trusted: null).SendAsync(Body, null, CancellationToken.None);
        reply.ShouldBeOfType<ModelReply.Refused>().Refusal.Why.ShouldBe("unreachable");
        stub.Calls.ShouldBeEmpty();
    }

    private static ModelClient Client(Uri endpoint, TokenCredential credential, X509Certificate2? trusted)
    {
        var options = new LanguageModelOptions { Endpoint = endpoint, Model = ModelStub.Model, Identity = ModelIdentity.Default };
        var handler = new SocketsHttpHandler();
        if (trusted is not null)
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString() };
        return new ModelClient(options, new BearerTokenPolicy(credential, options.Scope.OriginalString), new FakeTimeProvider(), new ModelTransport(new HttpClientPipelineTransport(new HttpClient(handler))));
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
