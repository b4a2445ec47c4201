using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>One post of a call, in our words, before anybody decides what to do with it.</summary>
internal sealed record MappedPost(CallAct Act, string Id)
{
    /// <summary>As the sender calls what happened; null where it says nothing.</summary>
    public string? EventName { get; init; }

    public string? EventId { get; init; }

    public DateTimeOffset? EventTime { get; init; }

    public string? Parent { get; init; }

    /// <summary>
    /// What it was written under (a product, an article), by the sender's id. It joins no posts: everybody who writes under a product begins a conversation of
    /// their own, and an answer finds its conversation by its parent.
    /// </summary>
    public string? Thread { get; init; }

    /// <summary>The same by its name.</summary>
    public string? Under { get; init; }

    public string? Title { get; init; }

    public string Text { get; init; } = "";

    public string? Language { get; init; }

    public int? Stars { get; init; }

    public Author Author { get; init; } = Author.Nobody;

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public Uri? Url { get; init; }

    public bool IsOwn { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>
    /// One clock orders the versions of a post: when it happened, where the sender says so, or else when the post was changed, which for a new one is
    /// when it was written. Null where the sender names neither: then what comes later is newer.
    /// </summary>
    /// <param name="tellsChanges">Whether the sender has a place for the time of a change.</param>
    public long? RevisionMark(bool tellsChanges) => (EventTime ?? UpdatedAt ?? (tellsChanges ? CreatedAt : null))?.ToUnixTimeMilliseconds();

    /// <returns>Null when it is to be ignored.</returns>
    public SourceEvent? ToEvent(bool tellsChanges) => Act switch
    {
        CallAct.Ignore => null,
        CallAct.Delete => new SourceEvent.PostDeleted(Id, RevisionMark(tellsChanges)),
        CallAct.Hide => new SourceEvent.PostGone(Id, RevisionMark(tellsChanges)),
        _ => new SourceEvent.PostSeen(ToSnapshot(tellsChanges)),
    };

    private PostSnapshot ToSnapshot(bool tellsChanges) => new()
    {
        NativeId = Id,
        ParentNativeId = Parent,
        Author = Author,
        Text = Text,
        Title = Title,
        Under = Under ?? Thread,
        PublishedAt = CreatedAt,
        RevisionMark = RevisionMark(tellsChanges),
        IsOurs = IsOwn,
        Link = Url,
        Stars = Stars,
        LanguageHint = Language,
        Attachments = Attachments,
    };
}
