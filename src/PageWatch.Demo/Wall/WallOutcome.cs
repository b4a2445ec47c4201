namespace PageWatch.Demo.Wall;

/// <summary>What came of something that was tried on the wall.</summary>
public abstract record WallOutcome
{
    private WallOutcome()
    {
    }

    /// <param name="Post">As it stands now.</param>
    public sealed record Done(WallPost Post) : WallOutcome;

    /// <summary>There never was such a post.</summary>
    public sealed record Unknown : WallOutcome;

    /// <param name="Post">What is left of it: who deletes a post leaves its id and its revision.</param>
    public sealed record Deleted(WallPost Post) : WallOutcome;

    /// <param name="Why">In a sentence for whoever wrote it.</param>
    public sealed record Refused(string Why) : WallOutcome;

    /// <param name="Why">In a sentence for whoever tried it.</param>
    public sealed record NotAllowed(string Why) : WallOutcome;
}
