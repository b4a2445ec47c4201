using System.Threading.Channels;

namespace PageWatch.Pipeline;

/// <summary>The doorbell within one process.</summary>
public sealed class Doorbell(TimeProvider time) : IDoorbell
{
    // One place a door: a second ring while nobody answers adds nothing.
    private readonly Channel<bool>[] doors = [.. Enum.GetValues<Door>().Select(_ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }))];

    public void Ring(Door door) => doors[(int)door].Writer.TryWrite(true);

    public async ValueTask WaitAsync(Door door, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await doors[(int)door].Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody rang in time: the sweep that follows heals a lost ring.
        }
    }
}
