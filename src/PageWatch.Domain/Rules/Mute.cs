using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Rules;

/// <summary>What nobody wants to hear of for a while: it wins over every rule, and it always ends.</summary>
/// <param name="Query">Parsed when it was saved; stored in its printed form.</param>
/// <param name="Until">When it ends, UTC; at most <see cref="Longest"/> after <paramref name="At"/>.</param>
/// <param name="ByName">Who muted it.</param>
public sealed record Mute(MuteId Id, TeamId Team, Query Query, DateTimeOffset Until, string ByName, DateTimeOffset At)
{
    /// <summary>What must be silent for longer wants a rule.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Where nothing is said.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(1);
}

/// <summary>The number people type: <c>unmute 3</c>.</summary>
public readonly record struct MuteId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
