using System.Collections;

namespace PageWatch.Domain.Rules;

/// <summary>The rules of a team, in the order in which they were added. All that match apply.</summary>
public sealed class RuleBook : IReadOnlyList<WatchRule>
{
    private readonly IReadOnlyList<WatchRule> rules;
    private readonly WatchRule[] asked;
    private readonly QuerySet queries;
    private readonly QuerySet muted;

    /// <param name="mutes">May have ended already.</param>
    public RuleBook(IReadOnlyList<WatchRule> rules, IReadOnlyList<Mute>? mutes = null)
    {
        Mutes = mutes ?? [];
        muted = new QuerySet([.. Mutes.Select(mute => mute.Query)]);
        this.rules = rules;
        asked = [.. rules.Where(rule => rule.IsOn)];
        queries = new QuerySet([.. asked.Select(rule => rule.Query)]);
        AsksForStaff = asked.Any(rule => rule.Query.AsksForStaff);
    }

    public static RuleBook Empty { get; } = new([]);

    public int Count => rules.Count;

    public WatchRule this[int index] => rules[index];

    /// <summary>In the order in which they were added; some may have ended.</summary>
    public IReadOnlyList<Mute> Mutes { get; }

    /// <summary>Asks every rule that is on about a post of its own team.</summary>
    /// <returns>In the order of the rules; empty when nobody wants to know, and when the post is muted.</returns>
    public IReadOnlyList<RuleMatch> Match(QuerySubject subject, DateTimeOffset now)
    {
        var hits = queries.Match(subject);
        if (hits.Count == 0 || MutedBy(subject, now) is not null)
            return [];
        var matches = new List<RuleMatch>(hits.Count);
        foreach (var (at, words) in hits)
        {
            if (asked[at].Team == subject.Post.Team)
                matches.Add(asked[at].MatchedBy(words));
        }

        return matches;
    }

    /// <summary>Whether a rule that is on tells members from others.</summary>
    public bool AsksForStaff { get; }

    /// <returns>The first mute that holds for the post now; null for none.</returns>
    public Mute? MutedBy(QuerySubject subject, DateTimeOffset now)
    {
        if (Mutes.Count == 0)
            return null;
        foreach (var (at, _) in muted.Match(subject))
        {
            if (Mutes[at] is var mute && mute.Until > now && mute.Team == subject.Post.Team)
                return mute;
        }

        return null;
    }

    public IEnumerator<WatchRule> GetEnumerator() => rules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
