using PageWatch.Domain.Commands;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Sets the hours of the week, the zone, or both. What is not named stays; a text with a slip changes nothing.</summary>
internal sealed class HoursSetCommand(ITeamHours hours, TimeProvider time) : ICommand
{
    private const int MostZones = 3;

    public CommandSpec Spec { get; } = new("hours set", CommandWording.HelpHoursSet, Role.Admin)
    {
        Arguments = [new CommandArgument("text", CommandWording.ArgHours, IsRequired: false, IsRest: true)],
        Options = [new CommandOption("zone", "zone", CommandWording.OptZone)],
        Example = "hours set mon-fri 9:00-12:30 13:30-18:00, sat 10:00-14:00 --zone Europe/Berlin",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var before = await hours.OfAsync(by.Team, cancellationToken);
        var now = time.GetUtcNow();
        var (week, zone) = (before.Hours.Week, before.Hours.Zone);
        if (line["text"] is not { } typed)
        {
            if (!line.Has("zone"))
                return Answer.No(CommandWording.HoursSetWhat);
            // Round the clock stands in for hours that cannot be read; it must not take their place unasked.
            if (before.Problem is not null)
                return Answer.No(CommandWording.HoursSetWhole);
        }
        else
        {
            var parsed = HoursText.Parse(Unquoted(typed));
            if (parsed.Week is not { } read)
                return Answer.No(Say.It(CommandWording.HoursWrong, parsed.Problem!.Column, parsed.Problem.What, parsed.Problem.Mend));
            week = read;
        }

        if (line.Option("zone") is { } named)
        {
            if (Zones.Find(named) is not { } found)
                return Answer.No(NoZone(named));
            zone = found;
        }

        var after = new BusinessHours(zone, week, before.Hours.Holidays);
        if (before.Version > 0 && before.Problem is null && after.Equals(before.Hours))
            return Answer.Done(CommandWording.HoursSame, [.. HoursCards.Whole(after, now)]);
        if (HoursCards.NeverOpen(after, now) is { } never)
            return Answer.No(never);
        if (!await hours.ChangeAsync(by.Team, before.Version, HoursCards.TextsOf(after), HoursCards.Audit(Spec.Verb, by, now, before, after), cancellationToken))
            return Answer.No(CommandWording.HoursMeanwhile);
        var parts = HoursCards.Whole(after, now).ToList();
        if (before.Problem is not null)
            parts.Add(Answer.Line(CommandWording.HoursHolidaysLost));
        return Answer.Done(Say.It(CommandWording.HoursChanged, before.Version + 1), [.. parts, HoursCards.How(line.Option("zone") is null && zone.Id == "UTC" ? CommandWording.HoursHowZone : CommandWording.HoursHowUndo)]);
    }

    /// <summary>People put a text into quotes when it has spaces.</summary>
    private static string Unquoted(string typed) => typed.Trim() is ['"' or '“' or '„' or '”', _, .., '"' or '“' or '”'] quoted ? " " + quoted[1..^1] : typed;

    private static string NoZone(string typed)
    {
        var shown = CleanText.Line(typed, 40);
        var near = Zones.Near(typed, MostZones);
        return near.Count == 0 ? Say.It(CommandWording.HoursNoZone, shown) : Say.It(CommandWording.HoursNoZoneNear, shown, string.Join(", ", near));
    }
}
