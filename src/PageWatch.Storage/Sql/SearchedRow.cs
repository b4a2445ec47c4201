using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Storage.Sql;

/// <summary>As much of a post as some query looks at: a search asks thousands, and shows ten.</summary>
internal sealed record SearchedRow
{
    private const string Always =
        """
        p.id, p.published_at AS PublishedAt, p.page_id AS PageId, p.title, p.text, p.parent_native_id IS NOT NULL AS IsReply, p.stars, p.is_authors_first AS IsAuthorsFirst, p.is_ours AS IsOurs,
               p.author_followers AS Followers, r.language, r.sentiment, r.intent, r.urgency
        """;

    private const string Author = ", p.author_native_id AS AuthorNativeId, p.author_name AS AuthorName";

    private const string Attached = ", p.attachments";

    private const string Whole = ", r.reading AS ReadAs";

    private const string Answered =
        """
        , EXISTS (SELECT 1 FROM posts own WHERE own.conversation_id = p.conversation_id AND own.is_ours AND own.standing = 'Public'
                 AND (own.parent_native_id = p.native_id OR own.published_at > p.published_at)) AS IsAnswered
        """;

    public long Id { get; init; }

    public long PublishedAt { get; init; }

    public long PageId { get; init; }

    public string? Title { get; init; }

    public string Text { get; init; } = "";

    public bool IsReply { get; init; }

    public int? Stars { get; init; }

    public bool IsAuthorsFirst { get; init; }

    public bool IsOurs { get; init; }

    public long? Followers { get; init; }

    public string Language { get; init; } = "";

    public string Sentiment { get; init; } = "";

    public string Intent { get; init; } = "";

    public string Urgency { get; init; } = "";

    public string? AuthorNativeId { get; init; }

    public string AuthorName { get; init; } = "";

    public string? Attachments { get; init; }

    /// <summary>Null where nothing is asked that no column holds.</summary>
    public string? ReadAs { get; init; }

    public bool IsAnswered { get; init; }

    /// <summary>What to select of <c>posts p</c> and <c>readings r</c>.</summary>
    public static string Columns(IReadOnlyCollection<QueryNode.Field> asked)
    {
        return Always + Where(Author, QueryField.Author) + Where(Attached, QueryField.Has) + Where(Whole, QueryField.Has, QueryField.Confidence)
            + (asked.Any(field => field is { Name: QueryField.Is, Value: "unclear" }) && !asked.Any(field => field.Name is QueryField.Has or QueryField.Confidence) ? Whole : "")
            + (asked.Any(field => field is { Name: QueryField.Is, Value: "unanswered" }) ? Answered : "");

        string Where(string columns, params QueryField[] fields) => asked.Any(field => fields.Contains(field.Name)) ? columns : "";
    }

    public QuerySubject Subject(SearchedPage page, IReadOnlySet<string> staff)
    {
        var post = new Post
        {
            Id = new PostId(Id),
            Team = default,
            Page = new PageId(PageId),
            Conversation = default,
            NativeId = "",
            ParentNativeId = IsReply ? "" : null,
            Author = new Author(AuthorNativeId, AuthorName) { Followers = Followers },
            IsAuthorsFirst = IsAuthorsFirst,
            Text = Text,
            Title = Title,
            PublishedAt = Sql.Columns.Time(PublishedAt),
            SeenAt = default,
            Revision = 0,
            Standing = PostStanding.Public,
            IsOurs = IsOurs,
            Stars = Stars,
            Attachments = Attachments is null ? [] : StoredJson.Read<IReadOnlyList<Attachment>>(Attachments),
        };
        return new QuerySubject(post, Reading(), page.WatchName, new PlatformId(page.Platform)) { IsAnswered = IsAnswered, StaffNames = staff };
    }

    private Reading Reading() => ReadAs is not null ? StoredJson.Read<Reading>(ReadAs) : new Reading
    {
        Post = new PostId(Id),
        Revision = 0,
        Language = Language,
        LanguageConfidence = 0,
        Sentiment = Enum.Parse<Sentiment>(Sentiment),
        SentimentConfidence = 0,
        Intent = Enum.Parse<Intent>(Intent),
        IntentConfidence = 0,
        Urgency = Enum.Parse<Urgency>(Urgency),
        ReadBy = "",
    };
}
