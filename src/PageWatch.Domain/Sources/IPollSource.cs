using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>Reads the posts of one platform by asking for them.</summary>
/// <remarks>Does not store, retry or wait: Ingest does. Safe to call twice with the same cursor.</remarks>
public interface IPollSource
{
    PlatformId Platform { get; }

    /// <summary>What can be read of a page, each stream with a cursor of its own; never empty.</summary>
    IReadOnlyList<SourceStream> StreamsOf(Page page);

    /// <summary>Asks once.</summary>
    /// <param name="call">The page with its credentials, and the posts of it that we know and might see again.</param>
    /// <param name="stream">What is read: a page may have several (posts, comments, mentions), each with a cursor of its own.</param>
    /// <param name="after">Where the last poll of this stream ended, in the platform's own terms; null on the first poll.</param>
    /// <returns>What was seen, parents before answers, and the cursor to keep once it is stored.</returns>
    /// <exception cref="PlatformException">The platform answered with something else than posts, or not at all.</exception>
    ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken);
}

/// <summary>One thing to read on a page.</summary>
/// <param name="Name">Stored with its cursor: never rename without a migration.</param>
public sealed record SourceStream(string Name);

/// <summary>Where a poll ended, in the platform's own terms; opaque to everybody else.</summary>
public sealed record Cursor(string Value);

/// <param name="Events">Parents before answers, older before newer.</param>
/// <param name="Next">The cursor to keep in the transaction that stores the events; null to keep the one before.</param>
/// <param name="MoreNow">More waits behind this answer: ask again at once.</param>
public sealed record PollResult(IReadOnlyList<SourceEvent> Events, Cursor? Next, bool MoreNow)
{
    /// <summary>What the platform says is left of its limit; null when it says nothing.</summary>
    public Quota? Quota { get; init; }

    /// <summary>When what opens the page ends, so that staff hear of it before (promise 8); null when it does not end, or nobody says.</summary>
    public DateTimeOffset? TokenEndsAt { get; init; }
}

/// <summary>How often a platform may still be asked.</summary>
/// <param name="Left">Polls, in the platform's own count.</param>
/// <param name="ResetsAt">When there is a new one, UTC; null when the platform does not say.</param>
public sealed record Quota(int Left, DateTimeOffset? ResetsAt);

/// <summary>A page, what opens it, and what we know of it already.</summary>
public sealed record PageCall(Page Page, Credentials Credentials)
{
    /// <summary>
    /// Public and held posts of the last days, newest first, for platforms that tell of edits and deletes only to those who read again.
    /// Empty when the caller does not poll.
    /// </summary>
    public IReadOnlyList<KnownPost> Known { get; init; } = [];

    /// <summary>
    /// A look out of turn: the platform said that something changed. What stands there now is told, also what was told before; the caller compares.
    /// </summary>
    public bool TellsAgain { get; init; }
}

/// <summary>A post that may have changed since we saw it.</summary>
public sealed record KnownPost(string NativeId, string? ParentNativeId, PostStanding Standing, DateTimeOffset PublishedAt);

/// <summary>The secrets of one page by name (<c>user</c>, <c>password</c>, <c>token</c>), opened for one call and never logged.</summary>
public sealed class Credentials(IReadOnlyDictionary<string, string> secrets)
{
    public static Credentials None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <returns>Null when the page has no secret of that name.</returns>
    public string? this[string name] => secrets.GetValueOrDefault(name);

    public bool IsEmpty => secrets.Count == 0;

    /// <summary>Says how many, never which: this ends up in logs.</summary>
    public override string ToString() => $"{secrets.Count} secrets";
}
