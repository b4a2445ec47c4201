using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>A language model as adviser of the drafter, and as translator. Settings of the section <c>PageWatch:LanguageModel</c>; without an endpoint nobody is asked.</summary>
public sealed class LanguageModelOptions
{
    /// <summary>Up to and without <c>/chat/completions</c>: https://api.openai.com/v1, https://contoso.openai.azure.com/openai/v1, http://localhost:11434/v1.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name; on Azure the deployment's.</summary>
    [StringLength(200)]
    public string? Model { get; set; }

    /// <summary>One of two ways to sign in; left out for a server on this machine that asks for none.</summary>
    [StringLength(500)]
    public string? Key { get; set; }

    /// <summary>Signs in without a key, by an Entra identity that has a role on the resource.</summary>
    public ModelIdentity? Identity { get; set; }

    /// <summary>Of a user-assigned managed identity; left out for the machine's own.</summary>
    [StringLength(100)]
    public string? ClientId { get; set; }

    /// <summary>What an identity's token is for; other clouds have another one.</summary>
    public Uri Scope { get; set; } = new("https://cognitiveservices.azure.com/.default");

    /// <summary>Allows an address with http; only on this machine.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long a draft waits for the whole answer, a second try included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Of the answer. Models that think before they answer spend theirs on that too, and need 2,000 or more.</summary>
    [Range(100, 32_000)]
    public int MaxTokens { get; set; } = 600;

    /// <summary>The language that staff read: posts and drafts in others can be translated into it. A tag: "en", "de".</summary>
    public string ReadIn { get; set; } = "en";

    /// <summary>How the server calls that limit; Ollama knows the older name alone.</summary>
    public TokensField MaxTokensField { get; set; } = TokensField.MaxCompletionTokens;
}

/// <summary>Whose identity signs in.</summary>
public enum ModelIdentity
{
    /// <summary>Whatever is at hand: environment, workload, managed identity, a developer's sign-in.</summary>
    Default,

    /// <summary>The identity that the machine was given.</summary>
    Managed,
}

/// <summary>The field of a request that limits the answer.</summary>
public enum TokensField
{
    /// <summary><c>max_completion_tokens</c></summary>
    MaxCompletionTokens,

    /// <summary><c>max_tokens</c></summary>
    MaxTokens,
}

[OptionsValidator]
internal sealed partial class LanguageModelOptionsValidator : IValidateOptions<LanguageModelOptions>;
