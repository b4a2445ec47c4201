using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Search;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

/// <summary>What <c>rule try</c> tells while it is on its way, and how it is called off. Each read of the past takes as long as the test says, by the test's own clock.</summary>
public sealed class RuleTrialTests : IAsyncLifetime
{
    /// <summary>Reads that a whole look takes.</summary>
    private const int Reads = 20;

    private const int Nudges = Reads * 2;

    private Stage stage = null!;
    private SlowPast past = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync(services => services.AddSingleton<IPostHistory>(provider => new SlowPast((FakeTimeProvider)provider.GetRequiredService<TimeProvider>())));
        past = (SlowPast)stage.Get<IPostHistory>();
        stage.Time.SetUtcNow(A.Morning + TimeSpan.FromDays(2));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Look_that_takes_long_tells_how_far_it_came_until_it_is_whole()
    {
        var answer = await stage.SayAsync(stage.Ana, "rule try lid --last 3d");
        Going(answer.Card).ShouldNotBeNull();
        var cards = await AllAsync(answer);
        cards.Count.ShouldBeGreaterThan(3);
        var shares = cards.SkipLast(1).Select(card => Going(card).ShouldNotBeNull()).ToList();
        shares.ShouldBe(shares.Order().ToList(), "it goes on and not back");
        Going(cards[^1]).ShouldBeNull();
        cards[^1].Title.ShouldStartWith($"Would have nudged {Nudges} times");
        (await stage.SayAsync(stage.Ana, "rule stop")).Outcome.ShouldBe(CommandOutcome.Refused, "nothing runs any more");
    }

    [Fact]
    public async Task Look_is_called_off_by_whoever_asked_for_it_and_by_nobody_else()
    {
        var answer = await stage.SayAsync(stage.Ana, "rule try lid --last 3d");
        var cards = new List<Card>();
        await foreach (var card in answer.Further.ShouldNotBeNull())
        {
            cards.Add(card);
            if (cards.Count == 1)
                (await stage.SayAsync(stage.Ben, "rule stop")).Outcome.ShouldBe(CommandOutcome.Refused);
            if (cards.Count == 2)
                (await stage.SayAsync(stage.Ana, "rule stop")).Outcome.ShouldBe(CommandOutcome.Done);
        }

        cards.Count.ShouldBe(3, "the third tells how far it came");
        Words(cards[^1]).ShouldContain("The look ended with what was written until");
    }

    [Fact]
    public async Task Look_ends_where_nobody_can_be_shown_how_it_goes_before_they_lose_patience()
    {
        past.Each = TimeSpan.FromSeconds(3);
        var began = stage.Time.GetTimestamp();
        var last = await (await stage.SayAsync(stage.Ana, "rule try lid --last 3d")).LastAsync(stage.Time, Now);
        stage.Time.GetElapsedTime(began).ShouldBeLessThan(LongAnswer.Patience + TimeSpan.FromSeconds(10));
        Words(last).ShouldContain("The look ended with what was written until");
    }

    [Fact]
    public async Task Look_that_is_quick_is_answered_at_once()
    {
        past.Each = TimeSpan.FromMilliseconds(50);
        var answer = await stage.SayAsync(stage.Ana, "rule try lid --last 3d");
        answer.Further.ShouldBeNull();
        answer.Card.Title.ShouldStartWith($"Would have nudged {Nudges} times");
    }

    private static async Task<List<Card>> AllAsync(CommandAnswer answer)
    {
        var cards = new List<Card>();
        await foreach (var card in answer.Further.ShouldNotBeNull())
            cards.Add(card);
        return cards;
    }

    /// <returns>How much of the time it says it looked at; null where it is not going on.</returns>
    private static int? Going(Card card) => card.Parts.OfType<CardPart.Line>().FirstOrDefault(line => line.Spans.OfType<Span.Ask>().Any(ask => ask.Command == "rule stop")) is { } line
        ? int.Parse(line.Spans.OfType<Span.Strong>().Single().Text.Split(' ').First(word => int.TryParse(word, out _)))
        : null;

    private static string Words(Card card) => string.Join('\n', card.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().Select(words => words.Text));

    private sealed class SlowPast(FakeTimeProvider time) : IPostHistory
    {
        private int reads;

        public TimeSpan Each { get; set; } = TimeSpan.FromSeconds(0.9);

        public async ValueTask<IReadOnlyList<PastPost>> PastAsync(TeamId team, DateTimeOffset since, PastPost? after, int most, CancellationToken cancellationToken)
        {
            await Task.Yield();
            time.Advance(Each);
            reads = after is null ? 1 : reads + 1;
            // Two of each read match; the last read is one short, which says that it is the end.
            return [.. Enumerable.Range(0, reads == Reads ? most - 1 : most).Select(i => Past((reads * most) + i, i is 5 or 9 ? "Is the lid sold alone?" : "Lovely!"))];
        }

        private static PastPost Past(int number, string text)
        {
            var post = A.Post($"p{number}").Saying(text).At(A.Morning + TimeSpan.FromSeconds(number)) with { Conversation = new ConversationId(number) };
            return new PastPost(post, new QuerySubject(post, A.Reading(Intent.Question), "blog", new PlatformId("demo")));
        }
    }
}
