using System.Globalization;
using PageWatch.Pipeline;

namespace PageWatch.Storage.Sqlite;

/// <summary>The folder that holds everything an installation keeps; held by one process at a time.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "pagewatch.db");

    public string Schedules => System.IO.Path.Combine(Path, "schedules.db");

    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Beside PostgreSQL: under which name this folder's last process was known there.</summary>
    public string Replica => System.IO.Path.Combine(Path, "replica");

    public string Backups => System.IO.Path.Combine(Path, "backups");

    /// <summary>Takes the folder, making it if need be; only its owner may look inside.</summary>
    /// <exception cref="StorageUnavailableException">Another process has it, or it cannot be written; the message names the holder and the mend.</exception>
    public static DataFolder Take(string path, DateTimeOffset now)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Make(path);
            var lockFile = System.IO.Path.Combine(path, "pagewatch.lock");
            var stream = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Beside the lock, not in it: what is locked cannot be read by whoever is refused.
            File.WriteAllText(HolderIn(path), string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName} since {now:yyyy-MM-dd HH:mm:ss} UTC"));
            return new DataFolder(path, stream);
        }
        catch (IOException problem) when (IsTaken(problem))
        {
            throw new StorageUnavailableException($"The data folder {path} is in use by {HolderOf(path)}. Stop that process, or give this one a folder of its own with --data DIR.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The data folder {path} cannot be used: {problem.Message} Give a folder that this account may write, with --data DIR.", problem);
        }
    }

    /// <summary>Makes a folder that only its owner may look into.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => held.Dispose();

    private static string HolderIn(string path) => System.IO.Path.Combine(path, "pagewatch.holder");

    /// <summary>EWOULDBLOCK of flock, and the sharing violation of Windows: https://learn.microsoft.com/dotnet/standard/io/handling-io-errors</summary>
    private static bool IsTaken(IOException problem) => problem is not (DirectoryNotFoundException or PathTooLongException) && problem.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string HolderOf(string path)
    {
        try
        {
            return File.ReadAllText(HolderIn(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
