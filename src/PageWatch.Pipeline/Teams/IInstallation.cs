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
}
