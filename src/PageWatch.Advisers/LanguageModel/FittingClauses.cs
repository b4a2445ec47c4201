using System.Globalization;
using System.Text.RegularExpressions;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Which of the playbook's clauses a model is shown: those that the embedded drafter cites, then those for such a post in general.</summary>
internal static partial class FittingClauses
{
    private const int MostClauses = 6;
    private const int MostReplies = 3;
    private const string English = "en";

    public static IReadOnlyList<PlaybookClause> Of(DraftAsk ask)
    {
        var cited = ask.Embedded.Select(proposal => Cited().Match(proposal.Source)).Where(match => match.Success)
            .Select(match => int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        var term = ask.Request.Reading.Unclear is null ? VerdictWords.Name(ask.Request.Reading.Intent) : "unclear";
        var clauses = ask.Request.Playbook.Clauses;
        return [.. clauses.Where(clause => cited.Contains(clause.Number)).OrderBy(clause => cited.IndexOf(clause.Number))
            .Concat(clauses.Where(clause => clause.Words.Count == 0 && clause.When.Contains(term) && !clause.When.Overlaps(Conditions)))
            .DistinctBy(clause => clause.Number)
            .Take(MostClauses)];
    }

    /// <summary>In the language that is asked, else in English, else in whichever there is.</summary>
    /// <param name="isFilled">Whether a slot can be filled; sentences that need another are left out.</param>
    public static IEnumerable<string> RepliesOf(PlaybookClause clause, string language, Func<string, bool> isFilled)
    {
        var replies = clause.Replies.OrderByDescending(pair => pair.Key == language ? 3 : Languages.AreSame(pair.Key, language) ? 2 : pair.Key == English ? 1 : 0)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault() ?? [];
        return replies.Where(reply => Slots().Matches(reply).All(slot => isFilled(slot.Value))).Take(MostReplies);
    }

    /// <summary>After "Only:" in a playbook.</summary>
    private static readonly string[] Conditions = ["now", "today", "rude", "personal"];

    [GeneratedRegex("^playbook §(?<number>[0-9]{1,6})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cited();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Slots();
}
