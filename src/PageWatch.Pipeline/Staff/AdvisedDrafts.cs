using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Staff;

/// <summary>Asks the adviser of the installation for replies, where one was chosen; once for each version of a post, when a person asks for another draft.</summary>
internal sealed class AdvisedDrafts(IEnumerable<IDraftAdviser> advisers, IDrafter drafter, PlaybookShelf playbooks, PastShelf past, DraftsBeingWritten writing)
{
    /// <summary>Posts of the thread that an adviser is told.</summary>
    private const int MostOfThread = 8;

    private readonly IDraftAdviser? adviser = advisers.LastOrDefault();

    /// <returns>Null where nobody is to be asked: there is no adviser, it was asked already, or there is nothing to answer.</returns>
    /// <param name="asked">Of this click: whoever was faster at something else meanwhile does not make the adviser write again.</param>
    public async ValueTask<Draft?> AskAsync(ConversationFile file, Draft draft, AskedAdvice asked, CancellationToken cancellationToken)
    {
        // It is asked for answers to posts; a closing line is the playbook's.
        if (adviser is null || draft.NoAdvice is not null || file.Nudge is { Contact.OwesClosingLine: true } || file.Focus is not { IsPublic: true } focus || !file.Readings.TryGetValue(focus.Id, out var reading))
            return null;
        if (asked.Came is { } came && came.Answers == (focus.Id, focus.Revision))
            return DraftDesk.Advised(draft, came.Advice.Beside(came.Embedded), came.Advice);
        var request = new DraftRequest(focus, reading, file.Watch.Page, file.Watch.Can, await playbooks.OfAsync(file.Team, cancellationToken))
        {
            Past = await past.SimilarAsync(focus, reading, cancellationToken),
        };
        var embedded = drafter.Propose(request);
        var ask = new DraftAsk(request, embedded) { FirstName = FirstName.Of(focus.Author), Thread = ThreadOf(file, focus) };
        // Ended before the outcome is saved: from then on the card shows what is stored.
        using var pen = writing.Begin(file.Nudge!.Id, focus, adviser.Name);
        var advice = await adviser.AdviseAsync(ask, pen, cancellationToken);
        asked.Came = ((focus.Id, focus.Revision), embedded, advice);
        return DraftDesk.Advised(draft, advice.Beside(embedded), advice);
    }

    private static IReadOnlyList<ThreadText> ThreadOf(ConversationFile file, Post focus) =>
    [
        .. file.Posts.Values.Where(post => post.Id != focus.Id && post.IsPublic && post.PublishedAt <= focus.PublishedAt).OrderBy(post => post.PublishedAt).TakeLast(MostOfThread)
            .Select(post => new ThreadText(post.Text, post.IsOurs)),
    ];
}

/// <summary>What came of asking an adviser, as long as one click is carried out.</summary>
internal sealed class AskedAdvice
{
    /// <summary>Null while nobody was asked.</summary>
    public ((PostId Post, int Revision) Answers, IReadOnlyList<DraftProposal> Embedded, DraftAdvice Advice)? Came { get; set; }
}
