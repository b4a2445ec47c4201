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

internal sealed class DeclineCommand(StaffDesk desk, IJourneyStore store) : NudgeCommand(desk, store)
{
    public override CommandSpec Spec { get; } = new("decline", CommandWording.HelpDecline, Role.Responder) { AsksPage = true, Arguments = [Nudge], Example = "decline 12" };

    protected override Click ClickOf(CommandLine line, Nudge nudge) => On(nudge, StaffVerbs.Decline);
}

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

internal sealed class NoteCommand(INotes notes, IJourneyStore store, IMembers members, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("note", CommandWording.HelpNote, Role.Viewer)
    {
        AsksPage = true,
        Arguments = [new CommandArgument("nudge", CommandWording.ArgNudge), new CommandArgument("text", CommandWording.ArgNoteText, IsRest: true)],
        Example = "note 12 She called yesterday, ask Ben.",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (!long.TryParse(line["nudge"]!.TrimStart('#'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return Answer.No(Say.It(CommandWording.NotANumber, CleanText.Line(line["nudge"], 20)));
        if (await store.OpenNudgeAsync(new NudgeId(number), by.Team, cancellationToken) is not { } file || await members.RoleOnAsync(by.Id, file.Watch.Id, cancellationToken) is null)
            return Answer.No(Say.It(Wording.NoNudge, number));
        var now = time.GetUtcNow();
        await notes.KeepAsync(
            new NudgeNote(by.Team, new NudgeId(number), by.Id, by.Name, line["text"]!, now),
            null,
            new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"nudge {number}", null, line["text"]) { Nudge = number },
            cancellationToken);
        return Answer.Done(Say.It(CommandWording.NoteKept, number));
    }
}
