using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Commands;

/// <summary>Puts rotas into words.</summary>
internal static class OnCallSay
{
    private const int MostHoles = 3;

    public static string Name(string name) => CleanText.Line(name, 40);

    public static string Names(IEnumerable<RotaPerson> people) => string.Join(", ", people.Select(person => Name(person.Name)));

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Dates(DateOnly from, DateOnly to) => from == to ? Day(from) : Say.It(OnCallWording.OnCallDates, Day(from), Day(to));

    public static string Dates(Absence absence) => absence.To is { } to ? Dates(absence.From, to) : Say.It(OnCallWording.OnCallOpenEnd, Day(absence.From));

    public static string StandsIn(StandIn each) => Say.It(OnCallWording.OnCallForWhom, Name(each.By.Name), Name(each.For.Name), Dates(each.From, each.To));

    /// <summary>"Mon 09:00", or "18:00" where turns are no weeks and the weekday changes.</summary>
    public static string ChangeOver(Rota rota) => (rota.Days % 7 == 0 ? rota.FirstDay.ToString("ddd ", CultureInfo.InvariantCulture) : "") + rota.ChangeAt.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"Ana, Ben · 7 days each · change-over Mon 09:00 Europe/Berlin".</summary>
    public static string Turns(Rota rota) => Say.It(
        OnCallWording.OnCallTurns, Names(rota.People), rota.Days == 1 ? OnCallWording.OnCallDay : Say.It(OnCallWording.OnCallDays, rota.Days), ChangeOver(rota), rota.Zone.Id);

    /// <summary>Where nobody would be: who is missing, and the mend.</summary>
    public static IReadOnlyList<CardPart> Holes(Rota rota, DateTimeOffset from, DateTimeOffset to)
    {
        var holes = rota.Holes(from, to);
        var parts = new List<CardPart>();
        foreach (var hole in holes.Take(MostHoles))
            parts.Add(new CardPart.Banner(Hole(rota, hole), Tone.Now));
        if (holes.Count > MostHoles)
            parts.Add(Answer.Line(Say.It(OnCallWording.OnCallHolesMore, holes.Count - MostHoles)));
        return parts;
    }

    private static string Hole(Rota rota, RotaHole hole)
    {
        var words = new List<string> { Say.It(OnCallWording.OnCallHole, Wall(rota, hole.From), Wall(rota, hole.To), rota.Zone.Id) };
        if (hole.From < rota.ChangeOver(rota.FirstDay))
        {
            words.Add(OnCallWording.OnCallHoleBegins);
            return string.Join(' ', words);
        }

        var gone = rota.People.Where(person => rota.Gone.Contains(person.Id)).ToList();
        var away = rota.People.Except(gone).ToList();
        if (away.Count > 0)
            words.Add(Say.It(OnCallWording.OnCallHoleAway, Names(away)));
        if (gone.Count > 0)
            words.Add(Say.It(OnCallWording.OnCallHoleGone, Names(gone)));
        var first = rota.DayAt(hole.From);
        var last = rota.DayAt(hole.To.AddTicks(-1));
        var days = first == last ? Day(first) : $"{Day(first)}..{Day(last)}";
        words.Add(Say.It(OnCallWording.OnCallHoleMend, Name(rota.HolderOn(first).Name), days));
        return string.Join(' ', words);
    }

    /// <summary>By the clock on the wall of the rota's zone.</summary>
    private static string Wall(Rota rota, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, rota.Zone).ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
