namespace PageWatch.Domain.Channels;

/// <summary>Tells open consoles that the board changed. A ring may be lost: whoever listens looks by itself now and then.</summary>
public interface IConsoleBell
{
    void Ring();

    /// <summary>Returns at the next ring, or after <paramref name="longest"/>.</summary>
    Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken);
}
