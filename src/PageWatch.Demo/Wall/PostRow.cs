using System.Data;
using Dapper;

namespace PageWatch.Demo.Wall;

/// <summary>A post as the file holds it.</summary>
internal sealed class PostRow
{
    public const string Columns =
        """
        id as Id, parent as Parent, thread as Thread, author as Author, author_name as AuthorName, text as Text, picture as Picture,
        created_at as CreatedAt, revision as Revision, change as Change, deleted as Deleted, by_page as ByPage
        """;

    public string Id { get; set; } = "";

    public string? Parent { get; set; }

    public string Thread { get; set; } = "";

    public string Author { get; set; } = "";

    public string AuthorName { get; set; } = "";

    public string Text { get; set; } = "";

    public string? Picture { get; set; }

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public long CreatedAt { get; set; }

    public int Revision { get; set; }

    public long Change { get; set; }

    public bool Deleted { get; set; }

    public bool ByPage { get; set; }

    public static WallPost? Find(IDbConnection connection, IDbTransaction transaction, string id) =>
        connection.QuerySingleOrDefault<PostRow>($"select {Columns} from posts where id = @id", new { id }, transaction)?.ToPost();

    public static void Insert(IDbConnection connection, IDbTransaction transaction, WallPost post) => connection.Execute(
        """
        insert into posts (id, parent, thread, author, author_name, text, picture, created_at, revision, change, deleted, by_page)
        values (@Id, @Parent, @Thread, @author, @name, @Text, @Picture, @createdAt, @Revision, @Change, @IsDeleted, @IsByPage)
        """,
        Parameters(post),
        transaction);

    public static void Update(IDbConnection connection, IDbTransaction transaction, WallPost post) => connection.Execute(
        """
        update posts set author = @author, author_name = @name, text = @Text, picture = @Picture, revision = @Revision, change = @Change, deleted = @IsDeleted
        where id = @Id
        """,
        Parameters(post),
        transaction);

    public WallPost ToPost() => new(
        Id, Parent, Thread, new WallAuthor(Author, AuthorName), Text, Picture, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), Revision, Change, Deleted, ByPage);

    private static object Parameters(WallPost post) => new
    {
        post.Id,
        post.Parent,
        post.Thread,
        author = post.Author.Id,
        name = post.Author.Name,
        post.Text,
        post.Picture,
        createdAt = post.CreatedAt.ToUnixTimeMilliseconds(),
        post.Revision,
        post.Change,
        post.IsDeleted,
        post.IsByPage,
    };
}
