using System.Data.Common;

namespace PageWatch.Storage.Sqlite;

/// <summary>What one caller wants written, and how he is answered.</summary>
internal abstract class SqliteWrite
{
    /// <summary>Cannot run inside a transaction.</summary>
    public virtual bool IsAlone => false;

    /// <summary>May run a second time: what it did before was undone.</summary>
    public abstract void Run(DbConnection connection);

    /// <summary>It is durable.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception problem);

    /// <summary>Its own part was undone; its caller hears of it when the round is answered.</summary>
    public abstract void FailLater(Exception problem);
}

/// <inheritdoc/>
internal sealed class SqliteWrite<T>(Func<DbConnection, T> work) : SqliteWrite
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;
    private Exception? problem;

    public Task<T> Task => answer.Task;

    public override void Run(DbConnection connection) => result = work(connection);

    public override void FailLater(Exception problem) => this.problem = problem;

    public override void Answer()
    {
        if (problem is null)
            answer.SetResult(result!);
        else
            answer.SetException(problem);
    }

    public override void Fail(Exception problem) => answer.TrySetException(problem);
}
