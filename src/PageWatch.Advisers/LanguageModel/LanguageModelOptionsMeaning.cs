using Microsoft.Extensions.Options;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>What each setting means beside the others.</summary>
internal sealed class LanguageModelOptionsMeaning : IValidateOptions<LanguageModelOptions>
{
    private const string Name = LanguageModelServices.Section;
    private const string Example = "https://api.openai.com/v1";

    public ValidateOptionsResult Validate(string? name, LanguageModelOptions options)
    {
        var problems = new List<string>();
        if (options.Endpoint is not { } endpoint)
        {
            if (options.Model is not null || options.Key is not null || options.Identity is not null || options.ClientId is not null)
                problems.Add($"{Name} has no Endpoint. Write {Example}, or leave the section out.");
            return Result(problems);
        }

        var isAddress = endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };
        if (!isAddress)
            problems.Add($"{Name}:Endpoint is \"{endpoint}\", which is no address of an endpoint. Write {Example}.");
        else if (endpoint.AbsolutePath.TrimEnd('/').EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase))
            problems.Add($"{Name}:Endpoint ends in /chat/completions, which is added by itself. Leave that part out.");
        else if (endpoint.Scheme != Uri.UriSchemeHttps)
            problems.AddRange(OfHttp(options, endpoint));
        if (string.IsNullOrWhiteSpace(options.Model))
            problems.Add($"{Name} has no Model. Write the model's name; on Azure, the deployment's.");
        if (!string.IsNullOrWhiteSpace(options.Key) && options.Identity is not null)
            problems.Add($"{Name} needs one of Key and Identity; it has both.");
        if (isAddress && !endpoint.IsLoopback && string.IsNullOrWhiteSpace(options.Key) && options.Identity is null)
            problems.Add($"{Name} needs a Key or an Identity; it has none. Only a server on this machine goes without.");
        if (options.Key is { Length: > 0 } key && key.Any(c => c is <= ' ' or >= '\u007f'))
            problems.Add($"{Name}:Key holds a space or a sign that no key has. Copy it again.");
        if (options.ClientId is not null && options.Identity is not ModelIdentity.Managed)
            problems.Add($"{Name}:ClientId stands there without Identity: Managed.");
        if (options.Scope is not { IsAbsoluteUri: true, Scheme: "https" })
            problems.Add($"{Name}:Scope is \"{options.Scope}\", which is no scope. Write https://cognitiveservices.azure.com/.default.");
        if (!Enum.IsDefined(options.MaxTokensField))
            problems.Add($"{Name}:MaxTokensField is neither MaxCompletionTokens nor MaxTokens.");
        if (LanguageTag.Read(options.ReadIn) is null)
            problems.Add($"{Name}:ReadIn is \"{options.ReadIn}\", which is no language. Write a tag such as en, de or pt-br.");
        return Result(problems);
    }

    private static IEnumerable<string> OfHttp(LanguageModelOptions options, Uri endpoint)
    {
        if (!endpoint.IsLoopback)
            yield return $"{Name}:Endpoint is \"{endpoint}\": the key and the posts would be read by everybody on the way. Write https://; AllowHttp is for this machine alone.";
        else if (options.Identity is not null)
            yield return $"{Name}:Identity needs an Endpoint with https://.";
        else if (!options.AllowHttp)
            yield return $"{Name}:Endpoint is \"{endpoint}\". For a server on this machine also write AllowHttp: true.";
    }

    private static ValidateOptionsResult Result(List<string> problems) => problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
}
