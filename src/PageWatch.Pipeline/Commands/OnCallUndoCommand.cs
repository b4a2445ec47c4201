using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Makes the rota of the version before the next version: nothing is lost, and an undo can be undone.</summary>
internal sealed class OnCallUndoCommand(IOnCall rotas, IMembers members, TimeProvider time) : OnCallCommand(rotas, members, time)
{
    private const int LongestChange = 200;

    public override CommandSpec Spec { get; } = new("oncall undo", OnCallWording.HelpOnCallUndo, Role.Admin);

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var versions = await Rotas.HistoryAsync(by.Team, 2, cancellationToken);
        if (versions.Count == 0)
            return Answer.No(OnCallWording.OnCallUndoNone);
        if (versions.Count == 1 && versions[0].Version > 1)
            return Answer.No(OnCallWording.OnCallUndoGone);
        var before = versions.Count == 1 ? null : versions[1].Rota;
        return await SaveAsync(
            by,
            versions[0].Version,
            before,
            CleanText.Line(Say.It(OnCallWording.OnCallUndoChange, versions[0].Change), LongestChange),
            OnCallWording.OnCallUndone,
            [Answer.Line(Say.It(OnCallWording.OnCallUndoneHow, before is null ? OnCallWording.OnCallNone : OnCallSay.Turns(before)))],
            [],
            cancellationToken);
    }
}
