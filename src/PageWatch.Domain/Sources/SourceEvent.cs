using System.Text.Json.Serialization;
using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>What a source can tell: a post seen, deleted, gone for another reason, or unreadable; or that there is more to see than it tells.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(PostSeen), "seen")]
[JsonDerivedType(typeof(PostDeleted), "deleted")]
[JsonDerivedType(typeof(PostGone), "gone")]
[JsonDerivedType(typeof(PostUnreadable), "unreadable")]
[JsonDerivedType(typeof(PageChanged), "changed")]
public abstract record SourceEvent
{
    private SourceEvent()
    {
    }

    /// <summary>The post as it stands; the first time or again. Whether it was edited is found by comparing.</summary>
    public sealed record PostSeen(PostSnapshot Post) : SourceEvent;

    /// <summary>Its author took it back, or the page erased it for good: the content goes everywhere.</summary>
    /// <param name="RevisionMark">The platform's own order of versions, where it has one.</param>
    public sealed record PostDeleted(string NativeId, long? RevisionMark = null) : SourceEvent;

    /// <summary>No longer public for another reason: trashed, marked as spam, hidden. It may come back.</summary>
    public sealed record PostGone(string NativeId, long? RevisionMark = null) : SourceEvent;

    /// <summary>One entry among others that could not be read; it is parked with its bytes, the others go on.</summary>
    /// <param name="Problem">What was wrong and where, in a sentence.</param>
    public sealed record PostUnreadable(string Raw, string Problem) : SourceEvent;

    /// <summary>The page has news that this call does not tell, or not for certain: it is worth another look.</summary>
    public sealed record PageChanged : SourceEvent;
}
