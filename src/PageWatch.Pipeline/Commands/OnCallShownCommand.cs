using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Shows the rota as it stands now.</summary>
internal sealed class OnCallShownCommand(IOnCall rotas, TimeProvider time) : ICommand
{
    private static readonly TimeSpan HolesAhead = TimeSpan.FromDays(30);

    private const int MostRows = 20;

    public CommandSpec Spec { get; } = new("oncall", OnCallWording.HelpOnCall, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if ((await rotas.OfAsync(by.Team, cancellationToken)).Rota is not { } rota)
            return Answer.Done(OnCallWording.OnCallNone, Answer.Line(OnCallWording.OnCallNoneMend));
        var now = time.GetUtcNow();
        var who = rota.WhoIsOn(now);
        var next = rota.Next(now);
        var rows = new List<Fact> { Answer.Fact(OnCallWording.OnCallNow, [.. NowSpans(rota, who, next, now)]) };
        if (who.Count > 1)
            rows.Add(Answer.Fact(OnCallWording.OnCallElse, new Span.Outside(OnCallSay.Names(who.Skip(1)))));
        if (next is not null)
            rows.Add(Answer.Fact(OnCallWording.OnCallThen, [.. First(next.Who, isStrong: false), new Span.Words(OnCallWording.OnCallFrom), new Span.Moment(next.At, Relative: false)]));
        rows.Add(Answer.Fact(OnCallWording.OnCallOrder, new Span.Outside(OnCallSay.Turns(rota))));
        var today = rota.DateAt(now);
        rows.AddRange(rota.Absences.Where(absence => absence.To is not { } to || to >= today).Take(MostRows)
            .Select(absence => Answer.Fact(OnCallWording.OnCallAwayRow, new Span.Outside(absence.Who.Name), new Span.Words($" · {OnCallSay.Dates(absence)}"))));
        rows.AddRange(rota.StandIns.Where(each => each.To >= rota.DayAt(now)).Take(MostRows).Select(each => Answer.Fact(OnCallWording.OnCallStandsIn, new Span.Outside(OnCallSay.StandsIn(each)))));
        rows.AddRange(rota.People.Where(person => rota.Gone.Contains(person.Id)).Select(person => Answer.Fact(OnCallWording.OnCallGoneRow, new Span.Outside(person.Name), new Span.Words(OnCallWording.OnCallGoneMend))));
        var title = who.Count == 0 ? OnCallWording.OnCallTitleNobody : Say.It(OnCallWording.OnCallTitle, OnCallSay.Name(who[0].Name));
        return Answer.Done(title, [.. OnCallSay.Holes(rota, now, now + HolesAhead), new CardPart.Facts(rows)]);
    }

    private static IEnumerable<Span> NowSpans(Rota rota, IReadOnlyList<RotaPerson> who, RotaChange? next, DateTimeOffset now)
    {
        foreach (var span in First(who, isStrong: true))
            yield return span;
        if (rota.Since(now) is { } since)
        {
            yield return new Span.Words(OnCallWording.OnCallSince);
            yield return new Span.Moment(since, Relative: false);
        }

        yield return new Span.Words(next is null ? "," + OnCallWording.OnCallStays : "," + OnCallWording.OnCallUntil);
        if (next is not null)
            yield return new Span.Moment(next.At, Relative: false);
    }

    private static Span[] First(IReadOnlyList<RotaPerson> who, bool isStrong) => [who.Count == 0 ? new Span.Strong(OnCallWording.OnCallNobody) : new Span.Outside(who[0].Name, isStrong)];
}
