using PageWatch.Benchmarks.Search;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Benchmarks.Rules;

/// <summary>Rules as teams write them (of a hundred forty words, twenty-five phrases, fifteen NEAR, ten beginnings, ten fields and NOT), and posts of 200 characters, each of which about three rules of a hundred match.</summary>
internal sealed class RuleMaker
{
    public const int Characters = 200;

    private const double Wanted = 0.03;

    /// <summary>Of words that are met often, and of those that are hardly ever.</summary>
    private const int Often = 60;
    private const int Seldom = 25_000;

    private readonly PostWords words = new("en");

    /// <summary>How many rules ask for words that are met often, so that three of a hundred match.</summary>
    private double share = 0.25;

    /// <param name="count">How many.</param>
    /// <returns>The rules, and how many of a hundred match a post.</returns>
    public (IReadOnlyList<Query> Rules, double Matching) Rules(int count)
    {
        var posts = Posts(300, 1);
        for (var tries = 0; ; tries++)
        {
            var random = new Random(11);
            IReadOnlyList<Query> rules = [.. Enumerable.Range(0, count).Select(i => Rule(random, i % 100))];
            var set = new QuerySet(rules);
            var matching = posts.Average(post => (double)set.Match(post).Count) / count;
            if (tries == 20 || Math.Abs(matching - Wanted) < 0.001)
                return (rules, matching);
            share = Math.Clamp(share * Math.Pow(Wanted / Math.Max(matching, 0.001), 0.7), 0.001, 1);
        }
    }

    public IReadOnlyList<QuerySubject> Posts(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(i => Subject(Text(random, () => words[words.Rank(random)]), (Intent)random.Next(8), (Sentiment)random.Next(4), i))];
    }

    /// <summary>Posts of which no rule holds: other words, and fields that nobody asks about.</summary>
    public IReadOnlyList<QuerySubject> Foreign(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(1, count).Select(i => Subject(Text(random, () => "qx" + words[words.Rank(random)]), Intent.Other, Sentiment.Neutral, i))];
    }

    private Query Rule(Random random, int kind)
    {
        var text = kind switch
        {
            < 40 => Word(),
            < 65 => $"\"{Word()} {Word()}\"",
            < 80 => $"{Word()} NEAR/{random.Next(3, 9)} {Word()}",
            < 90 => $"{Beginning()}*",
            < 95 => $"{Word()} is:{(random.Next(2) == 0 ? "complaint" : "question")}",
            _ => $"{Word()} sentiment:negative -{Word()}",
        };
        return QueryParser.Parse(text).Query ?? throw new InvalidOperationException($"{text} is no query.");

        string Word() => random.NextDouble() < share ? words[random.Next(Often)] : words[random.Next(Often, Seldom)];

        string Beginning()
        {
            var word = words[random.Next(2_000, Seldom)];
            return word[..Math.Min(word.Length, 5)];
        }
    }

    private static string Text(Random random, Func<string> word)
    {
        var text = word();
        while (text.Length < Characters)
            text += (random.Next(12) == 0 ? ". " : " ") + word();
        return text[..Characters];
    }

    private static QuerySubject Subject(string text, Intent intent, Sentiment sentiment, int number)
    {
        var at = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
        var post = new Post
        {
            Id = new PostId(number),
            Team = TeamId.Default,
            Page = new PageId(1),
            Conversation = new ConversationId(number),
            NativeId = $"n{number}",
            Author = new Author($"a{number}", "Jana K."),
            Text = text,
            PublishedAt = at,
            SeenAt = at,
            Revision = 1,
            Standing = PostStanding.Public,
        };
        var reading = new Domain.Understanding.Reading
        {
            Post = post.Id,
            Revision = 1,
            Language = "en",
            LanguageConfidence = 1,
            Sentiment = sentiment,
            SentimentConfidence = 0.9,
            Intent = intent,
            IntentConfidence = 0.9,
            Urgency = Urgency.Whenever,
            ReadBy = "benchmark 1",
        };
        return new QuerySubject(post, reading, "blog", new PlatformId("demo"));
    }
}
