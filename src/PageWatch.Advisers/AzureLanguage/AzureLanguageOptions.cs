using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Azure AI Language as adviser of the reader. Settings of the section <c>PageWatch:AzureLanguage</c>; without an endpoint nobody is asked.</summary>
public sealed class AzureLanguageOptions
{
    /// <summary>For example https://contoso-lang.cognitiveservices.azure.com. Https, but on this machine.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>One of the resource's two keys. One of two ways to sign in.</summary>
    [StringLength(200)]
    public string? Key { get; set; }

    /// <summary>Signs in without a key, by an Entra identity that has a role on the resource.</summary>
    public AzureIdentity? Identity { get; set; }

    /// <summary>Of a user-assigned managed identity; left out for the machine's own.</summary>
    [StringLength(100)]
    public string? ClientId { get; set; }

    /// <summary>What an identity's token is for; other clouds have another one.</summary>
    public Uri Scope { get; set; } = new("https://cognitiveservices.azure.com/.default");

    /// <summary>Sent with each call as it stands.</summary>
    [RegularExpression("^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$", ErrorMessage = "The field AzureLanguageOptions.ApiVersion must be a version such as 2024-11-01.")]
    public string ApiVersion { get; set; } = "2024-11-01";

    /// <summary>How long the posts of one batch wait for all of their advice.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Of each kind of analysis, as Azure counts; 300 is what the smallest tiers allow.</summary>
    [Range(1, 60_000)]
    public int RequestsPerMinute { get; set; } = 300;

    /// <summary>Covers what the embedded reader finds of mail addresses, telephone, card and order numbers before a text leaves the machine.</summary>
    public bool MaskPersonal { get; set; } = true;

    /// <summary>Also asks about what the page itself wrote.</summary>
    public bool OwnPosts { get; set; }

    /// <summary>Also asks about posts from before a watch began.</summary>
    public bool BaselinePosts { get; set; }

    /// <summary>Asks for key phrases; each kind of analysis is charged for itself.</summary>
    public bool KeyPhrases { get; set; } = true;

    /// <summary>Asks for personal data; each kind of analysis is charged for itself.</summary>
    public bool PersonalData { get; set; } = true;
}

/// <summary>Whose identity signs in.</summary>
public enum AzureIdentity
{
    /// <summary>Whatever is at hand: environment, workload, managed identity, a developer's sign-in.</summary>
    Default,

    /// <summary>The identity that the machine was given.</summary>
    Managed,
}

[OptionsValidator]
internal sealed partial class AzureLanguageOptionsValidator : IValidateOptions<AzureLanguageOptions>;

/// <summary>What each setting means beside the others.</summary>
internal sealed class AzureLanguageOptionsMeaning : IValidateOptions<AzureLanguageOptions>
{
    private const string Name = AzureLanguageServices.Section;

    public ValidateOptionsResult Validate(string? name, AzureLanguageOptions options)
    {
        var problems = new List<string>();
        if (options.Endpoint is not { } endpoint)
        {
            if (options.Key is not null || options.Identity is not null || options.ClientId is not null)
                problems.Add($"{Name} has no Endpoint. Write https://contoso-lang.cognitiveservices.azure.com, or leave the section out.");
            return Result(problems);
        }

        var isAddress = endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };
        if (!isAddress)
            problems.Add($"{Name}:Endpoint is \"{endpoint}\", which is no address of a resource. Write https://contoso-lang.cognitiveservices.azure.com.");
        else if (endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
            problems.Add($"{Name}:Endpoint is \"{endpoint}\": the key and the posts would be read by everybody on the way. Write https://.");
        if (string.IsNullOrWhiteSpace(options.Key) == options.Identity is null)
            problems.Add($"{Name} needs exactly one of Key and Identity; it has {(options.Identity is null ? "none" : "both")}.");
        if (options.Key is { Length: > 0 } key && key.Any(c => c is <= ' ' or >= '\u007f'))
            problems.Add($"{Name}:Key holds a space or a sign that no key has. Copy it again from the resource, under Keys and Endpoint.");
        if (options.ClientId is not null && options.Identity is not AzureIdentity.Managed)
            problems.Add($"{Name}:ClientId stands there without Identity: Managed.");
        if (options.Scope is not { IsAbsoluteUri: true, Scheme: "https" })
            problems.Add($"{Name}:Scope is \"{options.Scope}\", which is no scope. Write https://cognitiveservices.azure.com/.default.");
        if (isAddress && options.Identity is not null)
        {
            // Entra tokens are taken on custom subdomains alone, and Azure's own policy shows none without TLS.
            if (endpoint.Host.EndsWith(".api.cognitive.microsoft.com", StringComparison.OrdinalIgnoreCase))
                problems.Add($"{Name}:Endpoint is a region's address, which takes keys alone. With Identity write the resource's own: https://contoso-lang.cognitiveservices.azure.com.");
            else if (endpoint.Scheme != Uri.UriSchemeHttps)
                problems.Add($"{Name}:Identity needs an Endpoint with https://.");
        }

        return Result(problems);
    }

    private static ValidateOptionsResult Result(List<string> problems) => problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
}
