using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class NoteCommand(INotes notes, IJourneyStore store, IMembers members, IDoorbell doorbell, TimeProvider time) : ICommand
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
        var note = new NudgeNote(by.Team, new NudgeId(number), by.Id, by.Name, line["text"]!, now).WithPromises(file, null);
        await notes.KeepAsync(
            note,
            null,
            new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"nudge {number}", null, line["text"]) { Nudge = number },
            cancellationToken);
        if (note.Promises.Count == 0)
            return Answer.Done(Say.It(CommandWording.NoteKept, number));
        doorbell.Ring(Door.Outbox);
        return Answer.Done(Say.It(CommandWording.NoteKept, number), Answer.Line(CommandWording.NotePromises));
    }
}
