using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

internal sealed class TranslateCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("translate", CommandWording.HelpTranslate, Role.Viewer) { AsksPage = true, Arguments = [Nudge], Example = "translate 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Translate);
}
