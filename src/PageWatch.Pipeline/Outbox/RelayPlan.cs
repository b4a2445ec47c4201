namespace PageWatch.Pipeline.Outbox;

/// <summary>How long channels are waited for.</summary>
public sealed record RelayPlan
{
    /// <summary>A channel that took nothing for so long is stood in for by the team's fallbacks.</summary>
    public TimeSpan FallBackAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A card that was tried for so long is given up, and staff are told; a person, or a newer state of its nudge, asks for it again.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(1);
}
