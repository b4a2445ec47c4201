using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class ResumeCommand(ITeamRecords teams, IDoorbell doorbell, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("resume", CommandWording.HelpResume, Role.Approver);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await teams.PublishingPauseAsync(by.Team, cancellationToken) is null)
            return Answer.Done(CommandWording.ResumeAlready);
        await teams.SetPublishingPauseAsync(by.Team, null, new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, "publishing"), cancellationToken);
        doorbell.Ring(Door.Outbox);
        doorbell.Ring(Door.Ledger);
        return Answer.Done(CommandWording.ResumeDone, Answer.Line(CommandWording.ResumeText));
    }
}
