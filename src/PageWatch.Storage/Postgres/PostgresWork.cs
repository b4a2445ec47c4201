namespace PageWatch.Storage.Postgres;

/// <summary>Something a caller waits for; a lane carries it out.</summary>
internal abstract class PostgresWork
{
    /// <summary>May run several times: what was done before was undone.</summary>
    public abstract void Run(PostgresConnection connection);

    /// <summary>It is done, and durable where it wrote.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception problem);
}

/// <inheritdoc/>
internal sealed class PostgresWork<T>(Func<PostgresConnection, T> work) : PostgresWork
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => answer.Task;

    public override void Run(PostgresConnection connection) => result = work(connection);

    public override void Answer() => answer.TrySetResult(result!);

    public override void Fail(Exception problem) => answer.TrySetException(problem);
}
