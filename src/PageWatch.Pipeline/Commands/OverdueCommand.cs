using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

/// <summary>What should have been answered by now, the latest first.</summary>
internal sealed class OverdueCommand(IJourneyStore store, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("overdue", CommandWording.HelpOverdue, Role.Viewer) { Options = [NudgeList.Page] };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var late = (await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true), NudgeList.Most + 1, cancellationToken)).Where(row => row.DueAt <= now).ToList();
        return late.Count == 0 ? Answer.Done(CommandWording.OverdueNone) : NudgeList.Answered(line, count => Say.It(CommandWording.OverdueTitle, count), late);
    }
}
