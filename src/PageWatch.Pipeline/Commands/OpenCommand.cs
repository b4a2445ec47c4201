using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

/// <summary>What waits for an answer, by priority.</summary>
internal sealed class OpenCommand(IJourneyStore store, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("open", CommandWording.HelpOpen, Role.Viewer) { Options = [NudgeList.Page] };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rows = await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true) { At = time.GetUtcNow() }, NudgeList.Most + 1, cancellationToken);
        return rows.Count == 0 ? Answer.Done(CommandWording.OpenNone) : NudgeList.Answered(line, count => Say.It(CommandWording.OpenTitle, count), rows);
    }
}
