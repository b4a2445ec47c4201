namespace PageWatch.Demo.Wall;

/// <summary>Tells whoever waits that something changed; not what, since they look anyway.</summary>
internal sealed class ChangeBell
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done at the next ring. Take it before looking, so that a change in between is not missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Ring() => Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
