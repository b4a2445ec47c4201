using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Channels;
using PageWatch.Testing.Builders;

namespace PageWatch.Channels.Tests;

/// <summary>What is shown of an answer that takes longer: how far it came, when the chat takes it, and the end of it in any case.</summary>
public sealed class FurtherCardsTests : IDisposable
{
    private readonly FakeTimeProvider time = new(A.Morning);
    private readonly FurtherCards further;
    private readonly List<string> shown = [];

    public FurtherCardsTests() => further = new FurtherCards(time, NullLogger<FurtherCards>.Instance);

    public void Dispose() => further.Dispose();

    [Fact]
    public async Task All_are_shown_one_after_another()
    {
        await further.BeginAsync(Answer("a", "b", "c"), ShowAsync);
        shown.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Answer_that_is_whole_is_left_alone()
    {
        await further.BeginAsync(new ChatAnswer(Card("whole")), ShowAsync);
        shown.ShouldBeEmpty();
    }

    [Fact]
    public async Task Last_is_shown_where_only_some_changes_are_taken()
    {
        await further.BeginAsync(Answer("a", "b", "c", "d", "e"), ShowAsync, most: 3);
        shown.ShouldBe(["a", "b", "e"]);
    }

    [Fact]
    public async Task What_a_chat_is_too_busy_for_is_passed_over_and_the_last_is_tried_again_when_it_said()
    {
        var tries = 0;
        var all = further.BeginAsync(Answer("a", "b", "c"), card =>
        {
            if (tries++ == 0)
                throw new ChannelException(ChannelFailure.RateLimited, "slow down") { RetryAfter = TimeSpan.FromSeconds(7) };
            return ShowAsync(card);
        });
        while (!all.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        shown.ShouldBe(["c"]);
        tries.ShouldBe(2);
        (time.GetUtcNow() - A.Morning).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Chat_that_refuses_or_a_work_that_fails_ends_quietly()
    {
        await further.BeginAsync(Answer("a", "b"), _ => throw new ChannelException(ChannelFailure.Refused, "no"));
        await further.BeginAsync(new ChatAnswer(Card("first")) { Further = FailAsync() }, ShowAsync);
        shown.ShouldBe(["a"]);

        static async IAsyncEnumerable<Card> FailAsync()
        {
            await Task.Yield();
            yield return Card("a");
            throw new InvalidOperationException("the store is gone");
        }
    }

    [Fact]
    public async Task End_of_the_service_calls_the_work_off()
    {
        var begun = new TaskCompletionSource();
        var all = further.BeginAsync(new ChatAnswer(Card("first")) { Further = WaitAsync() }, ShowAsync);
        await begun.Task;
        further.Dispose();
        await all.WaitAsync(TimeSpan.FromSeconds(30));
        shown.ShouldBe(["stopped"]);

        async IAsyncEnumerable<Card> WaitAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            yield return Card("stopped");
        }
    }

    internal static ChatAnswer Answer(params string[] cards)
    {
        return new ChatAnswer(Card("first")) { Further = AllAsync() };

        async IAsyncEnumerable<Card> AllAsync()
        {
            foreach (var card in cards)
            {
                await Task.Yield();
                yield return Card(card);
            }
        }
    }

    private static Card Card(string text) => new(text, Tone.Calm, [], []) { Fallback = text };

    private ValueTask ShowAsync(Card card)
    {
        shown.Add(card.Title);
        return ValueTask.CompletedTask;
    }
}
