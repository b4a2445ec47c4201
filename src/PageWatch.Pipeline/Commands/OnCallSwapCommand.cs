using PageWatch.Domain.Commands;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class OnCallSwapCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    public override CommandSpec Spec { get; } = new("oncall swap", OnCallWording.HelpOnCallSwap, Role.Responder)
    {
        Arguments = [new CommandArgument("one", OnCallWording.ArgOnCallOne), new CommandArgument("other", OnCallWording.ArgOnCallOther)],
        Options = [new CommandOption("on", "day", OnCallWording.OptOnCallOn)],
        Example = "oncall swap ana ben --on 2026-12-24",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var (one, problem) = await FindAsync(by.Team, line["one"]!, cancellationToken);
        if (one is null)
            return Answer.No(problem!);
        (var other, problem) = await FindAsync(by.Team, line["other"]!, cancellationToken);
        if (other is null)
            return Answer.No(problem!);
        if (one.Id == other.Id)
            return Answer.No(Say.It(OnCallWording.OnCallOneself, OnCallSay.Name(one.Name)));
        if (by.Role < Role.Admin && by.Id != one.Id && by.Id != other.Id)
            return Answer.No(await AdminOnlyAsync(by.Team, cancellationToken));
        var kept = await Rotas.OfAsync(by.Team, cancellationToken);
        if (kept.Rota is not { } rota)
            return Answer.No(OnCallWording.OnCallNoneYet);
        if (line.Option("on") is not { } typed)
            return Answer.No(OnCallWording.OnCallNeedsOn);
        var (days, wrong) = OnCallWords.Days(typed, rota.DayAt(Now), out var before);
        if (wrong is not null)
            return Answer.No(wrong);
        if (before.Length > 0 || days!.Value.From != days.Value.To)
            return Answer.No(Say.It(OnCallWording.OnCallBadDays, CleanText.Line(typed, 40)));
        var on = days.Value.From;

        var swap = rota.Exchanged(PersonOf(one), PersonOf(other), on);
        if (swap.Refusal == RotaRefusal.NotTheirs)
            return Answer.No(Say.It(OnCallWording.OnCallNotTheirs, OnCallSay.Day(on), OnCallSay.Name(one.Name), OnCallSay.Name(other.Name), on < rota.FirstDay ? OnCallWording.OnCallNobody : OnCallSay.Name(rota.HolderOn(on).Name)));
        if (swap.Refusal is not null)
        {
            var (gives, takes) = rota.HolderOn(on).Id == one.Id ? (one, other) : (other, one);
            return Answer.No(Say.It(OnCallWording.OnCallNothingBack, OnCallSay.Name(takes.Name), OnCallSay.Name(gives.Name), OnCallSay.Day(on)));
        }

        var given = Say.It(OnCallWording.OnCallSwapGiven, OnCallSay.Name(swap.Takes!.Name), OnCallSay.Dates(swap.Given.From, swap.Given.To));
        var returned = Say.It(OnCallWording.OnCallSwapGiven, OnCallSay.Name(swap.Gives!.Name), OnCallSay.Dates(swap.Returned.From, swap.Returned.To));
        return await SaveAsync(
            by,
            kept.Version,
            swap.Rota,
            $"{given}; {returned}",
            Say.It(OnCallWording.OnCallSwapped, OnCallSay.Name(swap.Takes.Name), OnCallSay.Name(swap.Gives.Name)),
            [Answer.Line(given), Answer.Line(returned), Answer.Line(Say.It(OnCallWording.OnCallChangeOver, $"{OnCallSay.ChangeOver(rota with { Days = 1 })} {rota.Zone.Id}"))],
            [swap.Takes, swap.Gives],
            cancellationToken);
    }
}
