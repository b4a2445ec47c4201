using PageWatch.Domain.Drafts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What a post is, in the terms of a playbook, and how well a clause fits it.</summary>
internal sealed class Occasion
{
    private const int MostWordsCounted = 5;

    private readonly HashSet<string> _terms;
    private readonly PostWords _words;

    private Occasion(HashSet<string> terms, PostWords words)
    {
        _terms = terms;
        _words = words;
    }

    public static Occasion Of(DraftRequest request)
    {
        var reading = request.Reading;
        var terms = new HashSet<string> { ClauseTerms.Of(reading.Intent), ClauseTerms.Any };
        if (reading.Unclear is not null)
            terms.Add(ClauseTerms.Unclear);
        if (reading.Urgency != Urgency.Whenever)
            terms.Add(ClauseTerms.Today);
        if (reading.Urgency == Urgency.Now)
            terms.Add(ClauseTerms.Now);
        if (reading.Evidence.Any(evidence => evidence.For == ClauseTerms.Of(Intent.Abuse)))
            terms.Add(ClauseTerms.Rude);
        if (reading.Personal.Count > 0)
            terms.Add(ClauseTerms.Personal);
        return new Occasion(terms, PostWords.Of(request.Post));
    }

    /// <returns>The higher the better; null when the clause is for something else.</returns>
    public int? Fit(PlaybookClause clause)
    {
        var isFor = false;
        var fit = 0;
        foreach (var term in clause.When)
        {
            var holds = _terms.Contains(term);
            if (ClauseTerms.Posts.Contains(term))
            {
                isFor |= holds;
                continue;
            }

            if (!holds)
                return null;
            fit += term == ClauseTerms.Now ? 100 : 6;
        }

        if (!isFor)
            return null;
        if (!clause.When.Contains(ClauseTerms.Any))
            fit += 2;
        if (clause.Words.Count == 0)
            return fit;

        // What a post names decides more than what it is: broken goods are answered as such, in whatever tone they come.
        var hits = clause.Words.Count(_words.Contains);
        return hits == 0 ? null : fit + 10 + (4 * Math.Min(hits, MostWordsCounted));
    }
}
