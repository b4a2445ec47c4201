using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class OnCallAwayCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    public override CommandSpec Spec { get; } = new("oncall away", OnCallWording.HelpOnCallAway, Role.Responder)
    {
        Arguments = [new CommandArgument("days", OnCallWording.ArgOnCallAway, IsRest: true)],
        Example = "oncall away 2026-12-20..2027-01-03",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var kept = await Rotas.OfAsync(by.Team, cancellationToken);
        if (kept.Rota is not { } rota)
            return Answer.No(OnCallWording.OnCallNoneYet);
        var (days, wrong) = OnCallWords.Days(line["days"]!, rota.DateAt(Now), out var before);
        if (days is not { } known)
            return Answer.No(wrong!);
        var (who, problem) = await ForWhomAsync(string.Join(' ', OnCallWords.Names(before)), by, cancellationToken);
        if (who is null)
            return Answer.No(problem!);
        var said = Say.It(OnCallWording.OnCallAway, OnCallSay.Name(who.Name), OnCallSay.Dates(known.From, known.To));
        return await SaveAsync(by, kept.Version, rota.Away(PersonOf(who), known.From, known.To), said, said, [], [], cancellationToken);
    }
}

/// <summary>Away from today on, and nobody knows how long; that it is an illness is not kept.</summary>
internal sealed class OnCallIllCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    public override CommandSpec Spec { get; } = new("oncall ill", OnCallWording.HelpOnCallIll, Role.Responder)
    {
        Arguments = [new CommandArgument("person", OnCallWording.ArgOnCallPerson, IsRequired: false)],
        Example = "oncall ill",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var (who, problem) = await ForWhomAsync(line["person"], by, cancellationToken);
        if (who is null)
            return Answer.No(problem!);
        var kept = await Rotas.OfAsync(by.Team, cancellationToken);
        if (kept.Rota is not { } rota)
            return Answer.No(OnCallWording.OnCallNoneYet);
        var today = rota.DateAt(Now);
        var said = Say.It(OnCallWording.OnCallAway, OnCallSay.Name(who.Name), OnCallSay.Dates(new Domain.OnCall.Absence(PersonOf(who), today, null)));
        return await SaveAsync(by, kept.Version, rota.Away(PersonOf(who), today, null), said, said, [], [], cancellationToken);
    }
}

internal sealed class OnCallBackCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    public override CommandSpec Spec { get; } = new("oncall back", OnCallWording.HelpOnCallBack, Role.Responder)
    {
        Arguments = [new CommandArgument("person", OnCallWording.ArgOnCallPerson, IsRequired: false)],
        Example = "oncall back",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var (who, problem) = await ForWhomAsync(line["person"], by, cancellationToken);
        if (who is null)
            return Answer.No(problem!);
        var kept = await Rotas.OfAsync(by.Team, cancellationToken);
        if (kept.Rota is not { } rota)
            return Answer.No(OnCallWording.OnCallNoneYet);
        var today = rota.DateAt(Now);
        if (rota.Back(who.Id, today) is not { } back)
            return Answer.No(Say.It(OnCallWording.OnCallNotAway, OnCallSay.Name(who.Name)));
        var said = Say.It(OnCallWording.OnCallBack, OnCallSay.Name(who.Name));
        var dates = OnCallSay.Dates(back.Ended);
        return await SaveAsync(
            by, kept.Version, back.Rota, said, said, [Answer.Line(Say.It(back.Ended.From > today ? OnCallWording.OnCallBackAhead : OnCallWording.OnCallBackEnded, dates))], [], cancellationToken);
    }
}
