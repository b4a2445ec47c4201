namespace PageWatch.Pipeline.Teams;

/// <summary>What belongs to the installation itself and to no team.</summary>
public interface IInstallation
{
    ValueTask<string?> SecretAsync(string name, CancellationToken cancellationToken);

    /// <summary>The secret of that name, made once and sealed.</summary>
    ValueTask<string> SecretAsync(string name, Func<string> make, CancellationToken cancellationToken);

    /// <summary>Writes something durable and comes back: whether the store takes anything now.</summary>
    /// <exception cref="StorageUnavailableException">It does not.</exception>
    ValueTask ProbeAsync(CancellationToken cancellationToken);

    /// <summary>How the store of this process is doing.</summary>
    StoreFigures Figures { get; }
}

/// <param name="Store">As people know it: "SQLite".</param>
/// <param name="Commits">Durable transactions since the start.</param>
/// <param name="Writes">Callers that were answered from them; several may share one.</param>
/// <param name="Waiting">Callers that wait now.</param>
public sealed record StoreFigures(string Store, long Commits, long Writes, int Waiting);
