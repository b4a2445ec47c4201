namespace PageWatch.Pipeline;

/// <summary>Where the service can be reached from outside; links that leave it are made from this.</summary>
public sealed class ServiceAddress
{
    private Uri? known;

    /// <summary>Ends in "/".</summary>
    /// <exception cref="InvalidOperationException">Asked before the service listens and without a setting.</exception>
    public Uri Base
    {
        get => known ?? throw new InvalidOperationException("The service does not know its address yet.");
        set => known = value.AbsoluteUri.EndsWith('/') ? value : new Uri(value.AbsoluteUri + "/");
    }

    /// <summary>An admin said that others can reach the service by this address.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Where the webhooks of a watch come in.</summary>
    public Uri HookFor(string hookKey) => new(Base, $"hooks/{hookKey}");

    /// <summary>Where a card stands on the console.</summary>
    /// <returns>Null before the service listens.</returns>
    public Uri? ConsoleFor(string key) => known is null ? null : new Uri(known, $"console#{Uri.EscapeDataString(key)}");

    /// <summary>A personal one-time link.</summary>
    public Uri SignInFor(string token) => new(Base, $"in/{token}");
}
