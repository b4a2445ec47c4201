using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>The end of a shift: all that I hold, offered to one colleague; each nudge stays mine until it is accepted.</summary>
internal sealed class HandoverCommand(StaffDesk desk, IJourneyStore store) : ICommand
{
    public CommandSpec Spec { get; } = new("handover", CommandWording.HelpHandover, Role.Responder)
    {
        AsksPage = true,
        Arguments = [new CommandArgument("to", CommandWording.ArgTo), new CommandArgument("recap", CommandWording.ArgRecap, IsRequired: false, IsRest: true)],
        Example = "handover Ben All quiet but the late parcels.",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var held = await store.ListNudgesAsync(by.Team, new NudgeFilter(by.Id, LiveOnly: true), 200, cancellationToken);
        if (held.Count == 0)
            return Answer.No(CommandWording.HandoverNone);
        var to = line["to"]!.TrimStart('@');
        var offered = new List<NudgeRow>();
        var refused = "";
        foreach (var row in held)
        {
            if (await store.OpenNudgeAsync(row.Id, by.Team, cancellationToken) is not { Nudge: { } nudge })
                continue;
            switch (await desk.ClickAsync(by, new Click(StaffVerbs.Hand, nudge.Id, nudge.Version, to, line["recap"]), cancellationToken))
            {
                case ClickAnswer.Done:
                    offered.Add(row);
                    break;
                case ClickAnswer.Refused no:
                    refused = no.Why;
                    break;
            }
        }

        if (offered.Count == 0)
            return Answer.No(refused);
        var list = NudgeList.Part(offered);
        return offered.Count == held.Count
            ? Answer.Done(Say.It(CommandWording.HandoverTitle, to, offered.Count), list)
            : Answer.Done(Say.It(CommandWording.HandoverTitle, to, offered.Count), Answer.Line(Say.It(CommandWording.HandoverSome, offered.Count, held.Count)), Answer.Line(refused), list);
    }
}
