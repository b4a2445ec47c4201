using Microsoft.Win32.SafeHandles;

namespace PageWatch.Host.Shell;

/// <summary>Standard output that says when nobody reads it any more.</summary>
internal static class PipeOutput
{
    /// <summary>EPIPE of Linux and of macOS: https://man7.org/linux/man-pages/man3/errno.3.html</summary>
    private const int BrokenPipe = 32;

    /// <summary>The platform's own stream swallows that the reader of a pipe is gone, and a program would read on for nobody. A file is left to it: it appends where others write too.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return direct.CanSeek ? Console.OpenStandardOutput() : direct;
    }

    /// <summary>Whoever read the output had enough.</summary>
    public static bool IsBroken(IOException problem) => problem.HResult == BrokenPipe;
}
