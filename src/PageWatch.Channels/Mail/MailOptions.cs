using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;
using MimeKit;

namespace PageWatch.Channels.Mail;

/// <summary>The server that takes our mail. Settings of the section <c>PageWatch:Mail</c>; without a host there are no mail channels.</summary>
public sealed class MailOptions
{
    /// <summary>For example smtp.example.com.</summary>
    [StringLength(255)]
    public string? Host { get; set; }

    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>Left out where the server asks nobody who they are.</summary>
    [StringLength(320)]
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Who mails come from: <c>care@contoso.example</c>, or <c>Contoso care &lt;care@contoso.example&gt;</c>.</summary>
    [StringLength(400)]
    public string? From { get; set; }

    public MailTls Tls { get; set; } = MailTls.StartTls;
}

/// <summary>How the way to the server is kept from being read.</summary>
public enum MailTls
{
    /// <summary>Begins in the open and is encrypted before anything is said; a server that cannot is not used. Port 587.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte. Port 465.</summary>
    Implicit,

    /// <summary>Not at all: for a server on this very machine.</summary>
    None,
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;

/// <summary>What each setting means beside the others.</summary>
internal sealed class MailOptionsMeaning : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Host))
        {
            if (options.User is not null || options.Password is not null || options.From is not null)
                problems.Add("PageWatch:Mail has no Host. Write smtp.example.com, or leave the section out.");
            return Result(problems);
        }

        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            problems.Add($"PageWatch:Mail:Host is \"{options.Host}\", which is no host. Write smtp.example.com.");
        if (!MailAddress.TryRead(options.From, out _))
            problems.Add($"PageWatch:Mail:From is \"{options.From}\", which is no mail address. Write care@contoso.example.");
        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
            problems.Add("PageWatch:Mail needs User and Password together, or neither.");
        if (options.Tls == MailTls.None && !string.IsNullOrEmpty(options.Password) && !IsThisMachine(options.Host))
            problems.Add("PageWatch:Mail:Tls is None, and the password would be read by everybody on the way. Write StartTls or Implicit.");
        return Result(problems);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static ValidateOptionsResult Result(List<string> problems) => problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
}

/// <summary>One address, as settings and commands name it.</summary>
internal static class MailAddress
{
    private const int Longest = 320;

    public static bool TryRead(string? text, out MailboxAddress address)
    {
        address = null!;
        if (text is null || text.Length > Longest || text.Any(char.IsControl) || !MailboxAddress.TryParse(text, out var read))
            return false;
        var at = read.Address.LastIndexOf('@');
        if (at <= 0 || Uri.CheckHostName(read.Address[(at + 1)..].Trim('[', ']')) == UriHostNameType.Unknown)
            return false;
        address = read;
        return true;
    }
}
