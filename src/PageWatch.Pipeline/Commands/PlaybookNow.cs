using System.Globalization;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>The text of a team's playbook as it stands.</summary>
/// <param name="Version">0 for the one that comes with the program.</param>
/// <param name="Text">As it is kept.</param>
internal sealed record PlaybookNow(int Version, string Text)
{
    public static async ValueTask<PlaybookNow> OfAsync(ITeamRecords teams, TeamId team, CancellationToken cancellationToken) =>
        await teams.PlaybookAsync(team, cancellationToken) is { } latest ? new PlaybookNow(latest.Version, PlaybookText.Kept(latest.Text)) : new PlaybookNow(0, PlaybookText.Kept(DefaultPlaybook.Text));

    /// <summary>Makes another text the version that follows.</summary>
    /// <returns>False when somebody changed it meanwhile.</returns>
    public ValueTask<bool> FollowAsync(ITeamRecords teams, string text, string verb, Member by, DateTimeOffset at, CancellationToken cancellationToken) => teams.AddPlaybookAsync(
        by.Team, Version, text, new AuditEntry(by.Team, at, by.Id, by.Name, verb, "playbook", Named(Version), Named(Version + 1)), cancellationToken);

    // The texts are kept as versions, whatever becomes of the record's own content.
    private static string Named(int version) => string.Create(CultureInfo.InvariantCulture, $"version {version}");
}
