using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>A stand-in may be anybody who can answer, with a turn or without: so a hole can be closed from outside the rota.</summary>
internal sealed class OnCallCoverCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    public override CommandSpec Spec { get; } = new("oncall cover", OnCallWording.HelpOnCallCover, Role.Responder)
    {
        Arguments = [new CommandArgument("by", OnCallWording.ArgOnCallBy), new CommandArgument("for", OnCallWording.ArgOnCallFor), new CommandArgument("days", OnCallWording.ArgOnCallDays, IsRest: true)],
        Example = "oncall cover ben ana 2026-12-24..2026-12-26",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var (standIn, problem) = await FindAsync(by.Team, line["by"]!, cancellationToken);
        if (standIn is null)
            return Answer.No(problem!);
        var kept = await Rotas.OfAsync(by.Team, cancellationToken);
        if (kept.Rota is not { } rota)
            return Answer.No(OnCallWording.OnCallNoneYet);
        // Whoever left the team may still have turns, which somebody has to cover.
        var other = rota.People.Concat(rota.StandIns.Select(each => each.By)).FirstOrDefault(person => rota.Gone.Contains(person.Id) && person.Name.Equals(line["for"]!.TrimStart('@'), StringComparison.OrdinalIgnoreCase));
        if (other is null)
        {
            (var found, problem) = await FindAsync(by.Team, line["for"]!, cancellationToken);
            if (found is null)
                return Answer.No(problem!);
            other = PersonOf(found);
        }

        if (standIn.Id == other.Id)
            return Answer.No(Say.It(OnCallWording.OnCallOneself, OnCallSay.Name(standIn.Name)));
        if (by.Role < Role.Admin && by.Id != standIn.Id && by.Id != other.Id)
            return Answer.No(await AdminOnlyAsync(by.Team, cancellationToken));
        if (standIn.Role < Role.Responder)
            return Answer.No(Say.It(OnCallWording.OnCallNotAble, OnCallSay.Name(standIn.Name)));
        var (days, wrong) = OnCallWords.Days(line["days"]!, rota.DayAt(Now), out var before);
        if (days is not { } known || before.Length > 0)
            return Answer.No(wrong ?? Say.It(OnCallWording.OnCallBadDays, CleanText.Line(line["days"], 40)));
        var dates = OnCallSay.Dates(known.From, known.To);
        if (rota.Covered(other, PersonOf(standIn), known.From, known.To) is not { } covered)
            return Answer.No(Say.It(OnCallWording.OnCallNotCovered, OnCallSay.Name(other.Name), dates));
        var change = Say.It(OnCallWording.OnCallForWhom, OnCallSay.Name(standIn.Name), OnCallSay.Name(other.Name), dates);
        return await SaveAsync(
            by,
            kept.Version,
            covered,
            change,
            Say.It(OnCallWording.OnCallCovered, OnCallSay.Name(standIn.Name), OnCallSay.Name(other.Name)),
            [Answer.Line(change), Answer.Line(Say.It(OnCallWording.OnCallChangeOver, $"{OnCallSay.ChangeOver(rota with { Days = 1 })} {rota.Zone.Id}"))],
            [PersonOf(standIn)],
            cancellationToken);
    }
}
