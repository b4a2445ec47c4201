namespace PageWatch.Domain.Teams;

/// <summary>The people who answer for some pages together. Watches, rules, playbook, members and channels belong to one team; nothing crosses teams.</summary>
/// <param name="Name">Shown to its members; unique in an installation, without regard to case.</param>
public sealed record Team(TeamId Id, string Name);

/// <summary>Names a team. Number 1 is the team that every installation starts with.</summary>
public readonly record struct TeamId(int Value)
{
    /// <summary>The team of a fresh installation.</summary>
    public static TeamId Default { get; } = new(1);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
