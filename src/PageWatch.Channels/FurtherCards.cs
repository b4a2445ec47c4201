using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels;

/// <summary>Shows the cards of an answer that takes longer, each in the place of the one before, while its chat goes on hearing others.</summary>
public sealed partial class FurtherCards(TimeProvider time, ILogger<FurtherCards> logger) : IDisposable
{
    /// <summary>The last card is the answer: it is tried a few times.</summary>
    private const int MostTries = 5;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource ends = new();

    /// <summary>Begins, and does not wait. When the service ends the work is called off, and the card that tells so is still tried once.</summary>
    /// <param name="answer">What is shown already, with what comes; nothing happens where nothing does.</param>
    /// <param name="show">Changes what is shown.</param>
    /// <param name="most">So often what is shown can be changed; the last change is kept for the answer.</param>
    /// <returns>Ends when all was shown; never fails.</returns>
    public Task BeginAsync(ChatAnswer answer, Func<Card, ValueTask> show, int most = int.MaxValue) => answer.Further is { } further ? ShowAsync(further, show, most) : Task.CompletedTask;

    /// <remarks>What is still being shown asks it whether it has ended: it is cancelled and not disposed of, and holds nothing that has to be freed.</remarks>
    public void Dispose() => ends.Cancel();

    private async Task ShowAsync(IAsyncEnumerable<Card> further, Func<Card, ValueTask> show, int most)
    {
        // Whoever hears the chat does not wait for it.
        await Task.Yield();
        var until = ends.Token;
        Card? unshown = null;
        var heldUntil = DateTimeOffset.MinValue;
        try
        {
            await foreach (var card in further.WithCancellation(until))
            {
                unshown = card;
                if (most > 1 && time.GetUtcNow() >= heldUntil)
                    await TryAsync();
            }

            for (var tries = 0; unshown is not null && tries < MostTries; tries++)
            {
                if (heldUntil - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
                    await Task.Delay(wait, time, until);
                await TryAsync();
            }
        }
        // Nobody waits for this task: what it met is said here, and the card stays as it stands.
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            Log.Left(logger, problem);
        }

        async ValueTask TryAsync()
        {
            try
            {
                await show(unshown!);
                unshown = null;
                most--;
            }
            catch (ChannelException problem) when (problem.Failure is ChannelFailure.RateLimited or ChannelFailure.Unreachable)
            {
                Log.Waits(logger, problem);
                var asked = problem.RetryAfter ?? Usual;
                heldUntil = time.GetUtcNow() + (asked < Longest ? asked : Longest);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "A card that tells how far an answer came waits.")]
        public static partial void Waits(ILogger logger, Exception problem);

        [LoggerMessage(2, LogLevel.Warning, "An answer could not be shown to its end.")]
        public static partial void Left(ILogger logger, Exception problem);
    }
}
