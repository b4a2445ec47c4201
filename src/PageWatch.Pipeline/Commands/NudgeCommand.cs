using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>A verb on one nudge: the same as its button, on the card as it stands now.</summary>
internal abstract class NudgeCommand(StaffDesk desk, IJourneyStore store) : ICommand
{
    public abstract CommandSpec Spec { get; }

    public virtual async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (!long.TryParse(line["nudge"]!.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Answer.No(Say.It(CommandWording.NotANumber, CleanText.Line(line["nudge"], 20)));
        if (await store.OpenNudgeAsync(new NudgeId(number), by.Team, cancellationToken) is not { Nudge: { } nudge })
            return Answer.No(Say.It(Wording.NoNudge, number));
        return await desk.ClickAsync(by, ClickOf(line, nudge), cancellationToken) switch
        {
            ClickAnswer.Done done => new CommandAnswer(CommandOutcome.Done, done.Card),
            ClickAnswer.Private shown => new CommandAnswer(CommandOutcome.Done, shown.Card),
            ClickAnswer.Refused refused => Answer.No(refused.Why),
            _ => throw new InvalidOperationException("A click has no other answer."),
        };
    }

    protected static CommandArgument Nudge { get; } = new("nudge", CommandWording.ArgNudge);

    protected abstract Click ClickOf(CommandLine line, Nudge nudge);

    protected static Click On(Nudge nudge, string verb, string? argument = null, string? input = null) => new(verb, nudge.Id, nudge.Version, argument, input);
}

internal sealed class WhyCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("why", CommandWording.HelpWhy, Role.Viewer) { AsksPage = true, Arguments = [Nudge], Example = "why 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Why);
}

internal sealed class ShowCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("show", CommandWording.HelpShow, Role.Viewer) { AsksPage = true, Arguments = [Nudge], Example = "show 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Show);
}

internal sealed class ClaimCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("claim", CommandWording.HelpClaim, Role.Responder) { AsksPage = true, Arguments = [Nudge], Example = "claim 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Claim);
}

internal sealed class ReleaseCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("release", CommandWording.HelpRelease, Role.Responder) { AsksPage = true, Arguments = [Nudge], Example = "release 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Release);
}

internal sealed class DraftCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("draft", CommandWording.HelpDraft, Role.Responder) { AsksPage = true, Arguments = [Nudge], Example = "draft 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Another);
}

internal sealed class MendCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("mend", CommandWording.HelpMend, Role.Responder) { AsksPage = true, Arguments = [Nudge], Example = "mend 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Mend);
}

internal sealed class EditCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("edit", CommandWording.HelpEdit, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("text", CommandWording.ArgNudgeText, IsRest: true)],
        Example = "edit 12 Jana, a new one is on its way.",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Save, input: line["text"]);
}

internal sealed class PublishCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("publish", CommandWording.HelpPublish, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge],
        Options = [new CommandOption("confirm", "code", CommandWording.OptConfirm)],
        Example = "publish 12",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) =>
        line.Option("confirm") is { } code ? On(nudge, StaffVerbs.Confirm, code) : On(nudge, StaffVerbs.Publish);
}

internal sealed class SnoozeCommand(StaffDesk desk, IJourneyStore store, ITeamHours hours) : NudgeCommand(desk, store)
{
    private readonly IJourneyStore store = store;

    public override CommandSpec Spec { get; } = new("snooze", CommandWording.HelpSnooze, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("for", CommandWording.ArgFor, IsRequired: false, IsRest: true)],
        Example = "snooze 12 2h",
    };

    /// <summary>Says as what it was understood: "tomorrow" is a matter of the team's hours.</summary>
    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var answer = await base.RunAsync(line, by, cancellationToken);
        if (answer.Outcome != CommandOutcome.Done
            || !long.TryParse(line["nudge"]!.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await store.OpenNudgeAsync(new NudgeId(number), by.Team, cancellationToken) is not { Nudge.SnoozedUntil: { } until })
            return answer;
        var told = HoursCards.OnTheWall(until, (await hours.OfAsync(by.Team, cancellationToken)).Hours);
        return answer with { Card = answer.Card with { Parts = [.. answer.Card.Parts, HoursCards.How(Say.It(CommandWording.SnoozedUntil, told))] } };
    }

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Snooze, line["for"] ?? "1h");
}

internal sealed class AnsweredCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("answered", CommandWording.HelpAnswered, Role.Responder) { AsksPage = true, Arguments = [Nudge], Example = "answered 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Answered);
}

internal sealed class VerdictCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("verdict", CommandWording.HelpVerdict, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("what", CommandWording.ArgVerdict, IsRest: true)],
        Example = "verdict 12 complaint negative now",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Verdict, line["what"]);
}

internal sealed class RejectCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("reject", CommandWording.HelpReject, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("why", CommandWording.ArgRejectWhy, IsRequired: false, IsRest: true)],
        Example = "reject 12 Too long, and she asked for the date.",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Reject, input: line["why"] ?? "");
}

internal sealed class UseCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("use", CommandWording.HelpUse, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("who", CommandWording.ArgUseWho, IsRest: true)],
        Example = "use 12 Ben",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Use, line["who"]);
}

internal sealed class OfflineCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("offline", CommandWording.HelpOffline, Role.Responder)
    {
        AsksPage = true,
        Arguments =
        [
            Nudge, new CommandArgument("way", CommandWording.ArgOfflineWay), new CommandArgument("by", CommandWording.ArgOfflineBy, IsRequired: false),
            new CommandArgument("who", CommandWording.ArgOfflineWho, IsRequired: false), new CommandArgument("note", CommandWording.ArgOfflineNote, IsRequired: false, IsRest: true),
        ],
        Example = "offline 12 phone 2h Ben She prefers mornings.",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Offline, $"{line["way"]} {line["by"]} {line["who"]}".Trim(), line["note"]);
}

internal sealed class OutcomeCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("outcome", CommandWording.HelpOutcome, Role.Responder)
    {
        AsksPage = true,
        Arguments = [Nudge, new CommandArgument("how", CommandWording.ArgOutcomeHow, IsRest: true)],
        Example = "outcome 12 solved",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Outcome, line["how"]);
}

internal sealed class UndoCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("undo", CommandWording.HelpUndo, Role.Approver)
    {
        AsksPage = true,
        Arguments = [Nudge],
        Options = [new CommandOption("confirm", "code", CommandWording.OptConfirm)],
        Example = "undo 12",
    };

    protected override Click ClickOf(CommandLine line, Nudge nudge) =>
        line.Option("confirm") is { } code ? On(nudge, StaffVerbs.UndoConfirm, code) : On(nudge, StaffVerbs.Undo);
}
