using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RecordCommand(ITeamRecords teams) : ICommand
{
    public CommandSpec Spec { get; } = new("record", CommandWording.HelpRecord, Role.Admin);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var (rows, broken) = await teams.VerifyRecordAsync(cancellationToken);
        return broken is { } at ? Answer.No(Say.It(CommandWording.RecordBad, at)) : Answer.Done(Say.It(CommandWording.RecordGood, rows));
    }
}
