using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PageWatch.Benchmarks.Load;

/// <summary>The published service in a process of its own, and what the system says of that process.</summary>
internal sealed class ServiceUnderLoad : IAsyncDisposable
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux, whatever the kernel's own clock is: man 7 time

    private readonly Process process;
    private readonly HttpClient client;

    private ServiceUnderLoad(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        client = new HttpClient();
    }

    private ServiceUnderLoad(Process process, Uri address, string data)
    {
        this.process = process;
        Address = address;
        using var key = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "shell.json")));
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.RootElement.GetProperty("token").GetString());
    }

    public Uri Address { get; }

    /// <summary>CPU time of all its threads so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var text = File.ReadAllText($"/proc/{process.Id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }

    /// <summary>Resident memory now and at its highest, in MiB.</summary>
    public (double Now, double Peak) Memory
    {
        get
        {
            var lines = File.ReadAllLines($"/proc/{process.Id}/status");
            return (Of("VmRSS:"), Of("VmHWM:"));
            double Of(string name) => double.Parse(Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    public static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Starts the process and returns at once.</summary>
    public static Process Launch(LoadSetup setup, int port)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[setup.Service, "--data", setup.Data, "--urls", $"http://127.0.0.1:{port}", "--no-demo"])
            start.ArgumentList.Add(word);
        foreach (var (name, value) in setup.Environment)
            start.Environment[name] = value;
        var started = Process.Start(start) ?? throw new InvalidOperationException("The service did not start.");
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        started.BeginErrorReadLine();
        started.BeginOutputReadLine();
        return started;
    }

    public static async Task<ServiceUnderLoad> StartAsync(LoadSetup setup)
    {
        var port = FreePort();
        var shell = Path.Combine(setup.Data, "shell.json");
        if (File.Exists(shell))
            File.Delete(shell);
        var started = Launch(setup, port);
        for (var waited = 0; !File.Exists(shell); waited++)
        {
            if (started.HasExited || waited == 3000)
                throw new InvalidOperationException("The service did not start.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return new ServiceUnderLoad(started, new Uri($"http://127.0.0.1:{port}/"), setup.Data);
    }

    /// <summary>Starts this program as <see cref="BareSkeleton"/>, which understands no words.</summary>
    public static async Task<ServiceUnderLoad> StartBareAsync(string file, string secret)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (var word in (string[])[typeof(ServiceUnderLoad).Assembly.Location, "bare", port.ToString(CultureInfo.InvariantCulture), file, secret])
            start.ArgumentList.Add(word);
        var started = new ServiceUnderLoad(Process.Start(start) ?? throw new InvalidOperationException("The skeleton did not start."), new Uri($"http://127.0.0.1:{port}/"));
        for (var waited = 0; ; waited++)
        {
            try
            {
                using var _ = await HookConnection.OpenAsync(started.Address, CancellationToken.None);
                return started;
            }
            catch (SocketException) when (waited < 500)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    /// <summary>Says something to it as a shell does.</summary>
    /// <returns>The text of its answer.</returns>
    /// <exception cref="InvalidOperationException">It refused.</exception>
    public async Task<string> SayAsync(params string[] words)
    {
        using var response = await client.PostAsJsonAsync(new Uri("shell/say", UriKind.Relative), new { words });
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var text = answer.GetProperty("text").GetString()!;
        return answer.GetProperty("code").GetInt32() == 0 ? text : throw new InvalidOperationException($"{string.Join(' ', words)}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        // SIGTERM, so that what is in memory is written as on any day.
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

/// <param name="Service">The published <c>pagewatch.dll</c>.</param>
/// <param name="Data">A folder of its own; made by the service.</param>
/// <param name="Environment">Settings.</param>
internal sealed record LoadSetup(string Service, string Data, IReadOnlyDictionary<string, string> Environment);
