using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>Takes over one nudge that was offered, or all of them.</summary>
internal sealed class AcceptCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    private readonly StaffDesk desk = desk;
    private readonly IJourneyStore store = store;

    public override CommandSpec Spec { get; } = new("accept", CommandWording.HelpAccept, Role.Responder)
    {
        AsksPage = true,
        Arguments = [new CommandArgument("nudge", CommandWording.ArgNudgeOrAll)],
        Example = "accept 12",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (!line["nudge"]!.Equals("all", StringComparison.OrdinalIgnoreCase))
            return await base.RunAsync(line, by, cancellationToken);
        var taken = new List<NudgeRow>();
        foreach (var row in await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true), 500, cancellationToken))
        {
            if (await store.OpenNudgeAsync(row.Id, by.Team, cancellationToken) is { Nudge: { Handover: { IsAccepted: false } offer } nudge } && offer.To == by.Id
                && await desk.ClickAsync(by, ClickOf(line, nudge), cancellationToken) is ClickAnswer.Done)
                taken.Add(row with { OwnerName = by.Name });
        }

        return taken.Count == 0 ? Answer.No(CommandWording.AcceptedNone) : Answer.Done(Say.It(CommandWording.AcceptedTitle, taken.Count), NudgeList.Part(taken));
    }

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Accept);
}
