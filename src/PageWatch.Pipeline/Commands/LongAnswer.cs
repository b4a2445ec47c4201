using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;

namespace PageWatch.Pipeline.Commands;

/// <summary>Waits for an answer that is still being worked at, where nobody can be shown how it goes.</summary>
public static class LongAnswer
{
    /// <summary>Nobody waits longer before anything is seen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The last card; what was not done by the end of <see cref="Patience"/> is called off, and the card tells how far it came.</returns>
    public static async ValueTask<Card> LastAsync(this CommandAnswer answer, TimeProvider time, CancellationToken cancellationToken)
    {
        var last = answer.Card;
        if (answer.Further is not { } further)
            return last;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await foreach (var card in further.WithCancellation(either.Token))
            last = card;
        cancellationToken.ThrowIfCancellationRequested();
        return last;
    }
}
