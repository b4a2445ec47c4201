using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Tests.OnCall;

/// <summary>Random rotas against a walk from their first day on, day by day, that looks at a clock on the wall.</summary>
public sealed class RotaWalkTests
{
    private static readonly TimeZoneInfo[] Zones = [.. ((string[])["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Havana", "America/Santiago"]).Select(TimeZoneInfo.FindSystemTimeZoneById)];

    private static readonly TimeOnly[] Times = [new(0, 0), new(2, 30), new(9, 0), new(18, 15), new(23, 30)];

    private readonly Dictionary<(TimeZoneInfo Zone, DateTime Local), DateTimeOffset> struck = [];

    [Fact]
    public void Two_thousand_rotas_say_what_a_walk_from_day_to_day_says()
    {
        var random = new Random(20261130);
        for (var i = 0; i < 2_000; i++)
        {
            var rota = Any(random);
            for (var instant = 0; instant < 4; instant++)
            {
                var at = Instant(random, rota);
                rota.WhoIsOn(at).ShouldBe(Walk(rota, at), $"rota {i}: {Told(rota)} at {at:O}");
            }
        }
    }

    [Fact]
    public void Nobody_else_is_first_before_the_next_change_or_since_the_last_one()
    {
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var rota = Any(random);
            var at = Instant(random, rota);
            var first = First(rota, at);
            var next = rota.Next(at);
            var until = next?.At ?? at.AddDays(60);
            until.ShouldBeGreaterThan(at);
            for (var sample = at; sample < until; sample += TimeSpan.FromTicks(Math.Max(1, (until - at).Ticks / 12)))
                First(rota, sample).ShouldBe(first, $"rota {i}: {Told(rota)} from {at:O} to {until:O}");
            if (next is not null)
            {
                First(rota, next.At).ShouldNotBe(first);
                First(rota, next.At.AddTicks(-1)).ShouldBe(first);
                next.Who.ShouldBe(Walk(rota, next.At));
            }

            if (rota.Since(at) is not { } since)
                continue;
            since.ShouldBeLessThanOrEqualTo(at);
            First(rota, since).ShouldBe(first);
            if (since > rota.ChangeOver(rota.FirstDay))
                First(rota, since.AddTicks(-1)).ShouldNotBe(first, $"rota {i}: {Told(rota)} at {at:O}");
        }
    }

    [Fact]
    public void Holes_are_where_a_walk_finds_nobody()
    {
        var random = new Random(8);
        var holes = 0;
        for (var i = 0; i < 400; i++)
        {
            var rota = Any(random);
            var from = Instant(random, rota);
            var to = from.AddDays(12);
            var found = rota.Holes(from, to);
            holes += found.Count;
            found.ShouldAllBe(hole => hole.From < hole.To && hole.From >= from && hole.To <= to);
            found.Zip(found.Skip(1)).ShouldAllBe(pair => pair.First.To < pair.Second.From, "two that touch are one");
            for (var at = from; at < to; at = at.AddHours(5))
                found.Any(hole => hole.From <= at && at < hole.To).ShouldBe(Walk(rota, at).Count == 0, $"rota {i}: {Told(rota)} at {at:O}");
        }

        holes.ShouldBeGreaterThan(50, "or this test would show nothing");
    }

    private static MemberId? First(Rota rota, DateTimeOffset at) => rota.WhoIsOn(at) is [var first, ..] ? first.Id : null;

    private static Rota Any(Random random)
    {
        var people = Enumerable.Range(1, random.Next(1, 5)).Select(id => new RotaPerson(new MemberId(id), $"P{id}")).OrderBy(_ => random.Next()).ToList();
        var rota = new Rota
        {
            People = people,
            Days = random.Next(1, 10),
            FirstDay = new DateOnly(2026, 1, 1).AddDays(random.Next(330)),
            ChangeAt = Times[random.Next(Times.Length)],
            Zone = Zones[random.Next(Zones.Length)],
            Gone = random.Next(6) == 0 ? [people[0].Id] : [],
        };
        var outsider = new RotaPerson(new MemberId(99), "Outsider");
        RotaPerson Somebody() => random.Next(8) == 0 ? outsider : people[random.Next(people.Count)];
        for (var i = random.Next(5); i > 0; i--)
        {
            var from = rota.FirstDay.AddDays(random.Next(-3, 40));
            rota = rota.Away(Somebody(), from, random.Next(8) == 0 ? null : from.AddDays(random.Next(12)));
        }

        for (var i = random.Next(4); i > 0; i--)
        {
            var on = rota.FirstDay.AddDays(random.Next(40));
            var (one, other) = (Somebody(), Somebody());
            if (one == other)
                continue;
            rota = random.Next(2) == 0 ? rota.Exchanged(one, other, on).Rota : rota.Covered(one, other, on, on.AddDays(random.Next(10))) ?? rota;
        }

        return rota;
    }

    /// <summary>Anywhere, and often exactly at a change-over or a midnight, or a moment before.</summary>
    private DateTimeOffset Instant(Random random, Rota rota)
    {
        var day = rota.FirstDay.AddDays(random.Next(-2, 50));
        return random.Next(4) switch
        {
            0 => Struck(rota.Zone, day.ToDateTime(rota.ChangeAt)),
            1 => Struck(rota.Zone, day.ToDateTime(rota.ChangeAt)).AddTicks(-1),
            2 => Struck(rota.Zone, day.ToDateTime(TimeOnly.MinValue)),
            _ => new DateTimeOffset(day.ToDateTime(new TimeOnly(random.Next(24), random.Next(60))), TimeSpan.Zero),
        };
    }

    private List<RotaPerson> Walk(Rota rota, DateTimeOffset at)
    {
        var turn = 0;
        var left = rota.Days;
        if (at < Struck(rota.Zone, rota.FirstDay.ToDateTime(rota.ChangeAt)))
            return [];
        var day = rota.FirstDay;
        while (Struck(rota.Zone, day.AddDays(1).ToDateTime(rota.ChangeAt)) <= at)
        {
            day = day.AddDays(1);
            if (--left > 0)
                continue;
            left = rota.Days;
            turn = (turn + 1) % rota.People.Count;
        }

        List<RotaPerson> inLine = [.. rota.People.Skip(turn + 1), .. rota.People.Take(turn + 1)];
        var first = rota.People[turn];
        foreach (var standIn in rota.StandIns)
        {
            if (standIn.From <= day && day <= standIn.To)
            {
                standIn.For.ShouldBe(rota.People[turn]);
                first = standIn.By;
            }
        }

        inLine.Remove(first);
        inLine.Insert(0, first);
        inLine.RemoveAll(person => rota.Gone.Contains(person.Id) || rota.Absences.Any(absence => absence.Who == person
            && at >= Struck(rota.Zone, absence.From.ToDateTime(TimeOnly.MinValue)) && (absence.To is null || at < Struck(rota.Zone, absence.To.Value.AddDays(1).ToDateTime(TimeOnly.MinValue)))));
        return inLine;
    }

    /// <summary>Looks at the clock every quarter of an hour until it shows the time or a later one.</summary>
    private DateTimeOffset Struck(TimeZoneInfo zone, DateTime local)
    {
        if (struck.TryGetValue((zone, local), out var known))
            return known;
        var at = new DateTimeOffset(local, TimeSpan.Zero).AddHours(-15);
        while (TimeZoneInfo.ConvertTime(at, zone).DateTime < local)
            at = at.AddMinutes(15);
        return struck[(zone, local)] = at;
    }

    private static string Told(Rota rota) =>
        $"{string.Join(',', rota.People.Select(person => person.Name))} {rota.Days}d {rota.FirstDay:O} {rota.ChangeAt:O} {rota.Zone.Id}; {string.Join(", ", rota.StandIns)}; {string.Join(", ", rota.Absences)}";
}
