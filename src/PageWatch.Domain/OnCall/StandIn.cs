namespace PageWatch.Domain.OnCall;

/// <summary>Somebody has days that are another one's by the order.</summary>
/// <param name="From">A day of the rota: it begins at the change-over.</param>
/// <param name="To">The last one; it ends at the change-over of the day that follows.</param>
/// <param name="For">Whose turn it is by the order.</param>
/// <param name="By">Anybody of the team, with a turn or without.</param>
public sealed record StandIn(DateOnly From, DateOnly To, RotaPerson For, RotaPerson By);

/// <summary>What came of the wish to exchange turns.</summary>
/// <param name="Rota">As it was, when refused.</param>
/// <param name="Refusal">Null when it was done, and all else is set.</param>
public sealed record RotaSwap(Rota Rota, RotaRefusal? Refusal)
{
    /// <summary>Had the day that was named.</summary>
    public RotaPerson? Gives { get; init; }

    public RotaPerson? Takes { get; init; }

    /// <summary>First and last day that change hands.</summary>
    public (DateOnly From, DateOnly To) Given { get; init; }

    /// <summary>What the other one gives in return.</summary>
    public (DateOnly From, DateOnly To) Returned { get; init; }
}

/// <summary>Why two cannot exchange turns.</summary>
public enum RotaRefusal
{
    /// <summary>The day belongs to neither.</summary>
    NotTheirs,

    /// <summary>Whoever would take the day over has no turn to give in return.</summary>
    NothingBack,
}
