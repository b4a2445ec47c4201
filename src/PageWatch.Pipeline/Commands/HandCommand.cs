using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

internal sealed class HandCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("hand", CommandWording.HelpHand, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("to", CommandWording.ArgTo), new CommandArgument("recap", CommandWording.ArgRecap, IsRequired: false, IsRest: true)],
        Example = "hand 12 Ben She wants a call after five.",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Hand, line["to"]!.TrimStart('@'), line["recap"]);
}
