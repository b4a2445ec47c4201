using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The words that a reading shows as those that decided: few, and none over another. Who comes first has its place.</summary>
internal sealed class ChosenEvidence
{
    /// <summary>More of them on a card would say nothing.</summary>
    public const int Most = 8;

    private readonly List<Evidence> _chosen = [];

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<Evidence> InOrder => [.. _chosen.OrderBy(evidence => evidence.Start)];

    /// <summary>Keeps it where there is room and no other stands there.</summary>
    public void Add(Evidence evidence)
    {
        if (_chosen.Count < Most && !_chosen.Exists(other => evidence.Start < other.Start + other.Length && other.Start < evidence.Start + evidence.Length))
            _chosen.Add(evidence);
    }
}
