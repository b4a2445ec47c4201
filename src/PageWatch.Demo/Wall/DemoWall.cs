using System.Data;
using System.Security.Cryptography;
using Dapper;
using PageWatch.Demo.Hooks;

namespace PageWatch.Demo.Wall;

/// <summary>The page itself: what visitors and the page's owner can do to it, and what there is to see.</summary>
/// <remarks>Each change, its number and the webhook that tells of it are one transaction. The rate limit on forms is not here.</remarks>
public sealed class DemoWall
{
    /// <summary>The page's name, and the account's that answers for it.</summary>
    public const string Name = "Contoso Coffee";

    /// <summary>The account that answers for the page: the same for ever, also in a new file.</summary>
    public const string AccountId = "contoso-coffee";

    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    private readonly DemoFile file;
    private readonly HookOutbox outbox;
    private readonly ChangeBell bell;
    private readonly TimeProvider time;
    private volatile bool seeded;

    internal DemoWall(DemoFile file, HookOutbox outbox, ChangeBell bell, TimeProvider time)
    {
        this.file = file;
        this.outbox = outbox;
        this.bell = bell;
        this.time = time;
    }

    private static WallAuthor ThePage { get; } = new(AccountId, Name);

    /// <summary>A visitor posts something new.</summary>
    public Task<WallOutcome> WriteAsync(WallAuthor author, string text, string? picture, CancellationToken cancellationToken) =>
        AddAsync(null, author, text, picture, byPage: false, cancellationToken);

    /// <summary>A visitor answers a post, or an answer.</summary>
    public Task<WallOutcome> AnswerAsync(string parent, WallAuthor author, string text, string? picture, CancellationToken cancellationToken) =>
        AddAsync(parent, author, text, picture, byPage: false, cancellationToken);

    /// <summary>The page answers a post. Asked twice it answers twice.</summary>
    public Task<WallOutcome> ReplyAsync(string parent, string text, CancellationToken cancellationToken) =>
        AddAsync(parent, ThePage, text, picture: null, byPage: true, cancellationToken);

    /// <summary>A visitor edits what any visitor wrote.</summary>
    public Task<WallOutcome> EditAsync(string id, string text, string? picture, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            post =>
            {
                if (post.IsByPage)
                    return new WallOutcome.NotAllowed($"Only {Name} edits what {Name} wrote.");
                var (words, link) = (WallWords.Text(text), WallWords.Link(picture));
                if (WallWords.Problem(words, link) is { } problem)
                    return new WallOutcome.Refused(problem);
                return new WallOutcome.Done(post with { Text = words, Picture = link });
            },
            cancellationToken);

    /// <summary>A visitor deletes what any visitor wrote. Answers to it stay.</summary>
    public Task<WallOutcome> DeleteAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, post => post.IsByPage ? new WallOutcome.NotAllowed($"Only {Name} deletes what {Name} wrote.") : new WallOutcome.Done(Emptied(post)), cancellationToken);

    /// <summary>The page takes back a reply of its own.</summary>
    public Task<WallOutcome> DeleteReplyAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, post => post.IsByPage ? new WallOutcome.Done(Emptied(post)) : new WallOutcome.NotAllowed("A visitor wrote this post: the page deletes only its own replies."), cancellationToken);

    /// <summary>Writes the page's first day, once in the life of a file; later calls do nothing. Tells no webhook.</summary>
    /// <param name="now">The end of that day, UTC.</param>
    public Task SeedAsync(DateTimeOffset now, CancellationToken cancellationToken) => file.WriteAsync(
        (connection, transaction) =>
        {
            if (connection.Execute("update page set seeded = 1 where seeded = 0", transaction: transaction) > 0)
                WriteFirstDay(connection, transaction, now);
            return true;
        },
        cancellationToken);

    /// <summary>Wipes the page and writes its first day anew. Ids are new and changes count on, so that a reader's place stays good. Tells no webhook.</summary>
    public async Task ResetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await file.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute("delete from posts; delete from outbox; update page set seeded = 1", transaction: transaction);
                WriteFirstDay(connection, transaction, now);
                return true;
            },
            cancellationToken);
        bell.Ring();
    }

    /// <summary>Opens the file and writes the first day, before anybody looks or writes.</summary>
    internal async ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        if (seeded)
            return;
        await SeedAsync(time.GetUtcNow(), cancellationToken);
        seeded = true;
    }

    internal async Task<WallPost?> FindAsync(string id, CancellationToken cancellationToken) =>
        await LookAsync((connection, transaction) => PostRow.Find(connection, transaction, id), cancellationToken);

    /// <summary>What was answered directly to a post, oldest first; null when there never was such a post.</summary>
    internal Task<IReadOnlyList<WallPost>?> AnswersToAsync(string id, bool onlyByPage, CancellationToken cancellationToken) => LookAsync<IReadOnlyList<WallPost>?>(
        (connection, transaction) =>
        {
            if (PostRow.Find(connection, transaction, id) is not { } post)
                return null;
            var newest = Posts(
                connection,
                transaction,
                $"""
                select {PostRow.Columns} from posts
                where thread = @Thread and parent = @Id and deleted = 0 and by_page >= @onlyByPage
                order by created_at desc, number desc limit 1000
                """,
                new { post.Thread, post.Id, onlyByPage });
            return [.. newest.Reverse()];
        },
        cancellationToken);

    /// <summary>What changed after a change, each post once and as it stands now.</summary>
    internal Task<ChangeLook> ChangesAsync(long after, int limit, CancellationToken cancellationToken) => LookAsync(
        (connection, transaction) =>
        {
            var posts = Posts(
                connection,
                transaction,
                $"select {PostRow.Columns} from posts where change > @after order by change limit @fetched",
                new { after, fetched = limit + 1 });
            var more = posts.Count > limit;
            IReadOnlyList<WallPost> shown = more ? [.. posts.Take(limit)] : posts;
            return new ChangeLook(shown, shown.Count > 0 ? shown[^1].Change : after, more);
        },
        cancellationToken);

    internal Task<long> LastChangeAsync(CancellationToken cancellationToken) => LookAsync(LastChange, cancellationToken);

    /// <summary>The newest threads, or those before a thread.</summary>
    internal Task<WallLook> ThreadsAsync(string? before, int limit, int answers, CancellationToken cancellationToken) => LookAsync(
        (connection, transaction) =>
        {
            var roots = Posts(
                connection,
                transaction,
                $"""
                select {PostRow.Columns} from posts root
                where parent is null
                  and (deleted = 0 or exists (select 1 from posts answer where answer.thread = root.id and answer.parent is not null and answer.deleted = 0))
                  and (@before is null or (created_at, number) < (select created_at, number from posts where id = @before))
                order by created_at desc, number desc limit @fetched
                """,
                new { before, fetched = limit + 1 });
            var more = roots.Count > limit;
            IReadOnlyList<WallPost> shown = more ? [.. roots.Take(limit)] : roots;
            return new WallLook(LastChange(connection, transaction), WithAnswers(connection, transaction, shown, answers), more ? shown[^1].Id : null);
        },
        cancellationToken);

    /// <summary>One thread; null when no post of that id stands on its own.</summary>
    internal Task<WallLook?> ThreadAsync(string root, int answers, CancellationToken cancellationToken) => LookAsync(
        (connection, transaction) => PostRow.Find(connection, transaction, root) is { Parent: null } post
            ? new WallLook(LastChange(connection, transaction), WithAnswers(connection, transaction, [post], answers), null)
            : null,
        cancellationToken);

    internal static string NewId(char kind) => kind + RandomNumberGenerator.GetString(IdLetters, 9);

    private static long LastChange(IDbConnection connection, IDbTransaction transaction) =>
        connection.ExecuteScalar<long>("select last_change from page", transaction: transaction);

    private static long NextChange(IDbConnection connection, IDbTransaction transaction) =>
        connection.ExecuteScalar<long>("update page set last_change = last_change + 1 returning last_change", transaction: transaction);

    private static IReadOnlyList<WallPost> Posts(IDbConnection connection, IDbTransaction transaction, string sql, object parameters) =>
        [.. connection.Query<PostRow>(sql, parameters, transaction).Select(row => row.ToPost())];

    private static List<WallThread> WithAnswers(IDbConnection connection, IDbTransaction transaction, IReadOnlyList<WallPost> roots, int answers)
    {
        // The newest answers of each thread, and how many there are in all.
        var counted = connection.Query<(string Thread, int Count)>(
            "select thread, count(*) from posts where thread in @threads and parent is not null and deleted = 0 group by thread",
            new { threads = roots.Select(root => root.Id) },
            transaction).ToDictionary(each => each.Thread, each => each.Count);
        var shown = Posts(
            connection,
            transaction,
            $"""
            select {PostRow.Columns} from (
                select *, row_number() over (partition by thread order by created_at desc, number desc) as place
                from posts where thread in @threads and parent is not null and deleted = 0)
            where place <= @answers order by created_at, number
            """,
            new { threads = roots.Select(root => root.Id), answers }).ToLookup(post => post.Thread);
        return [.. roots.Select(root => new WallThread(root, [.. shown[root.Id]], counted.GetValueOrDefault(root.Id) - shown[root.Id].Count()))];
    }

    private static WallPost Emptied(WallPost post) => post with { Author = new WallAuthor("", ""), Text = "", Picture = null, IsDeleted = true };

    private static void WriteFirstDay(IDbConnection connection, IDbTransaction transaction, DateTimeOffset now)
    {
        foreach (var post in FirstDay.Before(now))
            PostRow.Insert(connection, transaction, post with { Change = NextChange(connection, transaction) });
    }

    private async Task<WallOutcome> AddAsync(string? parent, WallAuthor author, string text, string? picture, bool byPage, CancellationToken cancellationToken)
    {
        var words = WallWords.Text(text);
        var link = WallWords.Link(picture);
        if (WallWords.NameProblem(author.Name) is { } nameless)
            return new WallOutcome.Refused(nameless);
        if (WallWords.Problem(words, link) is { } problem)
            return new WallOutcome.Refused(problem);

        return await WriteAsync(
            (connection, transaction) =>
            {
                var above = parent is null ? null : PostRow.Find(connection, transaction, parent);
                if (parent is not null && above is null)
                    return new WallOutcome.Unknown();
                if (above is { IsDeleted: true })
                    return new WallOutcome.Deleted(above);

                var id = NewId('p');
                var post = new WallPost(
                    id, parent, above?.Thread ?? id, author, words, link, Now(), Revision: 1, NextChange(connection, transaction), IsDeleted: false, byPage);
                PostRow.Insert(connection, transaction, post);
                outbox.Add(connection, transaction, HookEvent.Created, post);
                return new WallOutcome.Done(post);
            },
            cancellationToken);
    }

    private Task<WallOutcome> ChangeAsync(string id, Func<WallPost, WallOutcome> change, CancellationToken cancellationToken) => WriteAsync(
        (connection, transaction) =>
        {
            if (PostRow.Find(connection, transaction, id) is not { } post)
                return new WallOutcome.Unknown();
            if (post.IsDeleted)
                return new WallOutcome.Deleted(post);
            var outcome = change(post);
            if (outcome is not WallOutcome.Done done || done.Post == post)
                return outcome;

            var changed = done.Post with { Revision = post.Revision + 1, Change = NextChange(connection, transaction) };
            PostRow.Update(connection, transaction, changed);
            outbox.Add(connection, transaction, changed.IsDeleted ? HookEvent.Deleted : HookEvent.Edited, changed);
            return new WallOutcome.Done(changed);
        },
        cancellationToken);

    private async Task<WallOutcome> WriteAsync(Func<IDbConnection, IDbTransaction, WallOutcome> change, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        var outcome = await file.WriteAsync(change, cancellationToken);
        if (outcome is WallOutcome.Done)
            bell.Ring();
        return outcome;
    }

    private async Task<T> LookAsync<T>(Func<IDbConnection, IDbTransaction, T> look, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        return await file.ReadAsync(look, cancellationToken);
    }

    /// <summary>To the millisecond, as the file holds it: what is told at once and what is read later are the same.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
