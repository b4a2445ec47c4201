using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

internal sealed class MineCommand(IJourneyStore store, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("mine", CommandWording.HelpMine, Role.Viewer) { Options = [NudgeList.Page] };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rows = await store.ListNudgesAsync(by.Team, new NudgeFilter(by.Id, LiveOnly: true) { At = time.GetUtcNow() }, NudgeList.Most + 1, cancellationToken);
        return rows.Count == 0 ? Answer.Done(CommandWording.MineNone) : NudgeList.Answered(line, count => Say.It(CommandWording.MineTitle, count), rows);
    }
}
