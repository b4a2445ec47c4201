using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Makes the hours of the version before the next version: nothing is lost, and an undo can be undone.</summary>
internal sealed class HoursUndoCommand(ITeamHours hours, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("hours undo", CommandWording.HelpHoursUndo, Role.Admin);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var history = await hours.HistoryAsync(by.Team, 2, cancellationToken);
        if (history.Count == 0)
            return Answer.No(CommandWording.HoursUndoNone);
        var now = time.GetUtcNow();
        var latest = TeamHours.Read(history[0].Version, history[0].Texts);
        // Before the first version it was round the clock.
        var back = history.Count > 1 ? TeamHours.Read(history[1].Version, history[1].Texts) : TeamHours.None;
        // An older program may have taken what this one does not.
        if (back.Problem is { } problem)
            return Answer.No(Say.It(CommandWording.HoursUndoUnreadable, back.Version, problem));
        if (HoursCards.NeverOpen(back.Hours, now) is { } never)
            return Answer.No(never);
        return await hours.ChangeAsync(by.Team, latest.Version, HoursCards.TextsOf(back.Hours), HoursCards.Audit(Spec.Verb, by, now, latest, back.Hours), cancellationToken)
            ? Answer.Done(Say.It(CommandWording.HoursUndone, latest.Version + 1), [.. HoursCards.Whole(back.Hours, now), HoursCards.How(CommandWording.HoursHowUndo)])
            : Answer.No(CommandWording.HoursMeanwhile);
    }
}
