namespace PageWatch.Testing.Faults;

/// <summary>What a <see cref="FaultRun"/> does.</summary>
/// <param name="Seed">Of the draws, and of the moments of the kills.</param>
public sealed record FaultPlan(int Replies, long Seed)
{
    /// <summary>How often the service is killed.</summary>
    public int Kills { get; init; } = 40;

    /// <summary>Sites that take the replies. One page's replies wait for one another, and four pages are spoken to at a time.</summary>
    public int Sites { get; init; } = 8;

    /// <summary>What the sites promise: a taken reply is shown this long after it was handed over, at the latest. Set as <c>Platforms:WordPress:SettlingTime</c>, not a moment more.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the service waits for an answer, <c>Fetch:TimeLimit</c>: the shortest that can be set, since a page's replies wait behind each silence.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Comments whose reply was not handed over once, at most.</summary>
    public int MostUnanswered { get; init; } = 300;

    /// <summary>Visitors write for so long, and if that is over before all have written, the run is a smaller one. Null: until all have.</summary>
    public TimeSpan? LongestWriting { get; init; }

    /// <summary>Without any step forward for so long, the run is given up, and whatever is missing by then counts as lost.</summary>
    public TimeSpan LongestStandstill => (Settling * 3) + TimeSpan.FromMinutes(2);
}
