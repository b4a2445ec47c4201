using PageWatch.Domain.Teams;

namespace PageWatch.Domain.OnCall;

/// <summary>Who of a team is called, and when: people in order, each for a turn of so many days, with stand-ins and absences.</summary>
/// <remarks>A day of the rota begins at the change-over by the clock on the wall of its zone, and so lasts 23 or 25 hours where that clock is moved. Absences are calendar days, from midnight to midnight.</remarks>
public sealed record Rota
{
    public const int MostPeople = 50;

    /// <summary>Days of a turn.</summary>
    public const int LongestTurn = 92;

    /// <summary>Stand-ins and absences together, past ones included until they are tidied away.</summary>
    public const int MostNotes = 300;

    /// <summary>Days that one stand-in or absence with an end may last.</summary>
    public const int LongestNote = 400;

    /// <summary>In the order of their turns; nobody twice.</summary>
    public required IReadOnlyList<RotaPerson> People { get; init; }

    /// <summary>How long each turn is.</summary>
    public required int Days { get; init; }

    /// <summary>When the first turn of the first person begins; before it there is nobody.</summary>
    public required DateOnly FirstDay { get; init; }

    public required TimeOnly ChangeAt { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>No two for one day.</summary>
    public IReadOnlyList<StandIn> StandIns { get; init; } = [];

    public IReadOnlyList<Absence> Absences { get; init; } = [];

    /// <summary>Whoever was taken out of the team: absent for good. Not a part of what is kept, but of what is known when it is read.</summary>
    public IReadOnlyList<MemberId> Gone { get; init; } = [];

    /// <summary>Why nobody could work with this; null when all is well.</summary>
    public RotaFault? Fault =>
        People.Count == 0 ? RotaFault.Nobody
        : People.Count > MostPeople ? RotaFault.TooMany
        : People.DistinctBy(person => person.Id).Count() != People.Count ? RotaFault.Twice
        : Days is < 1 or > LongestTurn ? RotaFault.TurnLength
        : null;

    /// <summary>Who to call, in order: whose turn it is or who stands in, then those whose turns follow. Empty when nobody is there.</summary>
    public IReadOnlyList<RotaPerson> WhoIsOn(DateTimeOffset at)
    {
        if (People.Count == 0 || at < Begins)
            return [];
        var day = DayAt(at);
        var first = HolderOn(day);
        var who = new List<RotaPerson>(People.Count + 1);
        if (IsThere(first.Id, at))
            who.Add(first);
        // Whoever is stood in for comes last of all: there was a reason.
        var turn = TurnOn(day);
        for (var i = 1; i <= People.Count; i++)
        {
            var person = People[(int)((turn + i) % People.Count)];
            if (person.Id != first.Id && IsThere(person.Id, at))
                who.Add(person);
        }

        return who;
    }

    /// <summary>When somebody else is first to be called, and who then; null when it stays as it is.</summary>
    public RotaChange? Next(DateTimeOffset at)
    {
        var before = First(at);
        var lastNote = LastNote();
        var turns = 0;
        for (var edge = NextEdge(at); edge < DateTimeOffset.MaxValue; edge = NextEdge(edge))
        {
            var who = WhoIsOn(edge);
            if ((who.Count > 0 ? who[0].Id : (MemberId?)null) != before)
                return new RotaChange(edge, who);
            // After the last note every round is as the round before.
            if (edge >= lastNote && ++turns > People.Count)
                return null;
        }

        return null;
    }

    /// <summary>Since when the one who is first to be called has been that, or since when nobody has been there; null before the rota begins.</summary>
    public DateTimeOffset? Since(DateTimeOffset at)
    {
        if (People.Count == 0 || at < Begins)
            return null;
        var now = First(at);
        var edge = LastEdge(at);
        while (edge > Begins && First(edge.AddTicks(-1)) == now)
            edge = LastEdge(edge.AddTicks(-1));
        return edge;
    }

    /// <summary>When nobody is there, oldest first; two that touch are one.</summary>
    public IReadOnlyList<RotaHole> Holes(DateTimeOffset from, DateTimeOffset to)
    {
        var holes = new List<RotaHole>();
        DateTimeOffset? began = null;
        for (var at = from; at < to; at = NextEdge(at))
        {
            if (WhoIsOn(at).Count == 0)
            {
                began ??= at;
            }
            else if (began is { } since)
            {
                holes.Add(new RotaHole(since, at));
                began = null;
            }
        }

        if (began is { } still)
            holes.Add(new RotaHole(still, to));
        return holes;
    }

    /// <summary>Whether somebody can be called then: nobody is on call who is away, wherever a name comes from.</summary>
    public bool IsThere(MemberId who, DateTimeOffset at) =>
        !Gone.Contains(who) && !Absences.Any(absence => absence.Who.Id == who && Midnight(absence.From) <= at && (absence.To is not { } to || at < Midnight(to.AddDays(1))));

    /// <summary>The calendar day in the rota's zone.</summary>
    public DateOnly DateAt(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The day of the rota, which begins at the change-over.</summary>
    public DateOnly DayAt(DateTimeOffset at)
    {
        var day = RotaClock.Inside(DateAt(at));
        while (day.AddDays(-1) == RotaClock.Inside(day.AddDays(-1)) && ChangeOver(day) > at)
            day = day.AddDays(-1);
        while (day.AddDays(1) == RotaClock.Inside(day.AddDays(1)) && ChangeOver(day.AddDays(1)) <= at)
            day = day.AddDays(1);
        return day;
    }

    /// <summary>When a day of the rota begins. A time that the clock leaves out is the moment when it goes on; of one that it strikes twice, the first.</summary>
    public DateTimeOffset ChangeOver(DateOnly day) => RotaClock.At(day, ChangeAt, Zone);

    /// <summary>Whose day it is, there or not: the stand-in, or else whose turn it is.</summary>
    public RotaPerson HolderOn(DateOnly day) => StandIns.LastOrDefault(each => each.From <= day && day <= each.To)?.By ?? OwnerOn(day);

    /// <summary>The first and the last day of the turn that a day belongs to.</summary>
    public (DateOnly From, DateOnly To) TurnOf(DateOnly day)
    {
        var from = FirstDay.AddDays((int)(TurnOn(day) * Days));
        return (from, DateOnly.FromDayNumber(Math.Min(from.DayNumber + Days - 1, DateOnly.MaxValue.DayNumber)));
    }

    /// <summary>Somebody stands in for another on those of the days that the other has.</summary>
    /// <returns>Null when the other has none of them.</returns>
    public Rota? Covered(RotaPerson other, RotaPerson by, DateOnly from, DateOnly to)
    {
        var days = Between(from, to).Where(day => day >= FirstDay && HolderOn(day).Id == other.Id).ToList();
        return days.Count == 0 ? null : Given(days, by);
    }

    /// <summary>Two exchange turns: the one that a day lies in, and the next one of whoever takes it over.</summary>
    /// <returns>Who takes over when; or why there is nothing to exchange.</returns>
    public RotaSwap Exchanged(RotaPerson one, RotaPerson other, DateOnly on)
    {
        if (People.Count == 0 || on < FirstDay)
            return new RotaSwap(this, RotaRefusal.NotTheirs);
        var holder = HolderOn(on).Id;
        if (holder != one.Id && holder != other.Id)
            return new RotaSwap(this, RotaRefusal.NotTheirs);
        var (gives, takes) = holder == one.Id ? (one, other) : (other, one);
        var turn = TurnOf(on);
        var given = Between(turn.From, turn.To).Where(day => HolderOn(day).Id == gives.Id).ToList();
        for (var i = 1; i <= 2 * People.Count; i++)
        {
            var back = TurnOf(turn.From.AddDays(i * Days));
            var returned = Between(back.From, back.To).Where(day => HolderOn(day).Id == takes.Id).ToList();
            if (returned.Count > 0)
                return new RotaSwap(Given(given, takes).Given(returned, gives), null) { Gives = gives, Takes = takes, Given = (given[0], given[^1]), Returned = (returned[0], returned[^1]) };
        }

        return new RotaSwap(this, RotaRefusal.NothingBack);
    }

    /// <summary>Somebody is away; what was known of the same days becomes one.</summary>
    /// <param name="to">The last day; null while nobody knows.</param>
    public Rota Away(RotaPerson who, DateOnly from, DateOnly? to)
    {
        var touching = Absences.Where(each => each.Who.Id == who.Id && (to is not { } end || each.From <= end.AddDays(1)) && (each.To is not { } known || known.AddDays(1) >= from)).ToList();
        var whole = new Absence(
            who,
            touching.Select(each => each.From).Append(from).Min(),
            to is null || touching.Exists(each => each.To is null) ? null : touching.Select(each => each.To!.Value).Append(to.Value).Max());
        return this with { Absences = [.. Absences.Except(touching).Append(whole).OrderBy(each => each.From)] };
    }

    /// <summary>Somebody is there again from today on; who is not away now gives up the next absence.</summary>
    /// <param name="today">A calendar day of the rota's zone.</param>
    /// <returns>The absence that ended too; null when there was none.</returns>
    public (Rota Rota, Absence Ended)? Back(MemberId who, DateOnly today)
    {
        var ended = Absences.Where(each => each.Who.Id == who && (each.To is not { } to || to >= today)).MinBy(each => each.From);
        if (ended is null)
            return null;
        var rest = Absences.Where(each => each != ended);
        return (this with { Absences = [.. ended.From < today ? rest.Append(ended with { To = today.AddDays(-1) }).OrderBy(each => each.From) : rest] }, ended);
    }

    /// <summary>Without what was over before a day.</summary>
    public Rota Tidied(DateOnly before) => this with
    {
        StandIns = [.. StandIns.Where(each => each.To >= before)],
        Absences = [.. Absences.Where(each => each.To is not { } to || to >= before)],
    };

    private DateTimeOffset Begins => ChangeOver(FirstDay);

    private MemberId? First(DateTimeOffset at) => WhoIsOn(at) is [var first, ..] ? first.Id : null;

    private RotaPerson OwnerOn(DateOnly day) => People[(int)(TurnOn(day) % People.Count)];

    /// <summary>Days before the first are counted as the first turn: nobody asks for them but to be told that there is nobody.</summary>
    private long TurnOn(DateOnly day) => Math.Max(0, day.DayNumber - FirstDay.DayNumber) / Days;

    private DateTimeOffset Midnight(DateOnly day) => RotaClock.At(day, TimeOnly.MinValue, Zone);

    /// <summary>When something may be otherwise than before: a turn, a stand-in or an absence begins or ends.</summary>
    private DateTimeOffset NextEdge(DateTimeOffset at)
    {
        if (People.Count == 0)
            return DateTimeOffset.MaxValue;
        if (at < Begins)
            return Begins;
        var last = TurnOf(DayAt(at)).To;
        var next = last < RotaClock.Inside(DateOnly.MaxValue) ? ChangeOver(last.AddDays(1)) : DateTimeOffset.MaxValue;
        foreach (var edge in NoteEdges())
        {
            if (edge > at && edge < next)
                next = edge;
        }

        return next;
    }

    private DateTimeOffset LastEdge(DateTimeOffset at)
    {
        var last = ChangeOver(TurnOf(DayAt(at)).From);
        foreach (var edge in NoteEdges())
        {
            if (edge <= at && edge > last)
                last = edge;
        }

        return last;
    }

    private DateTimeOffset LastNote() => NoteEdges().DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    private IEnumerable<DateTimeOffset> NoteEdges() =>
    [
        .. StandIns.SelectMany(each => (DateTimeOffset[])[ChangeOver(each.From), ChangeOver(each.To.AddDays(1))]),
        .. Absences.SelectMany(each => each.To is { } to ? (DateTimeOffset[])[Midnight(each.From), Midnight(to.AddDays(1))] : [Midnight(each.From)]),
    ];

    /// <summary>Gives days to somebody, whoever had them; what stood for them before is cut away.</summary>
    private Rota Given(IReadOnlyList<DateOnly> days, RotaPerson by)
    {
        var wanted = days.ToHashSet();
        var kept = new List<StandIn>();
        foreach (var each in StandIns)
            kept.AddRange(Runs([.. Between(each.From, each.To).Where(day => !wanted.Contains(day))], _ => each.For).Select(run => each with { From = run.From, To = run.To }));
        kept.AddRange(Runs([.. days.Where(day => OwnerOn(day).Id != by.Id)], OwnerOn).Select(run => new StandIn(run.From, run.To, run.For, by)));
        return this with { StandIns = [.. kept.OrderBy(each => each.From)] };
    }

    /// <summary>Days in order, those that follow one another and belong to one person together.</summary>
    private static List<(DateOnly From, DateOnly To, RotaPerson For)> Runs(IReadOnlyList<DateOnly> days, Func<DateOnly, RotaPerson> owner)
    {
        var runs = new List<(DateOnly From, DateOnly To, RotaPerson For)>();
        foreach (var day in days)
        {
            var of = owner(day);
            if (runs.Count > 0 && runs[^1].To.AddDays(1) == day && runs[^1].For.Id == of.Id)
                runs[^1] = runs[^1] with { To = day };
            else
                runs.Add((day, day, of));
        }

        return runs;
    }

    private static IEnumerable<DateOnly> Between(DateOnly from, DateOnly to) =>
        Enumerable.Range(0, Math.Clamp(to.DayNumber - from.DayNumber + 1, 0, LongestNote)).Select(from.AddDays);
}

/// <summary>One who takes turns, or stands in for one who does.</summary>
/// <param name="Name">As the team knew the person when this was written.</param>
public sealed record RotaPerson(MemberId Id, string Name);

/// <summary>Another one is first to be called from then on.</summary>
/// <param name="Who">As <see cref="Rota.WhoIsOn"/> then; empty: a hole begins.</param>
public sealed record RotaChange(DateTimeOffset At, IReadOnlyList<RotaPerson> Who);

/// <summary>A stretch in which nobody is there.</summary>
/// <param name="To">The first moment with somebody again, or the end of what was looked at.</param>
public sealed record RotaHole(DateTimeOffset From, DateTimeOffset To);

/// <summary>Why a rota makes no sense.</summary>
public enum RotaFault
{
    Nobody,
    TooMany,

    /// <summary>Somebody stands in the order twice.</summary>
    Twice,
    TurnLength,
}
