using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Tells the whole decision about a nudge, and changes nothing.</summary>
internal sealed class WhyDesk(IJourneyStore store, ITeamRecords teams, IMembers members, INotes notes, ITeamHours hours, IReadingExplainer explainer)
{
    public async ValueTask<Card> TellAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var (team, nudge) = (work.Member.Team, work.Nudge);
        var said = await notes.OfAsync(team, nudge.Id, cancellationToken);
        return StaffCards.Why(
            work.File,
            nudge,
            await RulesAsync(work, cancellationToken),
            (await hours.OfAsync(team, cancellationToken)).Hours,
            await teams.HistoryAsync(team, nudge.Id.Value, cancellationToken),
            [.. said.Select(note => (note.ByName, note.At, note.Text))],
            explainer,
            await store.AlikeAsync(nudge, work.Now, cancellationToken),
            work.Now);
    }

    private async ValueTask<IEnumerable<Fact>> RulesAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var file = work.File;
        if (file.Focus is not { } focus || !file.Readings.TryGetValue(focus.Id, out var reading))
            return [];
        var rules = await teams.RulesAsync(work.Member.Team, cancellationToken);
        // As it stood when the post came: what was answered since is no reason to say that nobody wanted to know.
        var subject = new QuerySubject(focus, reading, file.Watch.Name, file.Watch.Page.Platform) { StaffNames = await members.NamesForAsync(rules, work.Member.Team, cancellationToken) };
        return RuleRows.Of(rules, subject, work.Now);
    }
}
