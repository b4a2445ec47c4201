using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PageWatch.Testing.Processes;

/// <summary>The built program as a process of its own; what it says is kept line by line.</summary>
internal sealed class RunningProgram : IDisposable
{
    /// <summary>Settings reach the program by its environment too: a test must not meet those of the machine it runs on.</summary>
    private static readonly string[] SettingPrefixes = ["PAGEWATCH", "FETCH__", "PLATFORMS__", "CHANNELS__", "LOGGING__", "KESTREL__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "URLS"];

    private readonly Process process = new();
    private readonly Lines output = new();
    private readonly Lines errors = new();
    private readonly Task reading;

    public RunningProgram(IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment = null)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        // Whoever starts the tests in the background of a script made them deaf to SIGINT, and a child inherits that.
        var start = IsInterruptIgnored() ? new ProcessStartInfo("env", ["--default-signal=INT", dotnet]) : new ProcessStartInfo(dotnet);
        foreach (var word in words.Prepend(Path))
            start.ArgumentList.Add(word);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        foreach (var name in start.Environment.Keys.Where(name => SettingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        // Journeys are told in words that the word lists know; how the model reads is tried elsewhere, and changes with every training.
        start.Environment["PageWatch__Understanding__Model"] = "starter";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        process.StartInfo = start;
        process.Start();
        reading = Task.WhenAll(output.ReadAsync(process.StandardOutput), errors.ReadAsync(process.StandardError));
    }

    /// <summary>Beside the tests' own output, in the same configuration; a test project that starts it refers to PageWatch.Host, so that it is built.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "PageWatch.Host", System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar)), "pagewatch.dll"));

    public int Id => process.Id;

    public bool IsRunning => !process.HasExited;

    public string Output => output.ToString();

    public string Errors => errors.ToString();

    /// <summary>Gives it what a person would type or pipe in, and nothing after that.</summary>
    public async Task TypeAsync(string? input)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading, as a program may that needs no input.
        }
    }

    /// <returns>The first line of the output that starts so; null when the program ends without one.</returns>
    public async Task<string?> LineAsync(string start, TimeSpan longest)
    {
        var line = output.FirstAsync(line => line.StartsWith(start, StringComparison.Ordinal));
        await Task.WhenAny(line, reading).WaitAsync(longest);
        return line.IsCompleted ? await line : null;
    }

    /// <exception cref="TimeoutException">It still runs; it is killed then.</exception>
    public async Task<Ran> EndAsync(TimeSpan longest)
    {
        using var limit = new CancellationTokenSource(longest);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await reading.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException problem)
        {
            Kill();
            throw new TimeoutException($"The program did not end within {longest}.\n--- output\n{Output}\n--- errors\n{Errors}", problem);
        }

        return new Ran(process.ExitCode, Output, Errors);
    }

    /// <summary>Sends a signal by its name (INT, TERM) to this process and no other.</summary>
    public async Task SignalAsync(string name)
    {
        // A shell has it built in, where a machine may lack the program.
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -s {name} {Id}")]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        if (IsRunning)
            process.Kill();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    /// <summary>The mask of ignored signals is a line of hexadecimal digits: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html</summary>
    private static bool IsInterruptIgnored()
    {
        const string Ignored = "SigIgn:";
        const int Interrupt = 2;
        if (!OperatingSystem.IsLinux())
            return false;
        var mask = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal));
        return mask is not null && (ulong.Parse(mask.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
    }

    private sealed class Lines
    {
        private readonly List<string> read = [];
        private readonly List<(Func<string, bool> Fits, TaskCompletionSource<string> Found)> awaited = [];

        public async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (read)
                {
                    read.Add(line);
                    foreach (var (_, found) in awaited.Where(each => each.Fits(line)))
                        found.TrySetResult(line);
                }
            }
        }

        public Task<string> FirstAsync(Func<string, bool> fits)
        {
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (read)
            {
                if (read.FirstOrDefault(fits) is { } line)
                    found.SetResult(line);
                else
                    awaited.Add((fits, found));
            }

            return found.Task;
        }

        public override string ToString()
        {
            lock (read)
                return string.Join('\n', read);
        }
    }
}
