using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>That a page's platform calls us when there are news, and how that stands.</summary>
public sealed record Subscription
{
    public required PageId Page { get; init; }

    /// <summary>The unguessable part of the address the calls come in by; it outlives the watch's own, so that the end can be confirmed.</summary>
    public required string HookKey { get; init; }

    /// <summary>What was last asked for, and where; null before the first time.</summary>
    public PushOffer? Offer { get; init; }

    /// <summary>What was asked and is not confirmed yet; null when nothing is.</summary>
    public PushWish? Pending { get; init; }

    /// <summary>When the platform last confirmed what we asked; UTC.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>We are told until then; null when we are not.</summary>
    public DateTimeOffset? ToldUntil { get; init; }

    /// <summary>The next step is due then.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often we asked in a row without being granted it.</summary>
    public int Tries { get; init; }

    /// <summary>Why we are not told, in a sentence; null when nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>The watch ended: nothing is wished but to be told no more.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Whether the platform tells us now.</summary>
    public bool IsTold(DateTimeOffset now) => !IsLeaving && ToldUntil > now;
}
