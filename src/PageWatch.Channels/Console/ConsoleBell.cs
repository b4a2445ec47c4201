using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Console;

internal sealed class ConsoleBell(TimeProvider time) : IConsoleBell
{
    private TaskCompletionSource next = New();

    public void Ring() => Interlocked.Exchange(ref next, New()).SetResult();

    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref next).Task.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nobody rang: the listener looks by itself.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
