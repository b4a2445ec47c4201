using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

internal sealed class CannedUseCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("canned use", CommandWording.HelpCannedUse, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("name", CommandWording.ArgCanned)],
        Example = "canned use 12 photo",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Canned, line["name"]);
}
