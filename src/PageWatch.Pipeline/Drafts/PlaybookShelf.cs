using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The playbook of each team as it stands, read once for each version.</summary>
public sealed class PlaybookShelf(ITeamRecords teams)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<TeamId, Playbook> read = new();

    public async ValueTask<Playbook> OfAsync(TeamId team, CancellationToken cancellationToken)
    {
        var latest = await teams.PlaybookAsync(team, cancellationToken);
        var version = latest?.Version ?? 0;
        if (read.TryGetValue(team, out var known) && known.Version == version)
            return known;
        // A text was linted before it was kept; should a later program not read it any more, ours is better than none.
        var playbook = latest is { } own && PlaybookText.Parse(own.Text).Playbook is { } parsed ? parsed with { Version = version } : DefaultPlaybook.Playbook with { Version = version };
        read[team] = playbook;
        return playbook;
    }
}
