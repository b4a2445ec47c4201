namespace PageWatch.Pipeline.Journey;

/// <summary>
/// How many rows make a batch. While more comes in than is worked off, batches are small: what is safe can be worked off later, but whoever sends waits for the
/// batch before his own, and gives up. For one thread at a time.
/// </summary>
internal sealed class BatchPace(TimeProvider time)
{
    /// <summary>Enough to share a commit, few enough that a click between two batches does not wait.</summary>
    private const int Usual = 32;

    private const int InRush = 8;

    /// <summary>So much more must come than is worked off; senders who wait for their cards come in waves, and are no rush.</summary>
    private const double Rush = 1.05;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    private long since = time.GetTimestamp();
    private long acceptedBefore;
    private long worked;

    /// <summary>Rows of the next batch at most.</summary>
    public int Most { get; private set; } = Usual;

    /// <param name="rows">Rows of the batch that is done.</param>
    /// <param name="accepted">Deliveries kept since the process began.</param>
    public void Note(int rows, long accepted)
    {
        worked += rows;
        if (time.GetElapsedTime(since) < Span)
            return;
        // A batch that is not full has emptied the inbox: then there is nothing that senders would wait for.
        Most = rows >= Most && accepted - acceptedBefore > Rush * worked ? InRush : Usual;
        since = time.GetTimestamp();
        acceptedBefore = accepted;
        worked = 0;
    }
}
