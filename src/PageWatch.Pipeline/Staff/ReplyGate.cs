using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Staff;

/// <summary>Looks over every text that staff save, preview and publish, by the playbook as it stands then.</summary>
internal sealed class ReplyGate(PlaybookShelf playbooks)
{
    /// <summary>Of more reasons at once nobody reads on.</summary>
    private const int MostReasons = 4;

    /// <returns>The draft with what was found in its text.</returns>
    public async ValueTask<Draft> LookAsync(ConversationFile file, Draft draft, CancellationToken cancellationToken) =>
        await OccasionAsync(file, cancellationToken) is { } occasion ? DraftChecks.Look(draft, occasion) : draft;

    /// <returns>What can be mended in the text of a draft without choosing words, mended.</returns>
    public async ValueTask<string> MendAsync(ConversationFile file, Draft draft, CancellationToken cancellationToken) =>
        await OccasionAsync(file, cancellationToken) is { } occasion ? DraftChecks.Mend(draft.Text, occasion) : draft.Text;

    /// <returns>Why the text cannot be kept at all: nothing in it, or more than the page takes; null when it can.</returns>
    public static string? ProblemWith(string text, ConversationFile file)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Wording.RefusedEmpty;
        var can = file.Watch.Can;
        var length = ReplyLength.Of(text, can.LengthUnit);
        return can.LongestReply > 0 && length > can.LongestReply
            ? Say.It(Wording.RefusedTooLong, Say.Number(length), Say.Number(can.LongestReply), Say.Unit(can.LengthUnit), Say.Number(length - can.LongestReply))
            : null;
    }

    /// <returns>Why a draft that was looked at must not be published as it stands; null when it may.</returns>
    public static string? RefusalOf(Draft looked) => Reasons(looked, blocks: true) is { Count: > 0 } reasons ? Say.It(Wording.RefusedByChecks, string.Join(" ", reasons)) : null;

    /// <returns>What is said beside the exact text before it is published.</returns>
    public static IReadOnlyList<string> WarningsOf(Draft looked) => Reasons(looked, blocks: false);

    private static List<string> Reasons(Draft looked, bool blocks) => [.. looked.Findings.Where(finding => finding.Blocks == blocks).Select(finding => finding.Reason).Distinct().Take(MostReasons)];

    /// <returns>Null when there is no post to answer: then nothing is published at all.</returns>
    private async ValueTask<ReplyOccasion?> OccasionAsync(ConversationFile file, CancellationToken cancellationToken) => file.Focus is not { } focus
        ? null
        : new ReplyOccasion(focus, file.Readings.GetValueOrDefault(focus.Id), file.Watch.Page, file.Watch.Can, await playbooks.OfAsync(file.Team, cancellationToken));
}
