using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Storage.Sql;

/// <summary>A post as its row.</summary>
internal record PostRow
{
    public const string Select = "SELECT " + All + " FROM posts p ";

    /// <summary>What to select of <c>posts p</c>.</summary>
    public const string All =
        """
        p.id, p.team_id AS TeamId, p.page_id AS PageId, p.conversation_id AS ConversationId, p.native_id AS NativeId, p.parent_native_id AS ParentNativeId,
               p.author_native_id AS AuthorNativeId, p.author_name AS AuthorName, p.author_link AS AuthorLink, p.text, p.title, p.under, p.published_at AS PublishedAt,
               p.seen_at AS SeenAt, p.revision, p.revision_mark AS RevisionMark, p.standing, p.is_ours AS IsOurs, p.is_baseline AS IsBaseline, p.link, p.stars,
               p.language_hint AS LanguageHint, p.attachments, p.author_followers AS AuthorFollowers, p.is_authors_first AS IsAuthorsFirst
        """;

    private const string Insert =
        """
        INSERT INTO posts (id, team_id, page_id, conversation_id, native_id, parent_native_id, author_native_id, author_name, author_link, text, title, under,
                           published_at, seen_at, revision, revision_mark, standing, is_ours, is_baseline, link, stars, language_hint, attachments, author_followers, is_authors_first,
                           author_key, author_id_key)
        VALUES (@id, @team, @page, @conversation, @nativeId, @parent, @authorId, @authorName, @authorLink, @text, @title, @under,
                @publishedAt, @seenAt, @revision, @mark, @standing, @isOurs, @isBaseline, @link, @stars, @language, @attachments, @followers, @isAuthorsFirst,
                @authorKey, @authorIdKey)
        """;

    private const string Update =
        """
        UPDATE posts SET author_native_id = @authorId, author_name = @authorName, author_link = @authorLink, text = @text, title = @title, under = @under,
          revision = @revision, revision_mark = @mark, standing = @standing, is_ours = @isOurs, is_baseline = @isBaseline, link = @link, stars = @stars,
          attachments = @attachments, author_followers = @followers, author_key = @authorKey, author_id_key = @authorIdKey
        WHERE id = @id AND published_at = @publishedAt
        """;

    public long Id { get; init; }

    public int TeamId { get; init; }

    public long PageId { get; init; }

    public long ConversationId { get; init; }

    public string NativeId { get; init; } = "";

    public string? ParentNativeId { get; init; }

    public string? AuthorNativeId { get; init; }

    public string AuthorName { get; init; } = "";

    public string? AuthorLink { get; init; }

    public string Text { get; init; } = "";

    public string? Title { get; init; }

    public string? Under { get; init; }

    public long PublishedAt { get; init; }

    public long SeenAt { get; init; }

    public int Revision { get; init; }

    public long? RevisionMark { get; init; }

    public string Standing { get; init; } = "";

    public bool IsOurs { get; init; }

    public bool IsBaseline { get; init; }

    public string? Link { get; init; }

    public int? Stars { get; init; }

    public string? LanguageHint { get; init; }

    public string? Attachments { get; init; }

    public long? AuthorFollowers { get; init; }

    public bool IsAuthorsFirst { get; init; }

    public Post Read() => new()
    {
        Id = new PostId(Id),
        Team = new TeamId(TeamId),
        Page = new PageId(PageId),
        Conversation = new ConversationId(ConversationId),
        NativeId = NativeId,
        ParentNativeId = ParentNativeId,
        Author = new Author(AuthorNativeId, AuthorName, Columns.Address(AuthorLink)) { Followers = AuthorFollowers },
        IsAuthorsFirst = IsAuthorsFirst,
        Text = Text,
        Title = Title,
        Under = Under,
        PublishedAt = Columns.Time(PublishedAt),
        SeenAt = Columns.Time(SeenAt),
        Revision = Revision,
        RevisionMark = RevisionMark,
        Standing = Enum.Parse<PostStanding>(Standing),
        IsOurs = IsOurs,
        IsBaseline = IsBaseline,
        Link = Columns.Address(Link),
        Stars = Stars,
        LanguageHint = LanguageHint,
        Attachments = Attachments is null ? [] : StoredJson.Read<IReadOnlyList<Attachment>>(Attachments),
    };

    /// <param name="isNew">Not there yet. When a post was written never changes: it may say where its row lies.</param>
    public static void Save(SqlBatch batch, Post post, bool isNew) => batch.Add(isNew ? Insert : Update, Values(post));

    private static object Values(Post post) => new
    {
        id = post.Id.Value,
        team = post.Team.Value,
        page = post.Page.Value,
        conversation = post.Conversation.Value,
        nativeId = post.NativeId,
        parent = post.ParentNativeId,
        authorId = post.Author.NativeId,
        authorName = post.Author.Name,
        authorLink = post.Author.Link?.AbsoluteUri,
        text = post.Text,
        title = post.Title,
        under = post.Under,
        publishedAt = Columns.Ms(post.PublishedAt),
        seenAt = Columns.Ms(post.SeenAt),
        revision = post.Revision,
        mark = post.RevisionMark,
        standing = post.Standing.ToString(),
        isOurs = post.IsOurs,
        isBaseline = post.IsBaseline,
        link = post.Link?.AbsoluteUri,
        stars = post.Stars,
        language = post.LanguageHint,
        followers = post.Author.Followers,
        isAuthorsFirst = post.IsAuthorsFirst,
        authorKey = AuthorQuery.KeyOf(post.Author.Name),
        authorIdKey = post.Author.NativeId is { } account ? AuthorQuery.KeyOf(account) : null,
        attachments = post.Attachments.Count == 0 ? null : StoredJson.Write(post.Attachments),
    };
}
