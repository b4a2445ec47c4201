using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Puts another list of holidays in the place of the one there is; without a text, shows it to be copied. A list with a slip changes nothing.</summary>
internal sealed class HoursHolidaysCommand(ITeamHours hours, TimeProvider time) : ICommand
{
    private const string NoneWord = "none";

    public CommandSpec Spec { get; } = new("hours holidays", CommandWording.HelpHoursHolidays, Role.Admin)
    {
        Arguments = [new CommandArgument("text", CommandWording.ArgHolidays, IsRequired: false, IsRest: true)],
        Example = "hours holidays 12-25 Christmas Day",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var before = await hours.OfAsync(by.Team, cancellationToken);
        var now = time.GetUtcNow();
        if (line["text"] is not { } typed)
            return Shown(before);
        if (before.Problem is not null)
            return Answer.No(CommandWording.HoursSetWhole);
        var parsed = typed.Trim().Equals(NoneWord, StringComparison.OrdinalIgnoreCase) ? new HolidayParse([], []) : HolidayText.Parse(typed);
        if (parsed.Problems.Count > 0)
            return Answer.No(parsed.Problems.Count == 1 ? CommandWording.HolidaysWrongOne : Say.It(CommandWording.HolidaysWrongSome, parsed.Problems.Count), HoursCards.Problems(parsed.Problems));
        var notes = Notes(parsed);
        if (parsed.Holidays.Count == 0 && (parsed.TimedEvents > 0 || parsed.NotUnderstood.Count > 0))
            return Answer.No(CommandWording.HolidaysNoneFound, [.. notes]);

        var after = new BusinessHours(before.Hours.Zone, before.Hours.Week, parsed.Holidays);
        if (after.Equals(before.Hours))
            return Answer.Done(CommandWording.HolidaysSame, [.. HoursCards.Holidays(after, now), .. notes]);
        if (HoursCards.NeverOpen(after, now) is { } never)
            return Answer.No(never);
        return await hours.ChangeAsync(by.Team, before.Version, HoursCards.TextsOf(after), HoursCards.Audit(Spec.Verb, by, now, before, after), cancellationToken)
            ? Answer.Done(Say.It(CommandWording.HolidaysChanged, before.Version + 1, HoursCards.Count(parsed.Holidays.Count)), [.. HoursCards.Holidays(after, now), .. notes, HoursCards.How(CommandWording.HoursHowUndo)])
            : Answer.No(CommandWording.HoursMeanwhile);
    }

    private static CommandAnswer Shown(TeamHours team)
    {
        var list = HolidayText.Of(team.Hours.Holidays);
        return list.Length == 0
            ? Answer.Done(CommandWording.HolidaysNone, HoursCards.How(CommandWording.HolidaysHow))
            : PlaybookCards.ToCopy(CommandWording.HolidaysLabel, list) is { } pieces
                ? Answer.Done(HoursCards.Count(team.Hours.Holidays.Count), [.. pieces, HoursCards.How(CommandWording.HolidaysHow)])
                : Answer.No(Say.It(CommandWording.HolidaysTooLong, HoursCards.Count(team.Hours.Holidays.Count)));
    }

    private static List<CardPart> Notes(HolidayParse parsed)
    {
        var notes = new List<CardPart>();
        if (parsed.TimedEvents > 0)
            notes.Add(Answer.Line(Say.It(CommandWording.HolidaysTimed, parsed.TimedEvents)));
        if (parsed.NotUnderstood.Count > 0)
        {
            notes.Add(Answer.Line(CommandWording.HolidaysNotUnderstood));
            notes.Add(HoursCards.Problems(parsed.NotUnderstood));
        }

        return notes;
    }
}
