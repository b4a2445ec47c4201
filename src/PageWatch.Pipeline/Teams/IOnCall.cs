using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>The one rota of each team, and whose turn it was last where people take turns.</summary>
public interface IOnCall
{
    /// <summary>As it is now; whoever was taken out of the team is among its <see cref="Rota.Gone"/>.</summary>
    ValueTask<KeptRota> OfAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Keeps a rota as the version that follows.</summary>
    /// <param name="after">The version that was changed; 0 for the first.</param>
    /// <param name="rota">Null: the team has none any more.</param>
    /// <param name="audit">What it says after is what the history shows of the change.</param>
    /// <returns>False when somebody changed it meanwhile.</returns>
    ValueTask<bool> ChangeAsync(TeamId team, int after, Rota? rota, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The latest versions, newest first. Those replaced long ago are kept no longer.</summary>
    ValueTask<IReadOnlyList<RotaVersion>> HistoryAsync(TeamId team, int most, CancellationToken cancellationToken);

    /// <returns>Whom the round robin called last; null at the beginning.</returns>
    ValueTask<MemberId?> LastAssignedAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Notes that it is somebody's turn.</summary>
    /// <param name="after">Who was last when the turn was worked out.</param>
    /// <returns>False when another one was called meanwhile: work it out again.</returns>
    ValueTask<bool> AssignAsync(TeamId team, MemberId? after, MemberId next, CancellationToken cancellationToken);
}

/// <summary>A rota with the version that a change has to follow.</summary>
/// <param name="Version">0 while there never was one.</param>
/// <param name="Rota">Null where the team has none.</param>
public sealed record KeptRota(int Version, Rota? Rota);

/// <summary>What a rota was, by whom and since when.</summary>
/// <param name="Rota">Null where the team had none any more.</param>
/// <param name="Change">The change in one line.</param>
public sealed record RotaVersion(int Version, Rota? Rota, string Change, string ByName, DateTimeOffset At);
