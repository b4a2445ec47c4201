using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Makes the text of the version before the next version: nothing is lost, and an undo can be undone.</summary>
internal sealed class PlaybookUndoCommand(ITeamRecords teams, PlaybookFile file, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("playbook undo", CommandWording.HelpPlaybookUndo, Role.Approver);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (file.Leads(by.Team))
            return PlaybookCards.FileLeads(file);
        var now = await PlaybookNow.OfAsync(teams, by.Team, cancellationToken);
        if (now.Version == 0)
            return Answer.No(CommandWording.PlaybookUndoNone);
        var before = now.Version - 1;
        var text = PlaybookText.Kept(before == 0 ? DefaultPlaybook.Text : await teams.PlaybookTextAsync(by.Team, before, cancellationToken) ?? "");
        // An older program may have taken what this one does not.
        var problems = PlaybookText.Parse(text).Problems;
        if (problems.Count > 0)
            return PlaybookCards.Refused(problems, PlaybookCards.Line);
        var named = before == 0 ? CommandWording.PlaybookDefault : Say.It(CommandWording.PlaybookVersion, before);
        return await now.FollowAsync(teams, text, Spec.Verb, by, time.GetUtcNow(), cancellationToken)
            ? Answer.Done(Say.It(CommandWording.PlaybookUndone, now.Version + 1), Answer.Line(Say.It(CommandWording.PlaybookUndoneHow, named)))
            : Answer.No(CommandWording.PlaybookMeanwhile);
    }
}
