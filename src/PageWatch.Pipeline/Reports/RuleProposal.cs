using PageWatch.Domain.Rules;

namespace PageWatch.Pipeline.Reports;

/// <summary>That a rule should be changed, and how.</summary>
/// <param name="Decided">So many decided nudges it is said of.</param>
/// <param name="WorthIt">Of them.</param>
/// <param name="Tuning">Null where nothing tells them apart.</param>
public sealed record RuleProposal(int Decided, int WorthIt, RuleTuning? Tuning)
{
    /// <param name="posts">What the rule called staff for as it is now, decided.</param>
    /// <returns>Null where it is often enough worth it, or too little is decided.</returns>
    public static RuleProposal? Of(WatchRule rule, IReadOnlyList<DecidedPost> posts) => posts.Count(post => post.WasWorthIt) is var worthIt && RulePrecision.IsLowOf(posts.Count, worthIt)
        ? new RuleProposal(posts.Count, worthIt, RuleTuning.Of(rule, posts))
        : null;
}
