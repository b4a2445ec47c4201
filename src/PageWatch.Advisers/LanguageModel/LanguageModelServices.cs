using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Wires the language model.</summary>
public static class LanguageModelServices
{
    public const string Section = "PageWatch:LanguageModel";

    public static IServiceCollection AddLanguageModelOptions(this IServiceCollection services)
    {
        services.AddOptions<LanguageModelOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LanguageModelOptions>, LanguageModelOptionsValidator>();
        services.AddSingleton<IValidateOptions<LanguageModelOptions>, LanguageModelOptionsMeaning>();
        return services;
    }

    /// <remarks>
    /// Only where an endpoint is set. Needs <see cref="AddLanguageModelOptions"/>, the embedded <see cref="Domain.Understanding.IPostReader"/>, a <see cref="TimeProvider"/> and logging.
    /// </remarks>
    public static IServiceCollection AddLanguageModel(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ModelMeter(provider.GetService<IMeterFactory>()));
        services.AddSingleton<ModelRests>();
        services.AddSingleton<ModelTransport>(_ => OwnConnections());
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<LanguageModelOptions>>().Value;
            return new ModelClient(options, SignIn(options), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ModelTransport>());
        });
        services.AddSingleton<ModelTalk>();
        services.AddSingleton<IDraftAdviser, ModelAdviser>();
        services.AddSingleton<ITranslator, ModelTranslator>();
        return services;
    }

    /// <summary>No redirect is followed: the key would go along.</summary>
    private static ModelTransport OwnConnections() => new(new HttpClientPipelineTransport(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        // The pipeline has time limits of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    }));

    // A server that asks for no key is shown a word that is none: the package takes no empty one.
    private static AuthenticationPolicy SignIn(LanguageModelOptions options) => options.Identity is { } identity
        ? new BearerTokenPolicy(CredentialOf(identity, options.ClientId), options.Scope.OriginalString)
        : ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(string.IsNullOrWhiteSpace(options.Key) ? "none" : options.Key));

    private static TokenCredential CredentialOf(ModelIdentity identity, string? clientId) => identity == ModelIdentity.Managed
        ? new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new DefaultAzureCredential(includeInteractiveCredentials: false);
}
