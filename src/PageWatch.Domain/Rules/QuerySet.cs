using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>Many queries, asked of a post together: its words are cut and looked up once, and a query is only asked where a word it cannot do without was found.</summary>
/// <remarks>Any thread may ask. A post that nothing matches costs no memory.</remarks>
public sealed class QuerySet
{
    private readonly QueryAtoms atoms = new();
    private readonly QueryTest[] tests;

    /// <summary>By atom: the queries that hold only where it, or another of theirs, was found.</summary>
    private readonly int[][] byAtom;

    /// <summary>Queries that may hold whatever is found: those that ask what is not there.</summary>
    private readonly int[] always;
    private QueryFindings? spare;

    public QuerySet(IReadOnlyList<Query> queries)
    {
        Queries = queries;
        tests = [.. queries.Select(query => QueryTest.Of(query.Root, atoms))];
        atoms.Close();
        var lists = new List<int>?[atoms.Count];
        var rest = new List<int>();
        for (var i = 0; i < tests.Length; i++)
        {
            if (tests[i].Needs(atoms) is not { } needed)
            {
                rest.Add(i);
                continue;
            }

            foreach (var atom in needed.Atoms.Distinct())
                (lists[atom] ??= []).Add(i);
        }

        byAtom = [.. lists.Select(list => list is null ? [] : list.ToArray())];
        always = [.. rest];
    }

    public IReadOnlyList<Query> Queries { get; }

    /// <summary>Finds every query that holds.</summary>
    /// <returns>Its place in <see cref="Queries"/> and the places in the post's text that made it so, in the order of the queries; empty when none holds.</returns>
    public IReadOnlyList<(int Query, IReadOnlyList<Evidence> Words)> Match(QuerySubject subject)
    {
        var findings = Take(subject);
        List<int>? held = null;
        foreach (var query in always)
        {
            if (tests[query].Holds(findings))
                (held ??= []).Add(query);
        }

        for (var i = 0; i < findings.FoundCount; i++)
        {
            foreach (var query in byAtom[findings.Found[i]])
            {
                if (findings.IsFirstLook(query) && tests[query].Holds(findings))
                    (held ??= []).Add(query);
            }
        }

        if (held is null)
        {
            spare = findings;
            return [];
        }

        held.Sort();
        // No lambda here: what it captured would cost memory for every post.
        var hits = new (int, IReadOnlyList<Evidence>)[held.Count];
        for (var i = 0; i < hits.Length; i++)
            hits[i] = (held[i], PlacesOf(tests[held[i]], findings));
        spare = findings;
        return hits;
    }

    internal IReadOnlyList<Evidence>? First(QuerySubject subject)
    {
        var findings = Take(subject);
        var places = tests[0].Holds(findings) ? PlacesOf(tests[0], findings) : null;
        spare = findings;
        return places;
    }

    internal (bool Holds, string Decided) Explain(QuerySubject subject)
    {
        var findings = Take(subject);
        var holds = tests[0].Holds(findings);
        var decided = tests[0].Decided(findings).ToString();
        spare = findings;
        return (holds, decided);
    }

    private QueryFindings Take(QuerySubject subject)
    {
        var findings = Interlocked.Exchange(ref spare, null) ?? new QueryFindings(atoms, tests.Length);
        findings.Look(subject);
        return findings;
    }

    private static IReadOnlyList<Evidence> PlacesOf(QueryTest test, QueryFindings findings)
    {
        var places = new List<(int Start, int End)>();
        test.AddPlaces(findings, places);
        if (places.Count == 0)
            return [];
        places.Sort();
        var apart = new List<Evidence>();
        var (start, end) = places[0];
        foreach (var place in places)
        {
            if (place.Start < end)
            {
                end = Math.Max(end, place.End);
                continue;
            }

            if (place.Start > start)
                apart.Add(Place());
            (start, end) = place;
        }

        apart.Add(Place());
        return apart;

        Evidence Place() => new(start, end - start, "rule");
    }
}
