namespace PageWatch.Demo.Wall;

/// <summary>Something written on the page, as it stands.</summary>
/// <param name="Parent">The post that it answers; null when it stands on its own.</param>
/// <param name="Thread">The post at the root of its thread; its own id when it stands on its own.</param>
/// <param name="Text">Empty when the post is only a picture, or was deleted.</param>
/// <param name="Picture">An http or https link; never loaded by the page.</param>
/// <param name="Revision">From 1; an edit and the delete each add one.</param>
/// <param name="Change">The place in the page's log of changes; the newest change has the highest.</param>
public sealed record WallPost(
    string Id,
    string? Parent,
    string Thread,
    WallAuthor Author,
    string Text,
    string? Picture,
    DateTimeOffset CreatedAt,
    int Revision,
    long Change,
    bool IsDeleted,
    bool IsByPage);

/// <param name="Id">Opaque, and the same for everything that this person writes.</param>
public sealed record WallAuthor(string Id, string Name);
