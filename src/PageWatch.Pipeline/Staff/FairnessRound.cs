using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Looks every week whether small accounts wait longer for an answer, and tells those who lead where they do.</summary>
public sealed class FairnessRound(INudgeReports nudges, ITeamHours hours, IMembers members, INotices notices, TimeProvider time)
{
    /// <summary>More at once and nobody feels meant.</summary>
    private const int MostCalled = 5;

    private const string Matter = "fairness ";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <returns>The teams that were told.</returns>
    public async Task<IReadOnlyList<TeamId>> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var told = new List<TeamId>();
        var open = (await notices.AllAsync(cancellationToken)).Where(notice => !notice.IsOver && notice.Key.StartsWith(Matter, StringComparison.Ordinal)).ToLookup(notice => notice.Team);
        foreach (var team in await members.TeamsAsync(cancellationToken))
        {
            // A card that changes in its place rings for nobody: each week has one of its own, and the one before is over.
            var key = Matter + now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var before in open[team.Id].Where(notice => notice.Key != key))
                await notices.NotifyAsync(before with { IsOver = true, At = now, Tone = Tone.Done }, cancellationToken);
            var report = FairnessReport.Of(await nudges.WaitsAsync(team.Id, now - Week, now, cancellationToken), (await hours.OfAsync(team.Id, cancellationToken)).Hours);
            if (report is not { IsFlagged: true })
                continue;
            await notices.NotifyAsync(
                new Notice(
                    team.Id,
                    key,
                    Wording.FairnessTitle,
                    Say.It(Wording.FairnessText, Say.Number(report.Small.Waits), Say.Duration(report.Small.Median), Say.Number(report.Large.Waits), Say.Duration(report.Large.Median)),
                    Tone.Soon,
                    now)
                {
                    Calls = [.. (await members.OfTeamAsync(team.Id, cancellationToken)).Where(member => member is { Role: Role.Admin, IsRemoved: false }).Take(MostCalled).Select(member => member.Id)],
                    Asks = [new NoticeAsk(Wording.FairnessReport, "report week"), new NoticeAsk(Wording.FairnessOverdue, "overdue")],
                },
                cancellationToken);
            told.Add(team.Id);
        }

        return told;
    }
}
