using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PageWatch.Channels.Slack;

/// <summary>One app in one Slack workspace. Settings of the section <c>PageWatch:Slack</c>; without a bot token there is no Slack.</summary>
public sealed class SlackOptions
{
    /// <summary>What the app writes with: <c>xoxb-…</c>, of "OAuth &amp; Permissions".</summary>
    [StringLength(500)]
    public string? BotToken { get; set; }

    /// <summary>What Socket Mode is opened with: <c>xapp-…</c>, of "Basic Information", with the scope connections:write. Left out where Slack calls us over HTTP.</summary>
    [StringLength(500)]
    public string? AppToken { get; set; }

    /// <summary>What Slack signs its calls with, of "Basic Information". Left out where only Socket Mode is used.</summary>
    [StringLength(200)]
    public string? SigningSecret { get; set; }

    /// <summary>Where the Web API is, with a slash at its end. Another place than Slack's own is for tests.</summary>
    [Required]
    public Uri? Api { get; set; } = new("https://slack.com/api/");

    internal bool IsOn => !string.IsNullOrWhiteSpace(BotToken);
}

[OptionsValidator]
internal sealed partial class SlackOptionsValidator : IValidateOptions<SlackOptions>;

/// <summary>What each setting means beside the others. No message repeats a secret.</summary>
internal sealed class SlackOptionsMeaning : IValidateOptions<SlackOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        var problems = new List<string>();
        var hasApp = !string.IsNullOrWhiteSpace(options.AppToken);
        var hasSecret = !string.IsNullOrWhiteSpace(options.SigningSecret);
        if (!options.IsOn)
        {
            if (hasApp || hasSecret)
                problems.Add("PageWatch:Slack has no BotToken. Write the one that begins with xoxb-, or leave the section out.");
        }
        else
        {
            if (!IsToken(options.BotToken!, "xoxb-"))
                problems.Add("PageWatch:Slack:BotToken is no bot token. Write the one that begins with xoxb-, of the app's page \"OAuth & Permissions\".");
            if (!hasApp && !hasSecret)
                problems.Add("PageWatch:Slack would hear nothing. Write AppToken (xapp-…) for Socket Mode, or SigningSecret for calls over HTTP.");
        }

        if (hasApp && !IsToken(options.AppToken!, "xapp-"))
            problems.Add("PageWatch:Slack:AppToken is no app-level token. Write the one that begins with xapp-, of the app's page \"Basic Information\".");
        if (options.Api is { } api && !IsApi(api))
            problems.Add($"PageWatch:Slack:Api is \"{api.OriginalString}\". Write https://slack.com/api/ with the slash at its end; http is for this very machine.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // It travels in a header: a blank or a line break in it would be another header, or none.
    private static bool IsToken(string token, string prefix) => token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal) && token.All(c => c is > ' ' and < '\u007f');

    private static bool IsApi(Uri api) =>
        api.IsAbsoluteUri && (api.Scheme == "https" || (api.Scheme == "http" && api.IsLoopback)) && api.UserInfo.Length == 0 && api.Query.Length == 0 && api.Fragment.Length == 0 && api.AbsolutePath.EndsWith('/');
}
