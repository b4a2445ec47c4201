using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

/// <summary>What should have been answered by now, by priority.</summary>
internal sealed class OverdueCommand(IJourneyStore store, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("overdue", CommandWording.HelpOverdue, Role.Viewer) { Options = [NudgeList.Page] };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var late = await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true) { At = time.GetUtcNow(), OverdueOnly = true }, NudgeList.Most + 1, cancellationToken);
        return late.Count == 0 ? Answer.Done(CommandWording.OverdueNone) : NudgeList.Answered(line, count => Say.It(CommandWording.OverdueTitle, count), late);
    }
}
