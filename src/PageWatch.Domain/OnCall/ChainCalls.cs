using PageWatch.Domain.Teams;

namespace PageWatch.Domain.OnCall;

/// <summary>Whom a step calls now.</summary>
public static class ChainCalls
{
    /// <param name="rota">Null where a team has none; it also says who is away.</param>
    /// <param name="members">Those of the team who may be called, in a lasting order; nobody else is.</param>
    /// <param name="lastAssigned">Whom <see cref="ChainTarget.Next"/> called last.</param>
    public static ChainCall Who(ChainStep step, Rota? rota, IReadOnlyList<Member> members, DateTimeOffset at, MemberId? lastAssigned = null)
    {
        var present = members.Where(member => !member.IsRemoved).ToList();
        return step.Target switch
        {
            ChainTarget.Channel => new ChainCall([], ChainReason.Channel, null),
            ChainTarget.OnCall when rota is null => new ChainCall([], ChainReason.OnCall, ChainGap.NoRota),
            ChainTarget.OnCall => OnCall(rota, present, at),
            ChainTarget.Next => Next(present, lastAssigned),
            ChainTarget.Approver => All(present.Where(member => member.Role >= Role.Approver), ChainReason.Approver),
            ChainTarget.Lead => All(present.Where(member => member.Role >= Role.Admin), ChainReason.Lead),
            ChainTarget.Person person => Named(present, person.Name),
            _ => All(present, ChainReason.Everyone),
        };

        ChainCall All(IEnumerable<Member> who, ChainReason reason) =>
            who.Where(IsThere).ToList() is { Count: > 0 } there ? new ChainCall(there, reason, null) : new ChainCall([], reason, ChainGap.NobodyThere);

        ChainCall Next(IReadOnlyList<Member> who, MemberId? last) =>
            RoundRobin.Next([.. who.Where(member => member.Role >= Role.Responder)], last, id => rota is null || rota.IsThere(id, at)) is { } next
                ? new ChainCall([next], ChainReason.RoundRobin, null)
                : new ChainCall([], ChainReason.RoundRobin, ChainGap.NobodyThere);

        ChainCall Named(IReadOnlyList<Member> who, string name) =>
            who.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } found ? new ChainCall([], ChainReason.Named, ChainGap.NoSuchPerson)
            : IsThere(found) ? new ChainCall([found], ChainReason.Named, null)
            : new ChainCall([], ChainReason.Named, ChainGap.PersonAway);

        bool IsThere(Member member) => rota is null || rota.IsThere(member.Id, at);
    }

    /// <summary>The first on the rota who may be called: one who lost the right to answer is passed over.</summary>
    private static ChainCall OnCall(Rota rota, IReadOnlyList<Member> members, DateTimeOffset at)
    {
        foreach (var person in rota.WhoIsOn(at))
        {
            if (members.FirstOrDefault(member => member.Id == person.Id) is { } found)
                return new ChainCall([found], ChainReason.OnCall, null);
        }

        return new ChainCall([], ChainReason.OnCall, ChainGap.NobodyOnCall);
    }
}

/// <summary>Whom to call, and why them.</summary>
/// <param name="Members">Empty for a channel, and where there is a gap.</param>
/// <param name="Gap">Nobody is there: climb at once, and say so. Null when all is well.</param>
public sealed record ChainCall(IReadOnlyList<Member> Members, ChainReason Reason, ChainGap? Gap);

/// <summary>Why these are called; the words for it are the caller's.</summary>
public enum ChainReason
{
    Channel,
    OnCall,
    RoundRobin,
    Approver,
    Lead,
    Named,
    Everyone,
}

/// <summary>Why a step reaches nobody.</summary>
public enum ChainGap
{
    /// <summary>The team has no rota.</summary>
    NoRota,

    /// <summary>The rota has a hole now.</summary>
    NobodyOnCall,

    /// <summary>Removed, or never a member.</summary>
    NoSuchPerson,
    PersonAway,

    /// <summary>All whom the step means are away, or there are none.</summary>
    NobodyThere,
}
