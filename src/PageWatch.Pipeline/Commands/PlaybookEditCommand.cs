using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Changes the playbook. A text with problems changes nothing.</summary>
internal sealed class PlaybookEditCommand(ITeamRecords teams, PlaybookFile file, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("playbook edit", CommandWording.HelpPlaybookEdit, Role.Approver)
    {
        Arguments = [new CommandArgument("text", CommandWording.ArgPlaybookEdit, IsRequired: false, IsRest: true)],
        Example = "playbook edit §3",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (file.Leads(by.Team))
            return PlaybookCards.FileLeads(file);
        var now = await PlaybookNow.OfAsync(teams, by.Team, cancellationToken);
        var entry = PlaybookEntry.Read(line["text"]);
        if (entry.Text.Length == 0)
            return Shown(now, entry);
        var change = entry.Over(now.Text);
        if (change.Text is not { } text)
            return Answer.No(change.Refusal!);
        if (text == now.Text)
            return Answer.Done(CommandWording.PlaybookSame);
        var problems = PlaybookText.Parse(text).Problems;
        if (problems.Count > 0)
            return PlaybookCards.Refused(problems, change.Place);
        return await now.FollowAsync(teams, text, Spec.Verb, by, time.GetUtcNow(), cancellationToken)
            ? Answer.Done(Say.It(CommandWording.PlaybookEdited, now.Version + 1, change.Named), Answer.Line(CommandWording.PlaybookEditedHow))
            : Answer.No(CommandWording.PlaybookMeanwhile);
    }

    /// <summary>What stands there now, to be copied and changed.</summary>
    private static CommandAnswer Shown(PlaybookNow now, PlaybookEntry entry)
    {
        if (entry.Now(now.Text) is not var (named, text))
        {
            var count = PlaybookParts.Of(now.Text).Sections.Count;
            return Answer.No(Say.It(CommandWording.PlaybookNoSection, entry.Number, count, count + 1));
        }

        // Settings that there are none of yet are shown as they could be.
        if (text.Length == 0)
            text = CommandWording.PlaybookSettingsToBe;
        if (PlaybookCards.ToCopy(named, text) is not { } shown)
            return Answer.No(Say.It(CommandWording.PlaybookTooLong, Say.Number(text.Length)));
        var typed = entry.Part switch
        {
            null => "",
            PlaybookEntryPart.Settings => " settings",
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $" §{entry.Number}"),
        };
        return Answer.Done(named, [.. shown, new CardPart.Line([new Span.Words(Say.It(CommandWording.PlaybookCopyHow, typed))]) { Soft = true }]);
    }
}
