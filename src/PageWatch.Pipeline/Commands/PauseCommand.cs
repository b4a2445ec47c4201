using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Stops everything outward at once; every card says so.</summary>
internal sealed class PauseCommand(ITeamRecords teams, IDoorbell doorbell, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("pause publishing", CommandWording.HelpPause, Role.Responder);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await teams.PublishingPauseAsync(by.Team, cancellationToken) is { } pause)
            return Answer.Done(Say.It(CommandWording.PauseAlready, pause.ByName));
        var now = time.GetUtcNow();
        await teams.SetPublishingPauseAsync(by.Team, new PublishingPause(by.Name, now), new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, "publishing"), cancellationToken);
        doorbell.Ring(Door.Outbox);
        return Answer.Done(CommandWording.PauseDone, Answer.Line(CommandWording.PauseText));
    }
}
