namespace PageWatch.Domain.Posts;

/// <summary>One version of a post as a source saw it. Sources cut and clean nothing but markup; <see cref="PostHistory"/> does.</summary>
public sealed record PostSnapshot
{
    /// <summary>Characters of a post's text that are kept; what is longer is cut and marked (promise 7: a 1 MB post is just text).</summary>
    public const int LongestText = 20_000;

    public required string NativeId { get; init; }

    /// <summary>Native id of the post this one answers; null when it stands on its own.</summary>
    public string? ParentNativeId { get; init; }

    /// <summary>Native id of the post at the root of the thread where the platform tells it; null to have it found through the parent.</summary>
    public string? ThreadNativeId { get; init; }

    public required Author Author { get; init; }

    /// <summary>Plain text: markup already read away by the source.</summary>
    public required string Text { get; init; }

    public string? Title { get; init; }

    public string? Under { get; init; }

    /// <summary>When the author wrote it; null where the platform does not tell.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The platform's own order of versions (a version number, the time of the edit in milliseconds); null where it has none.</summary>
    public long? RevisionMark { get; init; }

    /// <summary><see cref="PostStanding.Public"/> or <see cref="PostStanding.Held"/>; the others come as events of their own.</summary>
    public PostStanding Standing { get; init; } = PostStanding.Public;

    /// <summary>The source knows that the page itself wrote it, by the account's immutable id.</summary>
    public bool IsOurs { get; init; }

    public Uri? Link { get; init; }

    public int? Stars { get; init; }

    public string? LanguageHint { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}
