using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Ingest;

/// <summary>The pages that teams watch.</summary>
public interface IWatches
{
    /// <summary>Another number after every change that this process made to a watch or its secrets, health aside.</summary>
    long Changes { get; }

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

    /// <summary>Gives a watch new secrets and lets it be read at once, with a clean count of failures; the card about its failures is replaced.</summary>
    /// <param name="watch">As it is from now on; active.</param>
    /// <param name="secrets">All that it has from now on.</param>
    /// <param name="over">Takes the place of a notice under its key that is not over yet; where there is none, nobody is told.</param>
    /// <returns>False when the watch ended meanwhile: nothing was changed.</returns>
    ValueTask<bool> RenewAsync(Watch watch, IReadOnlyDictionary<string, string> secrets, AuditEntry audit, Notice over, CancellationToken cancellationToken);

    /// <summary>Ends a watch: its secrets and its webhook address go, its posts stay, its name and page are free.</summary>
    /// <param name="over">As in <see cref="RenewAsync"/>.</param>
    /// <returns>False when it had ended before: nothing was changed.</returns>
    ValueTask<bool> EndAsync(Watch watch, AuditEntry audit, Notice over, CancellationToken cancellationToken);

    ValueTask<IReadOnlyDictionary<string, string>> SecretsAsync(PageId page, CancellationToken cancellationToken);

    /// <summary>Where each stream's poll ended.</summary>
    ValueTask<Cursor?> CursorAsync(PageId page, string stream, CancellationToken cancellationToken);

    /// <summary>Notes a failed poll: how often in a row, why, and when to try again.</summary>
    /// <returns>False when the watch ended meanwhile: nobody needs to hear of it.</returns>
    ValueTask<bool> FailedAsync(PageId page, WatchHealth health, WatchState state, string? problem, CancellationToken cancellationToken);
}
