namespace PageWatch.Domain.Posts;

/// <summary>Something that hangs on a post. Linked on a card, never fetched by us.</summary>
/// <param name="Link">http or https only.</param>
/// <param name="AlternativeText">What the author says it shows; null when the author says nothing.</param>
public sealed record Attachment(AttachmentKind Kind, Uri Link, string? AlternativeText = null);

/// <summary>Stored by name: never rename without a migration.</summary>
public enum AttachmentKind
{
    Picture,
    Video,
    Audio,
    Other,
}
