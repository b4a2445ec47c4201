namespace PageWatch.Host.Demo;

/// <summary>Where the demo page is and what opens it; the secrets are made at the first start and kept sealed.</summary>
internal sealed class DemoSettings
{
    /// <summary>The demo's seeded past, which the first look may nudge for.</summary>
    public static readonly TimeSpan FirstDay = TimeSpan.FromHours(24);

    /// <summary>Ends in "/"; null while the demo is off.</summary>
    public Uri? Address { get; set; }

    public string ApiKey { get; set; } = "";

    public string HookSecret { get; set; } = "";

    public string HookKey { get; set; } = "";

    public bool IsOn => Address is not null;
}
