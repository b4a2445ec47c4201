namespace PageWatch.Domain.Teams;

/// <summary>One of us: a named person of a team who may claim, edit and publish as far as the role allows.</summary>
/// <param name="Name">As colleagues know the person; unique in a team, without regard to case.</param>
/// <param name="Role">Wherever a page says nothing else.</param>
public sealed record Member(MemberId Id, TeamId Team, string Name, Role Role)
{
    /// <summary>Taken out of the team: known by name for what is on record, and may do nothing.</summary>
    public bool IsRemoved { get; init; }
}

/// <summary>Names a member in every table, log and click.</summary>
public readonly record struct MemberId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
