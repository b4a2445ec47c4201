using Microsoft.Data.Sqlite;
using PageWatch.Pipeline;

namespace PageWatch.Storage.Sqlite;

/// <summary>What a failure of the file means: the disk's, or the caller's own. Codes: https://www.sqlite.org/rescode.html</summary>
internal static class SqliteTrouble
{
    private const int Full = 13;
    private const int IoError = 10;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    /// <summary>Nobody's own fault: nothing can be written now.</summary>
    public static bool IsDisk(Exception problem) => problem is SqliteException { SqliteErrorCode: Full or IoError or ReadOnly or CannotOpen };

    /// <returns>The exception that callers know, with the mend; the same one where it is no trouble of the disk.</returns>
    public static Exception Explain(Exception problem) => IsDisk(problem)
        ? new StorageUnavailableException(
            ((SqliteException)problem).SqliteErrorCode switch
            {
                Full => "The disk is full: nothing was saved. Make room on the disk that holds the data folder; senders will try again.",
                ReadOnly => "The data folder cannot be written: nothing was saved. Give its owner the right to write.",
                _ => $"The disk that holds the data folder failed: nothing was saved ({problem.Message}).",
            },
            problem)
        : problem;
}
