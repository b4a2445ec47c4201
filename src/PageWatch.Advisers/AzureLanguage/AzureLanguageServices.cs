using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Wires Azure AI Language.</summary>
public static class AzureLanguageServices
{
    public const string Section = "PageWatch:AzureLanguage";

    public static IServiceCollection AddAzureLanguageOptions(this IServiceCollection services)
    {
        services.AddOptions<AzureLanguageOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureLanguageOptions>, AzureLanguageOptionsValidator>();
        services.AddSingleton<IValidateOptions<AzureLanguageOptions>, AzureLanguageOptionsMeaning>();
        return services;
    }

    /// <remarks>Only where an endpoint is set. Needs <see cref="AddAzureLanguageOptions"/>, a <see cref="TimeProvider"/> and logging.</remarks>
    public static IServiceCollection AddAzureLanguage(this IServiceCollection services)
    {
        services.AddSingleton(provider => new AdviserMeter(provider.GetService<IMeterFactory>()));
        services.AddSingleton<AzurePace>();
        services.AddSingleton<AzureRests>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<AzureLanguageOptions>>().Value;
            return new AzureLanguageClient(options, SignIn(options), new AzureClientOptions());
        });
        services.AddSingleton<IReadingAdviser, AzureLanguageAdviser>();
        return services;
    }

    private static HttpPipelinePolicy SignIn(AzureLanguageOptions options) => options.Identity is { } identity
        ? new BearerTokenAuthenticationPolicy(CredentialOf(identity, options.ClientId), options.Scope.OriginalString)
        : new AzureKeyHeader(options.Key ?? "");

    private static TokenCredential CredentialOf(AzureIdentity identity, string? clientId) => identity == AzureIdentity.Managed
        ? new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new DefaultAzureCredential(includeInteractiveCredentials: false);
}
