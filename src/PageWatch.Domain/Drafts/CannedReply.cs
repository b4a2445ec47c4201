using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Drafts;

/// <summary>A reply that a team keeps ready under a short name. It goes on a card as somebody's own words, and is looked over there like any other.</summary>
public sealed record CannedReply
{
    /// <summary>In UTF-16 units; what is longer is no short reply to anybody.</summary>
    public const int LongestText = 5_000;

    /// <summary>How long one lasts where nobody says.</summary>
    public static readonly TimeSpan Usually = TimeSpan.FromDays(180);

    /// <summary>What nobody has looked at for so long may be wrong by now.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromDays(365);

    public static readonly TimeSpan AtLeast = TimeSpan.FromDays(1);

    /// <summary>So long before the end its owner is told.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    public required TeamId Team { get; init; }

    /// <summary>Typed in commands: letters, digits, "-" and "."; unique in its team without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>With the playbook's slots, such as <c>{name}</c>.</summary>
    public required string Text { get; init; }

    /// <summary>BCP 47 tag in lower case; null where it is not said.</summary>
    public string? Language { get; init; }

    /// <summary>Who answers for it being right.</summary>
    public required MemberId Owner { get; init; }

    /// <summary>As it was when the reply was added.</summary>
    public required string OwnerName { get; init; }

    /// <summary>UTC; from then on it is not used before somebody renews it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When its owner is told next that it ends soon or has ended, UTC; null when all is told.</summary>
    public DateTimeOffset? TellAt { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public required int Version { get; init; }

    public required string ChangedBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>The same with another end. Of an end that is near when it is set nobody is told ahead: whoever set it knows.</summary>
    public CannedReply Until(DateTimeOffset expiresAt, DateTimeOffset now) =>
        this with { ExpiresAt = expiresAt, TellAt = expiresAt - Ahead > now ? expiresAt - Ahead : expiresAt };

    /// <summary>The version that follows, with another end.</summary>
    public CannedReply Renewed(DateTimeOffset expiresAt, string by, DateTimeOffset now) => Until(expiresAt, now) with { Version = Version + 1, ChangedBy = by, ChangedAt = now };

    /// <summary>Its owner was told: of the end, or ahead of it.</summary>
    public CannedReply Told(DateTimeOffset now) => this with { TellAt = IsExpired(now) ? null : ExpiresAt };
}
