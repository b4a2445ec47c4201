using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Staff;

/// <summary>The draft that follows a talk off the page: a line for those who look on where they were spoken to, else an answer to the post as before.</summary>
internal sealed class ContactDrafts(PlaybookShelf playbooks, IDrafter drafter)
{
    /// <param name="nudge">After the talk.</param>
    /// <returns>Null where there is nothing to answer, or what stands there is a person's words and still fits.</returns>
    public async ValueTask<Draft?> OfAsync(ConversationFile file, Nudge nudge, CancellationToken cancellationToken)
    {
        if (file.Draft is not { } draft || file.Focus is not { IsPublic: true } focus || !file.Readings.TryGetValue(focus.Id, out var reading))
            return null;
        var owesClosingLine = nudge.Contact is { OwesClosingLine: true };
        if (!owesClosingLine && draft.EditedBy is not null)
            return null;
        var playbook = await playbooks.OfAsync(file.Team, cancellationToken);
        var request = new DraftRequest(focus, reading, file.Watch.Page, file.Watch.Can, playbook) { Outcome = owesClosingLine ? nudge.Contact!.Outcome : null };
        return DraftChecks.Look(
            DraftDesk.Make(nudge.Id, focus, drafter.Propose(request)) with { Before = draft.Text, Suggestions = draft.Suggestions },
            new ReplyOccasion(focus, reading, file.Watch.Page, file.Watch.Can, playbook));
    }
}
