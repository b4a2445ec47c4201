using System.Text.Json;

namespace PageWatch.Testing.Processes;

/// <summary>The real service, started as people start it: a process of its own on a data folder. Ended with its own process id, never by a name.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string LinkLine = "  Console  ";

    /// <summary>A first start makes a database and keys, on a machine that may be busy with other tests.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);

    private readonly RunningProgram program;

    private ServiceProcess(RunningProgram program, string dataFolder, Uri link)
    {
        this.program = program;
        DataFolder = dataFolder;
        Link = link;
        using var key = JsonDocument.Parse(File.ReadAllBytes(ShellFile));
        Address = new Uri(key.RootElement.GetProperty("address").GetString()!);
    }

    public string DataFolder { get; }

    /// <summary>Where a shell finds the running service and what opens it.</summary>
    public string ShellFile => Path.Combine(DataFolder, "shell.json");

    /// <summary>The personal one-time link to the console that it printed.</summary>
    public Uri Link { get; }

    /// <summary>Where it listens; ends in "/".</summary>
    public Uri Address { get; }

    public int Id => program.Id;

    public string Output => program.Output;

    public string Errors => program.Errors;

    /// <summary>Starts the service on a free port and waits until it has printed its link.</summary>
    /// <param name="dataFolder">Made by the program when it is not there.</param>
    /// <param name="options">Further options; with <c>--urls</c> among them, that is where it listens.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds what it said.</exception>
    public static async Task<ServiceProcess> StartAsync(string dataFolder, params string[] options)
    {
        string[] words = ["--data", dataFolder, .. options.Contains("--urls") ? options : [.. options, "--urls", "http://127.0.0.1:0"]];
        var started = new RunningProgram(words);
        try
        {
            if (await started.LineAsync(LinkLine, LongestStart) is { } line)
                return new ServiceProcess(started, dataFolder, new Uri(line[LinkLine.Length..].Trim()));
            throw new InvalidOperationException($"The service did not start: {await started.EndAsync(LongestRun)}");
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>Runs the program with these words to its end.</summary>
    /// <param name="input">What comes by standard input; null for an empty one.</param>
    /// <param name="environment">Beside the environment of the tests, which brings no setting along.</param>
    public static async Task<Ran> RunAsync(IEnumerable<string> words, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var running = new RunningProgram(words, environment);
        await running.TypeAsync(input);
        return await running.EndAsync(LongestRun);
    }

    /// <summary>Says something to this service from a shell.</summary>
    public Task<Ran> SayAsync(params string[] words) => RunAsync([.. words, "--data", DataFolder]);

    /// <summary>A browser of its own: keeps cookies, and shows redirects as they are.</summary>
    public HttpClient Browser() => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) }.SentByAPerson();

    /// <summary>Asks it to end, as a supervisor does (TERM) or Ctrl+C (INT).</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<Ran> StopAsync(string signal = "TERM", TimeSpan? longest = null)
    {
        await program.SignalAsync(signal);
        return await program.EndAsync(longest ?? TimeSpan.FromSeconds(30));
    }

    /// <summary>Ends it at once, as <c>kill -9</c> or a power cut does.</summary>
    public async Task KillAsync()
    {
        program.Kill();
        await program.EndAsync(LongestRun);
    }

    public ValueTask DisposeAsync()
    {
        program.Dispose();
        return ValueTask.CompletedTask;
    }
}
