using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace PageWatch.Storage.Sqlite;

/// <summary>Moves the write-ahead log into the file.</summary>
internal sealed class SqliteCheckpoint : SqliteWrite
{
    private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool IsAlone => true;

    public Task Task => answer.Task;

    public override void Run(DbConnection connection)
    {
        try
        {
            SqliteDatabase.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            answer.SetResult();
        }
        catch (SqliteException problem)
        {
            answer.SetException(problem);
        }
    }

    public override void Answer() => Debug.Fail("A checkpoint answers by itself.");

    public override void Fail(Exception problem) => answer.TrySetException(problem);

    public override void FailLater(Exception problem) => answer.TrySetException(problem);
}
