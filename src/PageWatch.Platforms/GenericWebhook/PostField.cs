namespace PageWatch.Platforms.GenericWebhook;

/// <summary>What a place in a call can be said to hold.</summary>
internal enum PostField
{
    Id,
    Author,
    AuthorId,
    AuthorUrl,
    Text,
    Html,
    Title,
    CreatedAt,
    UpdatedAt,
    Url,
    Parent,
    Thread,
    Under,
    Stars,
    Language,
    Picture,
    Event,
    EventId,
    EventTime,
    Own,
}

/// <summary>The fields as they are typed, and where each is looked for when nobody says.</summary>
internal static class PostFields
{
    /// <summary>In the order in which people read them.</summary>
    public static IReadOnlyList<(PostField Field, string Name, string? Usual)> All { get; } =
    [
        (PostField.Id, "id", "/id"),
        (PostField.Author, "author", "/author"),
        (PostField.AuthorId, "author_id", null),
        (PostField.AuthorUrl, "author_url", null),
        (PostField.Text, "text", "/text"),
        (PostField.Html, "html", null),
        (PostField.Title, "title", null),
        (PostField.CreatedAt, "created_at", "/created_at"),
        (PostField.UpdatedAt, "updated_at", null),
        (PostField.Url, "url", "/url"),
        (PostField.Parent, "parent", "/parent"),
        (PostField.Thread, "thread", null),
        (PostField.Under, "under", null),
        (PostField.Stars, "stars", "/stars"),
        (PostField.Language, "language", null),
        (PostField.Picture, "picture", null),
        (PostField.Event, "event", null),
        (PostField.EventId, "event_id", null),
        (PostField.EventTime, "event_time", null),
        (PostField.Own, "own", null),
    ];

    public static int Count { get; } = All.Count;

    public static string NameOf(PostField field) => All[(int)field].Name;
}
