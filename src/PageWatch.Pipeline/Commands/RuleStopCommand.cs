using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Calls off what somebody tries; what was seen until then stays on its card.</summary>
internal sealed class RuleStopCommand(RunningTrials trials) : ICommand
{
    public CommandSpec Spec { get; } = new("rule stop", CommandWording.HelpRuleStop, Role.Viewer) { Example = "rule stop" };

    public ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken) =>
        ValueTask.FromResult(trials.Stop(by.Id) > 0 ? Answer.Done(CommandWording.TryCalledOff) : Answer.No(CommandWording.TryNoneRuns));
}
