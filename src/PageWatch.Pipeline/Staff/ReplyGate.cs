using PageWatch.Domain.Drafts;
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

    /// <returns>Why the text must not be published as it stands; null when it may.</returns>
    public async ValueTask<string?> RefusalAsync(ConversationFile file, string text, CancellationToken cancellationToken)
    {
        if (await OccasionAsync(file, cancellationToken) is not { } occasion)
            return null;
        var reasons = ReplyChecks.Of(text, occasion).Where(finding => finding.Blocks).Select(finding => finding.Reason).Distinct().Take(MostReasons).ToList();
        return reasons.Count == 0 ? null : Say.It(Wording.RefusedByChecks, string.Join(" ", reasons));
    }

    /// <returns>What is said beside the exact text before it is published.</returns>
    public async ValueTask<IReadOnlyList<string>> WarningsAsync(ConversationFile file, string text, CancellationToken cancellationToken) =>
        await OccasionAsync(file, cancellationToken) is { } occasion
            ? [.. ReplyChecks.Of(text, occasion).Where(finding => !finding.Blocks).Select(finding => finding.Reason).Distinct().Take(MostReasons)]
            : [];

    public async ValueTask<string> MendAsync(ConversationFile file, string text, CancellationToken cancellationToken) =>
        await OccasionAsync(file, cancellationToken) is { } occasion ? DraftChecks.Mend(text, occasion) : text;

    /// <returns>Null when there is no post to answer: then nothing is published at all.</returns>
    private async ValueTask<ReplyOccasion?> OccasionAsync(ConversationFile file, CancellationToken cancellationToken) => file.Focus is not { } focus
        ? null
        : new ReplyOccasion(focus, file.Readings.GetValueOrDefault(focus.Id), file.Watch.Page, file.Watch.Can, await playbooks.OfAsync(file.Team, cancellationToken));
}
