namespace PageWatch.Domain.Posts;

/// <summary>A public place that a team answers for, as a platform's folder needs to know it.</summary>
public sealed record Page
{
    public required PageId Id { get; init; }

    public required PlatformId Platform { get; init; }

    /// <summary>Where the page is, in the form its platform's folder made of what the user typed.</summary>
    public required Uri Address { get; init; }

    /// <summary>What people call it. Hostile text where it came from the page itself.</summary>
    public required string Name { get; init; }

    /// <summary>The platform's immutable id of the account we answer as; null where we only read. What this account writes is ours (promise 11).</summary>
    public string? AccountId { get; init; }

    /// <summary>The name of that account, as the public sees it on a reply.</summary>
    public string? AccountName { get; init; }

    /// <summary>What the platform's folder found out when the watch began and wants to know again (an API's address, a user name). No secrets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}

/// <summary>Our number of a page, and of the watch that we keep over it.</summary>
public readonly record struct PageId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A platform's short name in lower case, as in <c>wordpress</c>; stored, and typed in queries.</summary>
public readonly record struct PlatformId(string Name)
{
    public override string ToString() => Name;
}
