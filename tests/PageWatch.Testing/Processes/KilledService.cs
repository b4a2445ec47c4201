namespace PageWatch.Testing.Processes;

/// <summary>A service that is killed and started again on the same data and at the same address.</summary>
public sealed class KilledService(string data, string address) : IAsyncDisposable
{
    /// <summary>A start that is not cut short takes no longer, on a machine that may be busy with other tests.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private ServiceProcess? service;

    /// <summary>The one that runs now.</summary>
    public ServiceProcess Running => service ?? throw new InvalidOperationException("The service is down.");

    public async Task<ServiceProcess> StartAsync() => service = await ServiceProcess.StartAsync(data, Options);

    /// <summary>Kills it this long after it was ready.</summary>
    public async Task KillAsync(TimeSpan after)
    {
        await Task.Delay(after, TimeProvider.System);
        await Running.KillAsync();
        service = null;
    }

    /// <summary>Starts it and kills it this long after its birth: while it opens its data, migrates, begins to listen, or already works.</summary>
    public async Task KillWhileStartingAsync(TimeSpan after)
    {
        using var starting = new RunningProgram(["--data", data, .. Options]);
        await Task.Delay(after, TimeProvider.System);
        starting.Kill();
        await starting.EndAsync(LongestEnd);
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
            await service.DisposeAsync();
    }

    private string[] Options => ["--no-demo", "--urls", address];
}
