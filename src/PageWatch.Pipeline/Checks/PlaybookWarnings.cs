using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Checks;

/// <summary>What works in a playbook and should be looked at all the same. Pure; in the order of the text, what concerns all of it first.</summary>
public static class PlaybookWarnings
{
    public static IReadOnlyList<PlaybookWarning> Of(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        var (rare, usual) = Languages(playbook);
        var alike = new Dictionary<string, List<PlaybookClause>>();
        var warnings = new List<PlaybookWarning>(rare.Select(language => new PlaybookWarning(null, language, CheckSay.It(
            CheckWording.LintRareLanguage, language, string.Join(", ", playbook.Clauses.Where(clause => Speaks(clause, language)).Select(clause => "§" + CheckSay.Number(clause.Number)))))));
        foreach (var clause in playbook.Clauses)
        {
            if (usual.Where(language => !Speaks(clause, language)).ToList() is { Count: > 0 } missing)
                warnings.Add(new PlaybookWarning(clause, null, CheckSay.It(CheckWording.LintFewerLanguages, string.Join(", ", missing))));
            var before = alike.TryGetValue(Condition(clause), out var known) ? known : alike[Condition(clause)] = [];
            if (before.Find(earlier => Covers(earlier, clause)) is { } first)
                warnings.Add(new PlaybookWarning(clause, null, CheckSay.It(CheckWording.LintUnreached, first.Number, first.Title)));
            before.Add(clause);
            foreach (var (language, replies) in clause.Replies.OrderBy(each => each.Key, StringComparer.Ordinal))
            {
                if (replies.Count == 1)
                    warnings.Add(new PlaybookWarning(clause, language, CheckWording.LintSingleReply));
                for (var i = 0; i < replies.Count; i++)
                    warnings.AddRange(Blocked(playbook, language, replies[i]).Select(reason => new PlaybookWarning(clause, language, CheckSay.It(CheckWording.LintBlocked, i + 1, CheckSay.Piece(replies[i]), reason))));
            }
        }

        return warnings;
    }

    /// <summary>Each clause that lacks a usual language is told of; a language that few have is told of once, and not in each clause that lacks it.</summary>
    private static (IReadOnlyList<string> Rare, IReadOnlyList<string> Usual) Languages(Playbook playbook)
    {
        var spoken = playbook.Clauses.SelectMany(clause => clause.Replies.Keys.Select(Primary).Distinct()).CountBy(language => language).OrderBy(each => each.Key, StringComparer.Ordinal).ToList();
        return ([.. spoken.Where(each => each.Value * 2 < playbook.Clauses.Count).Select(each => each.Key)], [.. spoken.Where(each => each.Value * 2 >= playbook.Clauses.Count).Select(each => each.Key)]);
    }

    /// <summary>What two clauses must have in common before one can stand in the way of the other.</summary>
    private static string Condition(PlaybookClause clause) =>
        $"{clause.Kind} {(clause.Words.Count + clause.About.Count == 0 ? "" : "words ")}{string.Join(' ', ClauseTerms.Conditions.Where(clause.When.Contains))}{(clause.When.Contains(ClauseTerms.Any) ? " any" : "")}";

    /// <summary>
    /// Whether the earlier clause is chosen wherever the later one fits: it fits too, at least as well, in every language of the later, and the earlier of two that
    /// fit alike is taken. Says no where it is not sure.
    /// </summary>
    private static bool Covers(PlaybookClause earlier, PlaybookClause later) =>
        (earlier.When.Contains(ClauseTerms.Any) || later.When.All(earlier.When.Contains))
        && later.Words.All(earlier.Words.Contains)
        && later.About.All(earlier.About.Contains)
        && later.Replies.Keys.All(earlier.Replies.ContainsKey);

    /// <returns>Why the checks would not let a reply out as the drafter writes it, with a name and without.</returns>
    private static IEnumerable<string> Blocked(Playbook playbook, string language, string reply) =>
        TemplateChecks.Of(playbook, language, reply, playbook.SignOff).Where(finding => finding.Blocks).Select(finding => finding.Reason);

    private static bool Speaks(PlaybookClause clause, string language) => clause.Replies.Keys.Any(each => Primary(each) == language);

    private static string Primary(string language) => language.Split('-')[0];
}

/// <summary>Something in a playbook that works and should be looked at.</summary>
/// <param name="Clause">Null where it is about the whole playbook.</param>
/// <param name="Language">Null where it is about all of them.</param>
/// <param name="What">In words for people, with the mend.</param>
public sealed record PlaybookWarning(PlaybookClause? Clause, string? Language, string What);
