using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Silences what a query says, whatever the rules say, for a while.</summary>
internal sealed class MuteCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    private const int Most = 200;

    public CommandSpec Spec { get; } = new("mute", CommandWording.HelpMute, Role.Approver)
    {
        Arguments = [new CommandArgument("query", CommandWording.ArgQuery, IsRest: true)],
        Options = [new CommandOption("for", "time", CommandWording.OptMuteFor)],
        Example = "mute \"black friday\" -is:complaint --for 3d",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var parsed = QueryParser.Parse(line["query"]!);
        if (parsed.Query is not { } query)
            return RuleCards.WrongQuery(parsed.Problem!);
        var lasts = line.Option("for") is { } typed ? StaffTimes.Duration(typed) : Mute.Usual;
        if (lasts is not { } span || span < TimeSpan.FromMinutes(1) || span > Mute.Longest)
            return Answer.No(Say.It(CommandWording.BadMute, CleanText.Line(line.Option("for"), 20), (int)Mute.Longest.TotalDays));
        var now = time.GetUtcNow();
        if ((await teams.RulesAsync(by.Team, cancellationToken)).Mutes.Count(mute => mute.Until > now) >= Most)
            return Answer.No(Say.It(CommandWording.MuteTooMany, Most));
        var muted = new Mute(default, by.Team, query, now + span, by.Name, now);
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, "mute", null, Say.It(CommandWording.MuteRecord, query.ToString(), Say.Duration(span)));
        var added = await teams.AddMuteAsync(muted, audit, cancellationToken);
        return Answer.Done(
            Say.It(CommandWording.MuteAdded, added.Id),
            new CardPart.Facts([Answer.Fact(CommandWording.MuteWhat, query.ToString()), Answer.Fact(CommandWording.MuteUntil, new Span.Moment(added.Until, Relative: false))]),
            RuleCards.Next(Say.It(CommandWording.MuteNext, added.Id)));
    }
}
