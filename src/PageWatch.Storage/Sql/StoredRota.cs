using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;

namespace PageWatch.Storage.Sql;

/// <summary>A rota as a document: the zone by its name, for its rules change with the machine's own.</summary>
internal sealed record StoredRota(
    IReadOnlyList<RotaPerson> People, int Days, DateOnly FirstDay, TimeOnly ChangeAt, string Zone, IReadOnlyList<StandIn> StandIns, IReadOnlyList<Absence> Absences)
{
    public static StoredRota Of(Rota rota) => new(rota.People, rota.Days, rota.FirstDay, rota.ChangeAt, rota.Zone.Id, rota.StandIns, rota.Absences);

    public Rota Read(IReadOnlyList<MemberId> gone) => new()
    {
        People = People,
        Days = Days,
        FirstDay = FirstDay,
        ChangeAt = ChangeAt,
        Zone = ZoneOf(Zone),
        StandIns = StandIns,
        Absences = Absences,
        Gone = gone,
    };

    // A machine without the zone's rules still calls somebody, hours off at most; the name stays for one that has them.
    private static TimeZoneInfo ZoneOf(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.Zero, id, id);
}
