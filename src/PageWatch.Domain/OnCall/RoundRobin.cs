using PageWatch.Domain.Teams;

namespace PageWatch.Domain.OnCall;

/// <summary>One after the other.</summary>
public static class RoundRobin
{
    /// <param name="people">In a lasting order.</param>
    /// <param name="lastAssigned">Null at the beginning; somebody who is not among them any more counts as nobody.</param>
    /// <returns>The next one who is there, the last one again when nobody else is; null when nobody is.</returns>
    public static Member? Next(IReadOnlyList<Member> people, MemberId? lastAssigned, Func<MemberId, bool> isThere)
    {
        var last = -1;
        for (var i = 0; i < people.Count; i++)
        {
            if (people[i].Id == lastAssigned)
                last = i;
        }

        for (var i = 1; i <= people.Count; i++)
        {
            var person = people[(last + i) % people.Count];
            if (isThere(person.Id))
                return person;
        }

        return null;
    }
}
