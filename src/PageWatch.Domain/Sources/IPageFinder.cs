using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>Recognises the addresses of one platform, so that <c>watch &lt;url&gt;</c> is all a user types.</summary>
public interface IPageFinder
{
    PlatformId Platform { get; }

    /// <summary>Asked in this order, lowest first; a finder that takes any address (a feed) comes late.</summary>
    int Order { get; }

    /// <summary>As people know it: "WordPress".</summary>
    string Title { get; }

    /// <summary>What is possible on a page of this platform with every right given; the README's table is printed from it.</summary>
    PageCapabilities AtBest { get; }

    /// <summary>False for a platform whose pages have no address to be typed: they begin by a command of their own, and it is never asked.</summary>
    bool TakesAddresses => true;

    /// <summary>Looks at the address, over the network where it must.</summary>
    /// <returns>Null when this is none of the platform's pages.</returns>
    /// <exception cref="PlatformException">It is one of its pages, and cannot be watched as it stands (no access, credentials refused).</exception>
    ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken);

    /// <summary>What a user may say of a page besides its address, by the names of the options of <c>watch</c>; most need nothing.</summary>
    /// <remarks>Where a user says any of it, only finders that take it are asked.</remarks>
    IReadOnlyList<string> Takes => [];

    /// <summary>As the other, with what the user said; of <see cref="Takes"/> only.</summary>
    /// <exception cref="PlatformException">What the user said does not fit the page; the message names it, and the mend.</exception>
    ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, IReadOnlyDictionary<string, string> said, CancellationToken cancellationToken) =>
        FindAsync(address, credentials, cancellationToken);
}

/// <summary>A page as its platform's folder found it.</summary>
/// <param name="Address">The canonical form: the same page typed otherwise gives the same address.</param>
/// <param name="Name">As the page calls itself.</param>
/// <param name="Can">What is possible here with these credentials.</param>
public sealed record FoundPage(PlatformId Platform, Uri Address, string Name, PageCapabilities Can)
{
    public string? AccountId { get; init; }

    public string? AccountName { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>What to tell the user about the limits of what was found ("replies need an application password: …"); empty when there are none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The first posts that stand there now, where a user should see whether they were found right; null otherwise.</summary>
    public IReadOnlyList<PostSnapshot>? Sample { get; init; }
}
