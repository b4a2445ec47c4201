using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Promises;

/// <summary>Something that one of us said we would do, with a day: in a reply, in a note, or set down by hand.</summary>
public sealed record Promise
{
    /// <summary>UTF-16 units of <see cref="Words"/>.</summary>
    public const int LongestWords = 200;

    /// <summary>Of one nudge; beyond that nobody keeps count, and nobody may fill a card with them.</summary>
    public const int MostOfNudge = 50;

    /// <summary>Number 0 until it is stored.</summary>
    public required PromiseId Id { get; init; }

    public required TeamId Team { get; init; }

    public required NudgeId Nudge { get; init; }

    /// <summary>Who promised: whoever let the reply out, or wrote the note.</summary>
    public required MemberId By { get; init; }

    public required string ByName { get; init; }

    /// <summary>To whom, as the post names the author; empty after that was erased.</summary>
    public required string ToName { get; init; }

    /// <summary>One sentence, one line; empty after the post was erased.</summary>
    public required string Words { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required PromiseState State { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Where it was found: "reply 5 1". Two with one source are one. Null when it was set down by hand.</summary>
    public string? Source { get; init; }

    /// <summary>Since when its present day counts: when somebody said yes, or moved it. Null while it is only proposed.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>When its person was last called because of its present day; null when that never happened.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>When it was kept, dropped, or broken.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it was kept; beside <see cref="PromiseState.Broken"/>: late, but after all.</summary>
    public DateTimeOffset? KeptAt { get; init; }

    /// <summary>Somebody still has to answer, or to do it.</summary>
    public bool IsLive => State is PromiseState.Proposed or PromiseState.Open;
}

/// <summary>The number people type: <c>promise kept 7</c>.</summary>
public readonly record struct PromiseId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum PromiseState
{
    /// <summary>Found in a text; nobody has said yet that it is one.</summary>
    Proposed,
    Open,

    /// <summary>Before the day was over, or within the grace that follows.</summary>
    Kept,

    /// <summary>The grace ran out. Whether it was kept late says <see cref="Promise.KeptAt"/>.</summary>
    Broken,

    /// <summary>No promise, or none any more; counts neither way.</summary>
    Dropped,
}
