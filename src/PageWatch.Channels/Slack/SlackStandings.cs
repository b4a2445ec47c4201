using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>
/// What stands where, as far as this process knows: so that the same state is not sent twice, and that a card which a press changed at once is not changed again by the outbox.
/// </summary>
internal sealed class SlackStandings(TimeProvider time) : IDisposable
{
    private const int Most = 20_000;

    /// <summary>Two deliveries of one card follow one another; of many cards, some share a turn.</summary>
    private const int Turns = 256;

    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    private readonly SlackRecent<(string Address, string Key), SlackStanding> standing = new(Most, Keep, time);
    private readonly SlackRecent<string, (string Address, string Key)> owners = new(Most, Keep, time);
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1))];

    public SlackStanding? Find(string address, string key) => standing.TryGet((address, key), out var found) ? found : null;

    /// <summary>Whose card a message is; null when it is none that this process knows.</summary>
    public (string Address, string Key)? OwnerOf(string channel, string ts) => owners.TryGet($"{channel}:{ts}", out var owner) ? owner : null;

    public void Note(string address, string key, SlackStanding where)
    {
        standing.Set((address, key), where);
        owners.Set(where.Ref.Value, (address, key));
    }

    public void Forget(string address, string key) => standing.Remove((address, key));

    /// <summary>Waits for the card's turn; disposed, the next one has it.</summary>
    public async ValueTask<IDisposable> TurnAsync(string address, string key, CancellationToken cancellationToken)
    {
        var turn = turns[(uint)HashCode.Combine(address, key) % Turns];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    public void Dispose()
    {
        foreach (var turn in turns)
            turn.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>A card in its place.</summary>
/// <param name="Version">Of the delivery that it shows at least; an older one never replaces it.</param>
/// <param name="Shown">The version that its buttons carry; 0 where it has none.</param>
/// <param name="Digest">Of what stands there; null when nobody here put it there.</param>
internal sealed record SlackStanding(string Channel, string Ts, long Version, long Shown, string? Digest)
{
    public MessageRef Ref => new($"{Channel}:{Ts}");

    /// <returns>Null when it is no such reference.</returns>
    public static SlackStanding? Of(MessageRef? where)
    {
        if (where is null || where.Value.Split(':') is not [{ Length: > 0 } channel, { Length: > 0 } ts])
            return null;
        return new SlackStanding(channel, ts, 0, 0, null);
    }

    public static long ShownBy(Card card) => card.Actions.Count == 0 ? 0 : card.Actions.Max(action => action.Version);
}
