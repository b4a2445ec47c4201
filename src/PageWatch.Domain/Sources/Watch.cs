using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Sources;

/// <summary>That a team watches a page, and how it is going.</summary>
public sealed record Watch
{
    public required Page Page { get; init; }

    public PageId Id => Page.Id;

    public required TeamId Team { get; init; }

    /// <summary>Typed in commands and queries (<c>page:contoso-blog</c>): letters, digits, "-" and "."; unique in its team.</summary>
    public required string Name { get; init; }

    /// <summary>Who began the watch.</summary>
    public required MemberId Owner { get; init; }

    public required PageCapabilities Can { get; init; }

    /// <summary>The wait between two polls, or the middle of it where it <see cref="Adapts"/>; zero when the page is only pushed to us.</summary>
    public required TimeSpan Cadence { get; init; }

    /// <summary>The wait follows what happens on the page (<see cref="PollPace"/>); false where a user fixed it.</summary>
    public bool Adapts { get; init; }

    /// <summary>Posts written before this are a baseline and nudge nobody (promise 12).</summary>
    public required DateTimeOffset NudgesSince { get; init; }

    public required WatchState State { get; init; }

    /// <summary>Why it is paused, with the mend; null while it runs.</summary>
    public string? Problem { get; init; }

    /// <summary>The unguessable part of the address that its webhooks come in by; null where none come.</summary>
    public string? HookKey { get; init; }

    /// <summary>Whether every stream was read once: what carries no time is then new.</summary>
    public bool FirstLookDone { get; init; }

    public WatchHealth Health { get; init; } = new();

    /// <summary>When it is to be asked next; null when it is not asked at all. A moment that has passed means now.</summary>
    public DateTimeOffset? DueAt => State != WatchState.Active || Cadence == TimeSpan.Zero ? null
        : Health.NotBefore > (Health.NextPollAt ?? DateTimeOffset.MinValue) ? Health.NotBefore
        : Health.NextPollAt ?? DateTimeOffset.MinValue;

    /// <summary>Its platform calls us, or is meant to.</summary>
    public bool IsCalled => HookKey is not null && Can.ReadBy.HasFlag(ReadBy.Webhook);
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum WatchState
{
    Active,

    /// <summary>Waits for a person: credentials refused, page gone.</summary>
    Paused,

    /// <summary>Ended by <c>unwatch</c>; its posts stay as retention says.</summary>
    Ended,
}

/// <summary>How a watch has been doing.</summary>
public sealed record WatchHealth
{
    public DateTimeOffset? LastSuccessAt { get; init; }

    public DateTimeOffset? LastPostAt { get; init; }

    public int FailuresInARow { get; init; }

    /// <summary>The last failure in words; null after a success.</summary>
    public string? LastProblem { get; init; }

    /// <summary>No poll before this: a platform asked to wait, or failures made us back off.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The wait that the last poll ended with.</summary>
    public TimeSpan? PollWait { get; init; }

    /// <summary>When the next poll is due; null for now.</summary>
    public DateTimeOffset? NextPollAt { get; init; }

    /// <summary>When the platform last called us; null when it never did.</summary>
    public DateTimeOffset? LastCallAt { get; init; }

    /// <summary>Posts that came otherwise since the platform last called, and that it should have told of.</summary>
    public int NotCalledFor { get; init; }

    /// <summary>When the first of <see cref="NotCalledFor"/> came; null while there are none.</summary>
    public DateTimeOffset? NotCalledSince { get; init; }

    /// <summary>When the page was last read from the start to its end.</summary>
    public DateTimeOffset? LastReconciledAt { get; init; }

    /// <summary>Posts that the last reconciliation brought, and nothing else did.</summary>
    public int Repaired { get; init; }

    /// <summary>When what opens the page ends; null when it does not, or nobody said.</summary>
    public DateTimeOffset? TokenEndsAt { get; init; }

    /// <summary>What the platform last said is left of its limit; null when it says nothing.</summary>
    public Quota? Quota { get; init; }
}
