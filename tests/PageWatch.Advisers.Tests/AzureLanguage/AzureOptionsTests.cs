using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Advisers.AzureLanguage;

namespace PageWatch.Advisers.Tests.AzureLanguage;

public sealed class AzureOptionsTests
{
    private const string Good = "https://contoso-lang.cognitiveservices.azure.com";

    [Theory]
    [InlineData]
    [InlineData("Endpoint", Good, "Key", AzureStub.Key)]
    [InlineData("Endpoint", Good + "/", "Identity", "Default")]
    [InlineData("Endpoint", Good, "Identity", "Managed", "ClientId", "22222222-2222-4222-8222-222222222222")]
    [InlineData("Endpoint", "http://127.0.0.1:5000", "Key", AzureStub.Key)]
    [InlineData("Endpoint", "https://westeurope.api.cognitive.microsoft.com", "Key", AzureStub.Key)]
    [InlineData("Endpoint", "https://contoso.cognitiveservices.azure.us", "Identity", "Default", "Scope", "https://cognitiveservices.azure.us/.default", "ApiVersion", "2025-05-15-preview")]
    public void Settings_that_fit_are_taken(params string[] settings) => Problems(settings).ShouldBeEmpty();

    [Theory]
    [InlineData("has no Endpoint", "Key", AzureStub.Key)]
    [InlineData("Write https://.", "Endpoint", "http://contoso-lang.cognitiveservices.azure.com", "Key", AzureStub.Key)]
    [InlineData("no address of a resource", "Endpoint", Good + "?a=b", "Key", AzureStub.Key)]
    [InlineData("no address of a resource", "Endpoint", "contoso-lang", "Key", AzureStub.Key)]
    [InlineData("it has none", "Endpoint", Good)]
    [InlineData("it has both", "Endpoint", Good, "Key", AzureStub.Key, "Identity", "Default")]
    [InlineData("Copy it again", "Endpoint", Good, "Key", "two words")]
    [InlineData("without Identity: Managed", "Endpoint", Good, "Key", AzureStub.Key, "ClientId", "2")]
    [InlineData("which is no scope", "Endpoint", Good, "Key", AzureStub.Key, "Scope", "http://x/.default")]
    [InlineData("takes keys alone", "Endpoint", "https://westeurope.api.cognitive.microsoft.com", "Identity", "Default")]
    [InlineData("needs an Endpoint with https://", "Endpoint", "http://localhost:5000", "Identity", "Default")]
    [InlineData("must be a version such as 2024-11-01", "Endpoint", Good, "Key", AzureStub.Key, "ApiVersion", "latest")]
    [InlineData("Deadline", "Endpoint", Good, "Key", AzureStub.Key, "Deadline", "00:02:00")]
    [InlineData("RequestsPerMinute", "Endpoint", Good, "Key", AzureStub.Key, "RequestsPerMinute", "0")]
    public void Settings_that_do_not_fit_are_told_with_the_mend(string told, params string[] settings) => Problems(settings).ShouldHaveSingleItem().ShouldContain(told);

    private static IReadOnlyList<string> Problems(string[] settings)
    {
        var values = settings.Chunk(2).ToDictionary(each => $"{AzureLanguageServices.Section}:{each[0]}", each => (string?)each[1]);
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddAzureLanguageOptions()
            .BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<AzureLanguageOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException problem)
        {
            return [.. problem.Failures];
        }
    }
}
