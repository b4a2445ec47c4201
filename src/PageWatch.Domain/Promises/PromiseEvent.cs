namespace PageWatch.Domain.Promises;

/// <summary>What can happen to a promise.</summary>
public abstract record PromiseEvent
{
    private PromiseEvent()
    {
    }

    /// <summary>A member says that it is one.</summary>
    public sealed record Accepted : PromiseEvent;

    public sealed record Kept : PromiseEvent;

    /// <summary>A member says that it is none, or is off.</summary>
    public sealed record Dropped : PromiseEvent;

    /// <param name="DueAt">The new day, ahead of now.</param>
    public sealed record Moved(DateTimeOffset DueAt) : PromiseEvent;

    public sealed record TimePassed : PromiseEvent;
}
