using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Rules;

/// <summary>Many queries asked together find what each finds alone, by a matcher of this test's own that is as simple as it can be.</summary>
public sealed class QuerySetTests
{
    [Fact]
    public void Queries_asked_together_find_what_each_finds_by_looking_at_every_word()
    {
        var random = new Random(20261130);
        var asked = 0;
        var held = 0;
        for (var round = 0; round < 60; round++)
        {
            var queries = Enumerable.Range(0, 60).Select(_ => QueryParser.Parse(RandomQueries.Next(random, 3)).Query).OfType<Query>().ToList();
            var set = new QuerySet(queries);
            for (var i = 0; i < 25; i++)
            {
                var subject = RandomSubject(random);
                var hits = set.Match(subject);
                var expected = Enumerable.Range(0, queries.Count).Where(each => Holds(queries[each].Root, subject)).ToList();
                hits.Select(hit => hit.Query).ShouldBe(expected, subject.Post.Text);
                foreach (var (query, words) in hits)
                {
                    queries[query].Match(subject).ShouldNotBeNull().ShouldBe(words);
                    words.ShouldAllBe(word => word.Start >= 0 && word.Start + word.Length <= subject.Post.Text.Length);
                    words.Zip(words.Skip(1)).ShouldAllBe(pair => pair.First.Start + pair.First.Length <= pair.Second.Start);
                    queries[query].Explain(subject).Holds.ShouldBeTrue();
                }

                asked += queries.Count;
                held += hits.Count;
            }
        }

        asked.ShouldBeGreaterThan(60_000);
        held.ShouldBeInRange(asked / 20, asked * 3 / 4);
    }

    [Fact]
    public void Word_of_any_letters_is_found_by_itself()
    {
        // A query folds its words one way, a post is read by a shorter one.
        for (var c = 1; c < 0x600; c++)
        {
            var text = $"a{(char)c}B";
            if (QueryParser.Parse($"\"{text}\"").Query is { } query)
                query.Match(new QuerySubject(A.Post().Saying(text), A.Reading(), "blog", new PlatformId("demo"))).ShouldNotBeNull($"U+{c:X4}");
        }
    }

    [Fact, Trait("Promise", "7")]
    public void Post_of_one_word_written_ten_thousand_times_is_held_against_runs_of_it_in_passing()
    {
        var post = A.Post().Saying(string.Concat(Enumerable.Repeat("ha ", 5_000)));
        var subject = new QuerySubject(post, A.Reading(), "blog", new PlatformId("demo"));
        var run = string.Join(' ', Enumerable.Repeat("ha", 300));
        var queries = new[] { $"\"{run}\"", $"\"{run} ho\"", "ha NEAR/50 ha", "(ha OR ha*) NEAR/50 ho" }.Select(text => QueryParser.Parse(text).Query!).ToList();
        var set = new QuerySet(queries);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        set.Match(subject).Select(hit => hit.Query).ShouldBe([0, 2]);
        // A walk that begins anew at every word takes minutes.
        System.Diagnostics.Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Post_that_nothing_matches_costs_no_memory()
    {
        var queries = new[] { "parcel", "\"parcel late\"", "parcel NEAR/3 late", "ref*", "parcel is:complaint", "lang:de -late", "author:Tom late", "stars<=2 broken" }.Select(text => QueryParser.Parse(text).Query!).ToList();
        var set = new QuerySet(queries);
        var subject = new QuerySubject(A.Post().Saying("Late again, and the Größe was wrong; who cares? Hello 24 café."), A.Reading(Intent.Other), "blog", new PlatformId("demo"));
        for (var i = 0; i < 100; i++)
            set.Match(subject).ShouldBeEmpty();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            set.Match(subject);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static QuerySubject RandomSubject(Random random)
    {
        var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(0, 14)).Select(_ => RandomQueries.Vocabulary[random.Next(RandomQueries.Vocabulary.Length)]));
        var post = A.Post().Saying(text) with
        {
            Title = random.Next(4) == 0 ? RandomQueries.Vocabulary[random.Next(RandomQueries.Vocabulary.Length)] + " " + RandomQueries.Vocabulary[random.Next(RandomQueries.Vocabulary.Length)] : null,
            Stars = random.Next(3) == 0 ? random.Next(1, 6) : null,
            IsAuthorsFirst = random.Next(2) == 0,
        };
        var reading = A.Reading() with { Intent = (Intent)random.Next(8), Sentiment = (Sentiment)random.Next(4), Language = random.Next(3) switch { 0 => "de", 1 => "pt-br", _ => "en" } };
        return new QuerySubject(post, reading, random.Next(2) == 0 ? "blog" : "Contoso.FB", new PlatformId("demo")) { IsAnswered = random.Next(2) == 0 };
    }

    private static bool Holds(QueryNode node, QuerySubject subject) => node switch
    {
        QueryNode.Words words => Spans(words, subject).Count > 0,
        QueryNode.Near near => Spans(near.One, subject).Any(one => Spans(near.Other, subject).Any(other =>
            (other.First > one.Last && other.First - one.Last <= near.Within) || (one.First > other.Last && one.First - other.Last <= near.Within))),
        QueryNode.Not not => !Holds(not.Part, subject),
        QueryNode.All all => all.Parts.All(part => Holds(part, subject)),
        QueryNode.Any any => any.Parts.Any(part => Holds(part, subject)),
        QueryNode.Field { Name: QueryField.Is, Value: "unanswered" } => !subject.IsAnswered,
        QueryNode.Field { Name: QueryField.Is } field => subject.Reading.Intent.ToString().Equals(field.Value, StringComparison.OrdinalIgnoreCase),
        QueryNode.Field { Name: QueryField.Sentiment } field => subject.Reading.Sentiment.ToString().Equals(field.Value, StringComparison.OrdinalIgnoreCase),
        QueryNode.Field { Name: QueryField.Lang } field => subject.Reading.Language.Split('-')[0] == field.Value,
        QueryNode.Field { Name: QueryField.Page } field => subject.WatchName.Equals(field.Value, StringComparison.OrdinalIgnoreCase),
        QueryNode.Field { Name: QueryField.New } => subject.Post.IsAuthorsFirst,
        QueryNode.Field { Name: QueryField.Stars, Comparison: QueryComparison.LessOrEqual } => subject.Post.Stars <= 2,
        QueryNode.Field { Name: QueryField.Stars } => subject.Post.Stars > 3,
        _ => throw new InvalidOperationException(node.ToString()),
    };

    private static List<(int First, int Last)> Spans(QueryNode node, QuerySubject subject)
    {
        if (node is QueryNode.Any any)
            return [.. any.Parts.SelectMany(part => Spans(part, subject))];
        var words = (QueryNode.Words)node;
        var stream = (subject.Post.Title is { } title ? WordStream.Of(title).Select(word => word.Text).Concat(Enumerable.Repeat("", 500)) : []).Concat(WordStream.Of(subject.Post.Text).Select(word => word.Text)).ToList();
        return [.. Enumerable.Range(0, Math.Max(0, stream.Count - words.Folded.Count + 1))
            .Where(at => Enumerable.Range(0, words.Folded.Count).All(i => words.AnyEnding && i == words.Folded.Count - 1
                ? stream[at + i].StartsWith(words.Folded[i], StringComparison.Ordinal)
                : stream[at + i] == words.Folded[i]))
            .Select(at => (at, at + words.Folded.Count - 1))];
    }
}
