using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class DemoResetCommand(IDemoPage demo) : ICommand
{
    public CommandSpec Spec { get; } = new("demo reset", CommandWording.HelpDemoReset, Role.Admin);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (!demo.IsOn)
            return Answer.No(CommandWording.DemoOff);
        await demo.ResetAsync(by, cancellationToken);
        return Answer.Done(CommandWording.DemoDone, Answer.Line(CommandWording.DemoText));
    }
}
