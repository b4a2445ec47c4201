using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PageWatch.Channels.Teams;

/// <summary>The bot in Microsoft Teams. Settings of the section <c>PageWatch:Teams</c>; without an app id there is no Teams.</summary>
public sealed class TeamsOptions
{
    /// <summary>The bot's application (client) id.</summary>
    [StringLength(100)]
    public string? AppId { get; set; }

    /// <summary>The organisations that are served, by tenant id; the first is the bot's home. What comes from another is refused.</summary>
    public IList<string> Tenants { get; } = [];

    /// <summary>A client secret. One of four ways to prove who the bot is.</summary>
    public string? Secret { get; set; }

    /// <summary>A certificate with its private key, as PFX or PEM.</summary>
    [StringLength(1_000)]
    public string? CertificatePath { get; set; }

    public string? CertificatePassword { get; set; }

    /// <summary>The identity that the machine was given; user-assigned, with <see cref="AppId"/> as its client id.</summary>
    public bool ManagedIdentity { get; set; }

    /// <summary>The identity of a Kubernetes workload.</summary>
    public bool WorkloadIdentity { get; set; }

    public TeamsCloud Cloud { get; set; }

    /// <summary>Where the keys of inbound calls are described, if not at the cloud's own address.</summary>
    public Uri? Metadata { get; set; }

    /// <summary>Where tokens for outbound calls are made, if not at the cloud's own address.</summary>
    public Uri? TokenEndpoint { get; set; }

    /// <summary>Hosts that may be answered beside the cloud's own: a private cloud's, or a stand-in's. Loopback ones may be spoken to without TLS.</summary>
    public IList<string> ServiceHosts { get; } = [];

    /// <summary>Takes calls without a token from this very machine, and answers them without one: for a local emulator, in development alone.</summary>
    public bool Anonymous { get; set; }
}

/// <summary>Each has sign-in services and hosts of its own.</summary>
public enum TeamsCloud
{
    Public,
    UsGov,
    China,
}

[OptionsValidator]
internal sealed partial class TeamsOptionsValidator : IValidateOptions<TeamsOptions>;

/// <summary>What each setting means beside the others.</summary>
internal sealed class TeamsOptionsMeaning(IConfiguration configuration) : IValidateOptions<TeamsOptions>
{
    private const string Name = TeamsServices.Section;

    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        var problems = new List<string>();
        var proofs = Proofs(options);
        if (string.IsNullOrWhiteSpace(options.AppId))
        {
            if (proofs > 0 || options.Tenants.Count > 0)
                problems.Add($"{Name} has no AppId. Write the bot's application id, or leave the section out.");
            if (options.Anonymous && !IsDevelopment())
                problems.Add($"{Name}:Anonymous lets anybody on this machine speak for Teams, and is for development alone. Set AppId, Tenants and Secret.");
        }
        else
        {
            if (options.Anonymous)
                problems.Add($"{Name}:Anonymous and AppId exclude each other: with an app id every call must carry a token. Leave Anonymous out.");
            if (options.Tenants.Count == 0)
                problems.Add($"{Name}:Tenants is empty. Write the id of the organisation that the bot is registered in.");
            if (proofs != 1)
                problems.Add($"{Name} needs exactly one of Secret, CertificatePath, ManagedIdentity and WorkloadIdentity; it has {proofs}.");
        }

        if (options.CertificatePassword is not null && options.CertificatePath is null)
            problems.Add($"{Name}:CertificatePassword stands there without CertificatePath.");
        foreach (var tenant in options.Tenants.Where(tenant => tenant.Length is 0 or > 100 || tenant.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))))
            problems.Add($"{Name}:Tenants names \"{tenant}\", which is no tenant id. Write 11111111-2222-3333-4444-555555555555.");
        foreach (var host in options.ServiceHosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            problems.Add($"{Name}:ServiceHosts names \"{host}\", which is no host. Write smba.example.com, without https:// and path.");
        Check(problems, "Metadata", options.Metadata);
        Check(problems, "TokenEndpoint", options.TokenEndpoint);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static int Proofs(TeamsOptions options) =>
        (string.IsNullOrEmpty(options.Secret) ? 0 : 1) + (string.IsNullOrEmpty(options.CertificatePath) ? 0 : 1) + (options.ManagedIdentity ? 1 : 0) + (options.WorkloadIdentity ? 1 : 0);

    /// <summary>Keys and secrets travel there: in the open only within this machine.</summary>
    private static void Check(List<string> problems, string setting, Uri? address)
    {
        if (address is not null && !TeamsHosts.IsSafe(address))
            problems.Add($"{Name}:{setting} is \"{address.OriginalString}\". Write an address that begins with https://.");
    }

    /// <summary>The host's own word for where it runs, as it stands among its settings.</summary>
    private bool IsDevelopment() => string.Equals(configuration["ENVIRONMENT"], "Development", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which hosts the bot speaks to: what it says there carries its token.</summary>
internal sealed class TeamsHosts
{
    private readonly HashSet<string> whole = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] below;
    private readonly HashSet<string> own;
    private readonly bool speaksToThisMachine;

    /// <summary>The hosts of each cloud: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages</summary>
    public TeamsHosts(TeamsOptions options)
    {
        (string[] hosts, below) = options.Cloud switch
        {
            TeamsCloud.UsGov => ((string[])["smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"], (string[])[".botframework.azure.us", ".botframework.us"]),
            TeamsCloud.China => (["smba.trafficmanager.cn"], [".botframework.azure.cn"]),
            _ => (["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com", "smba.infra.teams.microsoft.com"], [".botframework.com"]),
        };
        whole.UnionWith(hosts);
        own = new HashSet<string>(options.ServiceHosts, StringComparer.OrdinalIgnoreCase);
        speaksToThisMachine = options.Anonymous;
    }

    /// <summary>https, or within this machine.</summary>
    public static bool IsSafe(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsLoopback(address)));

    /// <returns>False for what the bot must not speak to.</returns>
    public bool TryRead(string? serviceUrl, out Uri address)
    {
        address = null!;
        if (serviceUrl is not { Length: > 0 and <= 500 } || !Uri.TryCreate(serviceUrl, UriKind.Absolute, out var read) || read.UserInfo.Length > 0 || read.Query.Length > 0 || read.Fragment.Length > 0)
            return false;
        var isOurs = (own.Contains(read.Host) || (speaksToThisMachine && IsLoopback(read))) && IsSafe(read);
        if (!isOurs && (read.Scheme != Uri.UriSchemeHttps || !read.IsDefaultPort || !IsOfTheCloud(read.Host)))
            return false;
        address = read;
        return true;
    }

    private bool IsOfTheCloud(string host) => whole.Contains(host) || below.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(Uri address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number));
}

/// <summary>Where a cloud's sign-in services are. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication</summary>
internal sealed record TeamsSignIn(string Issuer, Uri Metadata, Uri TokenEndpoint, Uri Authority, string Scope)
{
    public static TeamsSignIn Of(TeamsOptions options)
    {
        var (issuer, metadata, authority) = options.Cloud switch
        {
            TeamsCloud.UsGov => ("https://api.botframework.us", "https://login.botframework.azure.us/v1/.well-known/openidconfiguration", "https://login.microsoftonline.us/"),
            TeamsCloud.China => ("https://api.botframework.azure.cn", "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration", "https://login.partner.microsoftonline.cn/"),
            _ => ("https://api.botframework.com", "https://login.botframework.com/v1/.well-known/openidconfiguration", "https://login.microsoftonline.com/"),
        };
        var home = Uri.EscapeDataString(options.Tenants.FirstOrDefault() ?? "botframework.com");
        return new TeamsSignIn(
            issuer, options.Metadata ?? new Uri(metadata), options.TokenEndpoint ?? new Uri($"{authority}{home}/oauth2/v2.0/token"), new Uri(authority), issuer + "/.default");
    }
}
