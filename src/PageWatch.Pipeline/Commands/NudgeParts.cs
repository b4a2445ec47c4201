using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>What a report says of nudges: which answers came late, which rules were worth it, who waited longer.</summary>
internal sealed class NudgeParts(INudgeReports nudges, ITeamRecords teams, ITeamHours hours)
{
    /// <summary>So many decided posts of a rule are looked at, the latest.</summary>
    private const int MostDecided = 400;

    /// <param name="withFairness">Says whether small accounts wait longer: a matter of weeks.</param>
    public async ValueTask<IReadOnlyList<CardPart>> OfAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, bool withFairness, CancellationToken cancellationToken)
    {
        var counted = (await hours.OfAsync(team, cancellationToken)).Hours;
        var count = await nudges.DueAsync(team, since, now, cancellationToken);
        var late = count.Late == 0 ? [] : await nudges.LateAsync(team, since, now, BreachPart.MostShown, cancellationToken);
        var fairness = withFairness ? FairnessReport.Of(await nudges.WaitsAsync(team, since, now, cancellationToken), counted) : null;
        return [.. BreachPart.Of(count, late, counted), .. await PrecisionAsync(team, since, now, cancellationToken), .. FairnessPart.Of(fairness)];
    }

    private async ValueTask<IReadOnlyList<CardPart>> PrecisionAsync(TeamId team, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var figures = RulePrecision.Of(await nudges.OpenedAsync(team, since, now, cancellationToken));
        var rules = await teams.RulesAsync(team, cancellationToken);
        var proposals = new Dictionary<RuleId, RuleProposal>();
        foreach (var low in figures.Where(each => each.IsLow))
        {
            if (rules.FirstOrDefault(rule => rule.Id == low.Rule) is not { } rule)
                continue;
            // What was mended meanwhile is not proposed again: only what it has called for as it is now speaks against it.
            var changed = (await teams.RuleHistoryAsync(team, rule.Name, 1, cancellationToken)) is [var latest, ..] && latest.At > since ? latest.At : since;
            var proposal = RuleProposal.Of(rule, await nudges.DecidedAsync(team, low.Rule, changed, now, MostDecided, cancellationToken));
            if (proposal is not null)
                proposals[low.Rule] = proposal;
        }

        return PrecisionPart.Of(figures, rules, proposals);
    }
}
