using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Storage;
using PageWatch.Storage.Sqlite;
using PageWatch.Training;

namespace PageWatch.Benchmarks.Drafts;

/// <summary>How long an embedded draft takes when a team has answered many posts before: the look for similar ones, and the writing.</summary>
/// <param name="past">How many replies were published.</param>
internal sealed class DraftReport(int past)
{
    private const int Asked = 4_000;

    private static readonly Page Page = new() { Id = new PageId(1), Platform = new PlatformId("demo"), Address = new Uri("https://blog.example/"), Name = "Corner Shop" };
    private static readonly PageCapabilities Can = new() { ReadBy = ReadBy.Poll, Edits = ChangesSeen.Never, Deletes = ChangesSeen.Never, Reply = ReplyMode.Threaded, LongestReply = 500 };

    public async Task<string> RunAsync()
    {
        var posts = Posts();
        var folder = Directory.CreateTempSubdirectory("pagewatch-drafts-");
        try
        {
            using var data = DataFolder.Take(folder.FullName, TimeProvider.System.GetUtcNow());
            new SqliteMigrator(data, NullLogger<SqliteMigrator>.Instance).Run(TimeProvider.System.GetUtcNow());
            Fill(data.Database, posts);
            var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IDoorbell, Doorbell>().AddSqliteStorage(data);
            await using var provider = services.BuildServiceProvider();
            return await MeasureAsync(new PastShelf(provider.GetRequiredService<IPastReplies>()), posts);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> MeasureAsync(PastShelf shelf, IReadOnlyList<(Post Post, Domain.Understanding.Reading Reading)> posts)
    {
        var drafter = new PlaybookDrafter();
        var times = new List<(double All, double Look)>();
        var found = 0;
        for (var i = 0; i < 2 * Asked; i++)
        {
            var (post, reading) = posts[i * 7919 % posts.Count];
            var watch = Stopwatch.StartNew();
            var similar = await shelf.SimilarAsync(post, reading, CancellationToken.None);
            var look = watch.Elapsed.TotalMilliseconds;
            drafter.Propose(new DraftRequest(post, reading, Page, Can, DefaultPlaybook.Playbook) { Past = similar });
            // The first half warms up.
            if (i < Asked)
                continue;
            times.Add((watch.Elapsed.TotalMilliseconds, look));
            found += similar.Count > 0 ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            {past:N0} past replies, {Asked:N0} drafts; {(double)found / Asked:P0} of the posts had similar ones.

            | ms | p50 | p99 | highest | aim |
            | --- | ---: | ---: | ---: | ---: |
            | a draft | {At(0.5, each => each.All):0.00} | {At(0.99, each => each.All):0.00} | {At(1, each => each.All):0.00} | p99 5 |
            | of it the look for similar posts | {At(0.5, each => each.Look):0.00} | {At(0.99, each => each.Look):0.00} | {At(1, each => each.Look):0.00} | |

            """);

        double At(double share, Func<(double All, double Look), double> of) => times.Select(of).Order().ElementAt(Math.Min(times.Count - 1, (int)(share * times.Count)));
    }

    private static List<(Post Post, Domain.Understanding.Reading Reading)> Posts()
    {
        var reader = new StarterReader();
        var files = new PostFiles(null, Path.Combine(AppContext.BaseDirectory, "Corpus"));
        var id = 0L;
        return [.. files.Read(PostFiles.Corpus, CorpusPart.Training).Select(labelled => BarePost.Of(labelled.Text, labelled.Language) with { Id = new PostId(++id) }).Select(post => (post, reader.Read(post)))];
    }

    /// <summary>Published replies to posts of our corpus, each mixed with words of two others, so that no two are alike.</summary>
    private void Fill(string database, IReadOnlyList<(Post Post, Domain.Understanding.Reading Reading)> posts)
    {
        using var connection = new SqliteConnection($"Data Source={database};Foreign Keys=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        for (var i = 1; i <= past; i++)
        {
            var (post, reading) = posts[i % posts.Count];
            var others = posts[i * 31 % posts.Count].Post.Text.Split(' ').Take(3).Concat(posts[i * 57 % posts.Count].Post.Text.Split(' ').TakeLast(3));
            var text = $"{post.Text} {string.Join(' ', others)}";
            var key = PastKeys.Of(post with { Text = text }, reading);
            if (key is null)
                continue;
            var of = new { id = i, text, reply = $"Hi Ben, thank you for telling us about number {i}. One of us looks after it today.", at = 1_700_000_000_000L + i, language = key.Language, intent = key.Intent.ToString() };
            connection.Execute("INSERT INTO posts (id, team_id, page_id, conversation_id, native_id, author_name, text, published_at, seen_at, revision, standing, is_ours, is_baseline) VALUES (@id, 1, 1, @id, 'p' || @id, 'Ben', @text, @at, @at, 1, 'Public', 0, 0)", of, transaction);
            connection.Execute("INSERT INTO replies (id, team_id, nudge_id, conversation_id, page_id, state, native_id, text, text_digest, reply) VALUES (@id, 1, @id, @id, 1, 'Published', 'r' || @id, @reply, '', '{}')", of, transaction);
            connection.Execute("INSERT INTO past_replies (reply_id, post_id, by_name, at) VALUES (@id, @id, 'Ana', @at)", of, transaction);
            connection.Execute("INSERT INTO past_words (team_id, language, intent, word, reply_id) VALUES (1, @language, @intent, @word, @id)", key.Words.Select(word => new { of.language, of.intent, word, of.id }), transaction);
        }

        transaction.Commit();
    }
}
