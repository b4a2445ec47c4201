namespace PageWatch.Domain.Rules;

/// <summary>A part of a query, ready to be held against what was found in a post.</summary>
internal abstract class QueryTest(QueryNode node)
{
    /// <summary>More is not marked: a text of one word written a thousand times over is no clearer for it.</summary>
    private const int MostPlaces = 500;

    /// <summary>What makes a query worth a look: one of these was found.</summary>
    /// <param name="Commonness">How many posts that is, roughly.</param>
    internal sealed record Need(IReadOnlyList<int> Atoms, double Commonness);

    public static QueryTest Of(QueryNode node, QueryAtoms atoms) => node switch
    {
        QueryNode.Words words => new Run(words, atoms),
        QueryNode.Near near => new Close(near, atoms),
        QueryNode.Field field => new Known(field, atoms),
        QueryNode.Not not => new Without(not, Of(not.Part, atoms)),
        QueryNode.All all => new Every(all, [.. all.Parts.Select(part => Of(part, atoms))]),
        QueryNode.Any any => new Some(any, [.. any.Parts.Select(part => Of(part, atoms))]),
        _ => throw new InvalidOperationException($"No test for {node.GetType().Name}."),
    };

    public abstract bool Holds(QueryFindings findings);

    /// <returns>Null when it may hold though nothing was found.</returns>
    public abstract Need? Needs(QueryAtoms atoms);

    /// <summary>Adds the places in the text that make it hold; asked of a test that holds.</summary>
    public virtual void AddPlaces(QueryFindings findings, List<(int Start, int End)> places)
    {
    }

    /// <summary>The part that decided how this one came out.</summary>
    public virtual QueryNode Decided(QueryFindings findings) => node;

    /// <summary>Words side by side.</summary>
    private sealed class Run : QueryTest
    {
        private readonly int[] words;

        public Run(QueryNode.Words node, QueryAtoms atoms)
            : base(node)
        {
            words = [.. node.Folded.Select((word, i) => node.AnyEnding && i == node.Folded.Count - 1 ? atoms.Beginning(word) : atoms.Word(word))];
        }

        public override bool Holds(QueryFindings findings)
        {
            foreach (var word in words)
            {
                if (!findings.Has(word))
                    return false;
            }

            if (words.Length == 1)
                return true;
            var run = new RunWalk(words, findings, stackalloc int[Math.Min(words.Length, RunWalk.OnStack)]);
            return run.Next(out _);
        }

        public override Need Needs(QueryAtoms atoms)
        {
            var rarest = words.MinBy(atoms.CommonnessOf);
            return new Need([rarest], atoms.CommonnessOf(rarest));
        }

        public override void AddPlaces(QueryFindings findings, List<(int Start, int End)> places)
        {
            var run = new RunWalk(words, findings, stackalloc int[Math.Min(words.Length, RunWalk.OnStack)]);
            while (run.Next(out var span))
            {
                if (places.Count >= MostPlaces)
                    return;
                if (span.Start >= 0)
                    places.Add((span.Start, span.End));
            }
        }

        public void AddSpans(QueryFindings findings, List<QueryFindings.Span> spans)
        {
            var run = new RunWalk(words, findings, stackalloc int[Math.Min(words.Length, RunWalk.OnStack)]);
            while (run.Next(out var span))
                spans.Add(span);
        }
    }

    /// <summary>Finds where a run of words stands, in the order of the post. Each word's occurrences are walked once, however often the words repeat.</summary>
    private ref struct RunWalk
    {
        public const int OnStack = 32;

        private readonly QueryFindings findings;
        private readonly int[] words;
        private readonly Span<int> places;

        public RunWalk(int[] words, QueryFindings findings, Span<int> places)
        {
            this.words = words;
            this.findings = findings;
            this.places = places.Length < words.Length ? new int[words.Length] : places;
            for (var i = 0; i < words.Length; i++)
                this.places[i] = findings.FirstOf(words[i]);
        }

        public bool Next(out QueryFindings.Span span)
        {
            while (places[0] >= 0)
            {
                ref readonly var first = ref findings[places[0]];
                places[0] = first.Next;
                var end = first.Start + first.Length;
                var isWhole = true;
                for (var i = 1; i < words.Length; i++)
                {
                    var place = places[i];
                    while (place >= 0 && findings[place].Position < first.Position + i)
                        place = findings[place].Next;
                    places[i] = place;
                    if (place < 0)
                    {
                        span = default;
                        return false;
                    }

                    if (findings[place].Position != first.Position + i)
                    {
                        isWhole = false;
                        break;
                    }

                    end = findings[place].Start + findings[place].Length;
                }

                if (isWhole)
                {
                    span = new QueryFindings.Span(first.Position, first.Position + words.Length - 1, first.Start, first.Start < 0 ? -1 : end);
                    return true;
                }
            }

            span = default;
            return false;
        }
    }

    /// <summary>Two runs of words within some words of each other.</summary>
    private sealed class Close(QueryNode.Near node, QueryAtoms atoms) : QueryTest(node)
    {
        private readonly Run[] ones = RunsOf(node.One, atoms);
        private readonly Run[] others = RunsOf(node.Other, atoms);

        public override bool Holds(QueryFindings findings)
        {
            if (!Array.Exists(ones, run => run.Holds(findings)) || !Array.Exists(others, run => run.Holds(findings)))
                return false;
            return Pair(findings, null);
        }

        public override Need Needs(QueryAtoms atoms)
        {
            var (one, other) = (Sum(ones.Select(run => run.Needs(atoms))), Sum(others.Select(run => run.Needs(atoms))));
            return one.Commonness <= other.Commonness ? one : other;
        }

        public override void AddPlaces(QueryFindings findings, List<(int Start, int End)> places) => Pair(findings, places);

        private static Run[] RunsOf(QueryNode node, QueryAtoms atoms) => node switch
        {
            QueryNode.Words words => [new Run(words, atoms)],
            QueryNode.Any any => [.. any.Parts.Cast<QueryNode.Words>().Select(part => new Run(part, atoms))],
            _ => throw new InvalidOperationException($"{node} cannot be near anything."),
        };

        private bool Pair(QueryFindings findings, List<(int Start, int End)>? places)
        {
            var (left, right) = (Spans(findings, ones, findings.Left), Spans(findings, others, findings.Right));
            var longest = 0;
            foreach (var span in right)
                longest = Math.Max(longest, span.Last - span.First);
            var from = 0;
            foreach (var one in left)
            {
                // Nothing that begins so far before it can reach it, or anything behind it.
                while (from < right.Count && right[from].First < one.First - node.Within - longest)
                    from++;
                for (var i = from; i < right.Count && right[i].First <= one.Last + node.Within; i++)
                {
                    var other = right[i];
                    var isNear = other.First > one.Last ? other.First - one.Last <= node.Within : one.First > other.Last && one.First - other.Last <= node.Within;
                    if (!isNear)
                        continue;
                    if (places is null || places.Count >= MostPlaces)
                        return true;
                    if (one.Start >= 0)
                    {
                        places.Add((one.Start, one.End));
                        places.Add((other.Start, other.End));
                    }
                }
            }

            return false;
        }

        private static List<QueryFindings.Span> Spans(QueryFindings findings, Run[] runs, List<QueryFindings.Span> spans)
        {
            spans.Clear();
            foreach (var run in runs)
                run.AddSpans(findings, spans);
            if (runs.Length > 1)
                spans.Sort(static (one, other) => one.First.CompareTo(other.First));
            return spans;
        }
    }

    private sealed class Known(QueryNode.Field node, QueryAtoms atoms) : QueryTest(node)
    {
        private readonly int atom = atoms.Field(node);

        public override bool Holds(QueryFindings findings) => findings.Has(atom);

        public override Need Needs(QueryAtoms atoms) => new([atom], atoms.CommonnessOf(atom));
    }

    private sealed class Without(QueryNode.Not node, QueryTest part) : QueryTest(node)
    {
        public override bool Holds(QueryFindings findings) => !part.Holds(findings);

        public override Need? Needs(QueryAtoms atoms) => null;
    }

    private sealed class Every(QueryNode.All node, QueryTest[] parts) : QueryTest(node)
    {
        public override bool Holds(QueryFindings findings)
        {
            foreach (var part in parts)
            {
                if (!part.Holds(findings))
                    return false;
            }

            return true;
        }

        public override Need? Needs(QueryAtoms atoms) => parts.Select(part => part.Needs(atoms)).OfType<Need>().MinBy(need => need.Commonness);

        public override void AddPlaces(QueryFindings findings, List<(int Start, int End)> places)
        {
            foreach (var part in parts)
                part.AddPlaces(findings, places);
        }

        public override QueryNode Decided(QueryFindings findings) => Array.Find(parts, part => !part.Holds(findings))?.Decided(findings) ?? base.Decided(findings);
    }

    private sealed class Some(QueryNode.Any node, QueryTest[] parts) : QueryTest(node)
    {
        public override bool Holds(QueryFindings findings)
        {
            foreach (var part in parts)
            {
                if (part.Holds(findings))
                    return true;
            }

            return false;
        }

        public override Need? Needs(QueryAtoms atoms)
        {
            var needs = parts.Select(part => part.Needs(atoms)).ToList();
            return needs.Contains(null) ? null : Sum(needs!);
        }

        public override void AddPlaces(QueryFindings findings, List<(int Start, int End)> places)
        {
            foreach (var part in parts)
            {
                if (part.Holds(findings))
                    part.AddPlaces(findings, places);
            }
        }

        public override QueryNode Decided(QueryFindings findings) => Array.Find(parts, part => part.Holds(findings))?.Decided(findings) ?? base.Decided(findings);
    }

    private static Need Sum(IEnumerable<Need> needs)
    {
        var all = needs.ToList();
        return new Need([.. all.SelectMany(need => need.Atoms)], all.Sum(need => need.Commonness));
    }
}
