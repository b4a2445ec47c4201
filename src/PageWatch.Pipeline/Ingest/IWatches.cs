using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Ingest;

/// <summary>The pages that teams watch.</summary>
public interface IWatches
{
    /// <summary>Every watch that has not ended, of every team; for schedules and sweeps only.</summary>
    ValueTask<IReadOnlyList<Watch>> AllAsync(CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Watch>> OfTeamAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Also an ended one: its posts may still be shown.</summary>
    ValueTask<Watch?> FindAsync(PageId page, CancellationToken cancellationToken);

    ValueTask<Watch?> FindByNameAsync(TeamId team, string name, CancellationToken cancellationToken);

    /// <summary>By the unguessable part of its webhook address.</summary>
    ValueTask<Watch?> FindByHookAsync(string hookKey, CancellationToken cancellationToken);

    /// <summary>Begins a watch with its secrets, which are sealed before they are kept.</summary>
    /// <returns>The watch with its number; null when the team has one of that name or page already.</returns>
    ValueTask<Watch?> AddAsync(Watch watch, IReadOnlyDictionary<string, string> secrets, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Replaces what can change of a watch: name of the page, capabilities, state, problem, settings.</summary>
    /// <param name="secrets">Null to keep the secrets as they are.</param>
    ValueTask UpdateAsync(Watch watch, IReadOnlyDictionary<string, string>? secrets, AuditEntry? audit, CancellationToken cancellationToken);

    ValueTask<IReadOnlyDictionary<string, string>> SecretsAsync(PageId page, CancellationToken cancellationToken);

    /// <summary>Where each stream's poll ended.</summary>
    ValueTask<Cursor?> CursorAsync(PageId page, string stream, CancellationToken cancellationToken);

    /// <summary>Notes a failed poll: how often in a row, why, and when to try again.</summary>
    ValueTask FailedAsync(PageId page, WatchHealth health, WatchState state, string? problem, CancellationToken cancellationToken);
}
