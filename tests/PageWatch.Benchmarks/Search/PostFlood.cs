using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Benchmarks.Search;

/// <summary>Posts as a busy brand gets them: seven languages, twelve pages, authors of whom few write much, two years. The same seed gives the same posts.</summary>
internal sealed class PostFlood
{
    public const int Pages = 12;

    private const int Authors = 60_000;

    /// <summary>A watch brings what its page has from before: so many posts in a row that were written earlier than those around them.</summary>
    private const int Brought = 2_000;

    private static readonly (string Language, double Share)[] Languages = [("en", 0.46), ("de", 0.2), ("es", 0.1), ("fr", 0.08), ("pt-br", 0.07), ("ja", 0.06), ("ar", 0.03)];
    private static readonly (Intent Intent, double Share)[] Intents =
        [(Intent.Complaint, 0.22), (Intent.Question, 0.2), (Intent.Praise, 0.2), (Intent.Request, 0.1), (Intent.Thanks, 0.08), (Intent.Abuse, 0.005), (Intent.Spam, 0.015), (Intent.Other, 0.18)];

    private readonly PostWords[] words = [.. Languages.Select(each => new PostWords(each.Language))];
    private readonly Random random = new(20261130);
    private readonly int count;
    private readonly DateTimeOffset until;
    private int made;

    /// <param name="count">How many there will be.</param>
    /// <param name="until">When the last is written.</param>
    public PostFlood(int count, DateTimeOffset until) => (this.count, this.until) = (count, until);

    public IReadOnlyList<PostWords> Words => words;

    public static string PageName(int page) => $"page-{page}";

    /// <summary>The next post, with what was understood of it.</summary>
    public (Post Post, Domain.Understanding.Reading Reading) Next(PostId id, ConversationId conversation, IReadOnlyList<PageId> pages)
    {
        var every = TimeSpan.FromDays(730) / count;
        var at = until - (every * (count - made));
        var block = made / Brought;
        if (block % 17 == 5)
            at -= TimeSpan.FromDays(random.Next(10, 700));
        made++;
        var (language, vocabulary) = Pick();
        var length = Math.Clamp((int)Math.Exp(2.9 + (0.7 * Normal())), 2, 150);
        var intent = Pick(Intents);
        var author = (int)(Authors * Math.Pow(random.NextDouble(), 3));
        var post = new Post
        {
            Id = id,
            Team = TeamId.Default,
            Page = pages[block % 17 == 5 ? block % pages.Count : (int)(pages.Count * Math.Pow(random.NextDouble(), 2))],
            Conversation = conversation,
            NativeId = $"n{id.Value}",
            ParentNativeId = random.Next(3) == 0 ? $"n{id.Value - 1}" : null,
            Author = new Author($"a{author}", $"Name {author}") { Followers = random.Next(2) == 0 ? (long)Math.Exp(4 + (2.5 * Normal())) : null },
            IsAuthorsFirst = random.Next(10) == 0,
            Text = vocabulary.Text(random, length) + (random.Next(12) == 0 ? " https://example.com/" + id.Value : ""),
            Title = random.Next(6) == 0 ? vocabulary.Text(random, 4) : null,
            PublishedAt = at,
            SeenAt = at,
            Revision = 1,
            Standing = PostStanding.Public,
            IsOurs = random.Next(15) == 0,
            Link = new Uri($"https://example.com/p/{id.Value}"),
            Stars = random.Next(5) == 0 ? random.Next(1, 6) : null,
            Attachments = random.Next(20) == 0 ? [new Attachment(AttachmentKind.Picture, new Uri("https://example.com/picture"))] : [],
        };
        var reading = new Domain.Understanding.Reading
        {
            Post = id,
            Revision = 1,
            Language = language,
            LanguageConfidence = 0.97,
            Sentiment = intent switch { Intent.Complaint or Intent.Abuse => random.Next(10) == 0 ? Sentiment.Mixed : Sentiment.Negative, Intent.Praise or Intent.Thanks => Sentiment.Positive, _ => Sentiment.Neutral },
            SentimentConfidence = 0.5 + (random.NextDouble() / 2),
            Intent = intent,
            IntentConfidence = 0.8,
            Urgency = random.Next(40) == 0 ? Urgency.Now : random.Next(8) == 0 ? Urgency.Today : Urgency.Whenever,
            Topics = [vocabulary[random.Next(300, 2_400)]],
            Evidence = [new Evidence(0, 2, "complaint", 0.7), new Evidence(3, 2, "negative", 0.4)],
            Unclear = random.Next(20) == 0 ? new Unclear("very short", "complaint", 0.5, "question", 0.4) : null,
            ReadBy = "benchmark 1",
        };
        return (post, reading);
    }

    private (string Language, PostWords Words) Pick()
    {
        var at = random.NextDouble();
        for (var i = 0; i < Languages.Length; i++)
        {
            if ((at -= Languages[i].Share) < 0)
                return (Languages[i].Language, words[i]);
        }

        return (Languages[0].Language, words[0]);
    }

    private Intent Pick((Intent Intent, double Share)[] of)
    {
        var at = random.NextDouble();
        foreach (var (intent, share) in of)
        {
            if ((at -= share) < 0)
                return intent;
        }

        return Intent.Other;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
