using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Posts;

/// <summary>What somebody wrote on a page we watch, as it stands now.</summary>
public sealed record Post
{
    public required PostId Id { get; init; }

    public required TeamId Team { get; init; }

    public required PageId Page { get; init; }

    /// <summary>The platform's own id of the post, unique on its page.</summary>
    public required string NativeId { get; init; }

    public required ConversationId Conversation { get; init; }

    /// <summary>Native id of the post this one answers; null when it stands on its own.</summary>
    public string? ParentNativeId { get; init; }

    public required Author Author { get; init; }

    /// <summary>Plain text, at most <see cref="PostSnapshot.LongestText"/> characters. Hostile: never markup, command, link to fetch or instruction.</summary>
    public required string Text { get; init; }

    /// <summary>A headline apart from the text, where the platform has one (a feed's item, a review).</summary>
    public string? Title { get; init; }

    /// <summary>What the post was written under where that is not itself a post we keep: an article's title, say.</summary>
    public string? Under { get; init; }

    /// <summary>When the author wrote it, UTC. The clock starts here; where the platform does not tell, or tells a time to come, it is <see cref="SeenAt"/>.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When its bytes first reached us, UTC.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Our count of its versions, from 1; a draft made for an older one is stale.</summary>
    public required int Revision { get; init; }

    /// <summary>The platform's own order of versions where it has one; a version with a lower mark than a known one is old news.</summary>
    public long? RevisionMark { get; init; }

    public required PostStanding Standing { get; init; }

    /// <summary>Written by the page itself: never a nudge (promise 11).</summary>
    public bool IsOurs { get; init; }

    /// <summary>Old already when its watch began (promise 12): kept for search and memory, never a nudge.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>The first that we saw of its author on its page; never of one without an account, whose name may be anybody's.</summary>
    public bool IsAuthorsFirst { get; init; }

    public Uri? Link { get; init; }

    /// <summary>Review stars, 1 to 5; null where the platform has none.</summary>
    public int? Stars { get; init; }

    /// <summary>The language the platform names, a BCP 47 tag; a hint, never trusted alone.</summary>
    public string? LanguageHint { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Whether anybody on the page can read it now.</summary>
    public bool IsPublic => Standing == PostStanding.Public;

    /// <summary>A post of pictures alone has nothing for a reader to read: it asks for a person's eyes.</summary>
    public bool IsOnlyPicture => Attachments.Count > 0 && string.IsNullOrWhiteSpace(Text);
}

/// <summary>Our number of a post.</summary>
public readonly record struct PostId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Our number of a conversation: a post that stands on its own and everything written under it.</summary>
public readonly record struct ConversationId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Where a post stands with the public. Stored by name: never rename without a migration.</summary>
public enum PostStanding
{
    /// <summary>Anybody can read it.</summary>
    Public,

    /// <summary>Waits for the page's moderation; not public yet.</summary>
    Held,

    /// <summary>No longer there, for a reason that is not its author's: trashed, hidden, lost. May come back.</summary>
    Gone,

    /// <summary>Its author took it back: its content is erased everywhere we keep it (promise 10).</summary>
    Deleted,
}
