using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>When a team is there. Every change is a version of its own, and on record.</summary>
public interface ITeamHours
{
    /// <summary>What holds now; round the clock while nobody said anything. Never throws over a text that cannot be read any more: see <see cref="TeamHours.Problem"/>.</summary>
    ValueTask<TeamHours> OfAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>The latest versions, newest first; empty while nobody said anything.</summary>
    ValueTask<IReadOnlyList<TeamHoursVersion>> HistoryAsync(TeamId team, int most, CancellationToken cancellationToken);

    /// <summary>Keeps texts as the version that follows.</summary>
    /// <param name="after">The version that was changed; 0 for the first.</param>
    /// <returns>False when somebody changed it meanwhile.</returns>
    ValueTask<bool> ChangeAsync(TeamId team, int after, HoursTexts texts, AuditEntry audit, CancellationToken cancellationToken);
}

/// <summary>Hours as they are kept: in the words of people.</summary>
/// <param name="Week">As HoursText prints it.</param>
/// <param name="Zone">The name of a zone: "Europe/Berlin".</param>
/// <param name="Holidays">As HolidayText prints them; empty for none.</param>
public sealed record HoursTexts(string Week, string Zone, string Holidays)
{
    public static HoursTexts Always { get; } = new("always", "UTC", "");
}

/// <summary>What was said of the hours, by whom and when.</summary>
public sealed record TeamHoursVersion(int Version, HoursTexts Texts, string ByName, DateTimeOffset At);
