using PageWatch.Domain.Commands;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class OnCallSetCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    private const int UsualDays = 7;

    public override CommandSpec Spec { get; } = new("oncall set", OnCallWording.HelpOnCallSet, Role.Admin)
    {
        Arguments = [new CommandArgument("people", OnCallWording.ArgOnCallPeople, IsRest: true)],
        Options =
        [
            new CommandOption("each", "time", OnCallWording.OptOnCallEach),
            new CommandOption("from", "when", OnCallWording.OptOnCallFrom),
            new CommandOption("zone", "name", OnCallWording.OptOnCallZone),
        ],
        Example = "oncall set ana ben cleo --each 7d --from \"mon 09:00\" --zone Europe/Berlin",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var (people, problem) = await PeopleAsync(by.Team, line["people"]!, cancellationToken);
        if (problem is not null)
            return Answer.No(problem);
        var kept = await Rotas.OfAsync(by.Team, cancellationToken);
        var (rota, wrong) = Read(line, people, kept.Rota);
        if (rota is null)
            return Answer.No(wrong!);
        switch (rota.Fault)
        {
            case RotaFault.Nobody:
                return Answer.No(OnCallWording.OnCallNobodyNamed);
            case RotaFault.TooMany:
                return Answer.No(Say.It(OnCallWording.OnCallTooMany, Rota.MostPeople));
            case RotaFault.Twice:
                var twice = people.GroupBy(person => person.Id).First(same => same.Count() > 1).First();
                return Answer.No(Say.It(OnCallWording.OnCallTwice, OnCallSay.Name(twice.Name)));
            default:
                break;
        }

        if (people.FirstOrDefault(person => person.Role < Role.Responder) is { } viewer)
            return Answer.No(Say.It(OnCallWording.OnCallNotAble, OnCallSay.Name(viewer.Name)));
        var turns = OnCallSay.Turns(rota);
        var dropped = kept.Rota?.StandIns.Any(each => each.To >= kept.Rota.DayAt(Now)) == true;
        return await SaveAsync(by, kept.Version, rota, turns, Say.It(OnCallWording.OnCallSet, turns), dropped ? [Answer.Line(OnCallWording.OnCallSetDropped)] : [], [], cancellationToken);
    }

    /// <summary>What is not said stays as it was; then the first one named has the turn that runs now.</summary>
    private (Rota? Rota, string? Problem) Read(CommandLine line, IReadOnlyList<Member> people, Rota? before)
    {
        var zone = before?.Zone ?? TimeZoneInfo.Utc;
        if (line.Option("zone") is { } named)
        {
            var (found, problem) = OnCallWords.Zone(named);
            if (found is null)
                return (null, problem);
            zone = found;
        }

        var days = before?.Days ?? UsualDays;
        if (line.Option("each") is { } each)
        {
            if (OnCallWords.Each(each) is not { } read)
                return (null, Say.It(OnCallWording.OnCallBadEach, CleanText.Line(each, 20), Rota.LongestTurn));
            days = read;
        }

        var now = Now;
        (DateOnly Day, TimeOnly At) from;
        if (line.Option("from") is not { } typed && before is not null)
            from = (before.TurnOf(before.DayAt(now)).From, before.ChangeAt);
        else if (OnCallWords.From(line.Option("from") ?? "", TimeZoneInfo.ConvertTime(now, zone).DateTime) is { } read)
            from = read;
        else
            return (null, Say.It(OnCallWording.OnCallBadFrom, CleanText.Line(line.Option("from"), 40)));
        return (new Rota
        {
            People = [.. people.Select(PersonOf)],
            Days = days,
            FirstDay = from.Day,
            ChangeAt = from.At,
            Zone = zone,
            Absences = before?.Absences ?? [],
            Gone = before?.Gone ?? [],
        }, null);
    }

    /// <summary>Names in order; one of several words is known by its longest reading.</summary>
    private async ValueTask<(IReadOnlyList<Member> People, string? Problem)> PeopleAsync(TeamId team, string typed, CancellationToken cancellationToken)
    {
        var words = OnCallWords.Names(typed);
        var people = new List<Member>();
        for (var i = 0; i < words.Count;)
        {
            Member? found = null;
            string? problem = null;
            // A mention is one word: its name would take in those that follow.
            var used = ChatMention.Read(words[i]) is null ? Math.Min(OnCallWords.MostWordsOfName, words.Count - i) : 1;
            for (; used > 0 && found is null; used--)
                (found, problem) = await FindAsync(team, string.Join(' ', words.Skip(i).Take(used)), cancellationToken);
            if (found is null)
                return ([], problem);
            people.Add(found);
            i += used + 1;
            if (people.Count > Rota.MostPeople)
                return ([], Say.It(OnCallWording.OnCallTooMany, Rota.MostPeople));
        }

        return (people, null);
    }
}
