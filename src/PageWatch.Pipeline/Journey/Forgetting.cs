using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Journey;

/// <summary>Erases what a person wrote and who that was, everywhere we keep it, and keeps only counts.</summary>
public sealed class Forgetting(
    IPosts posts, IWatches watches, ITeamRecords teams, IJourneyStore store, PlaybookShelf playbooks, IPostReader reader, IDrafter drafter, IDoorbell doorbell, TimeProvider time)
{
    private const int MostAttempts = 20;

    /// <returns>How many posts were erased.</returns>
    public async Task<int> ForgetAsync(TeamId team, AuthorRow author, Member by, CancellationToken cancellationToken)
    {
        if (await watches.FindAsync(author.Page, cancellationToken) is not { } watch || watch.Team != team)
            return 0;
        var theirs = await posts.OfAuthorAsync(team, author, cancellationToken);
        foreach (var conversation in theirs.GroupBy(post => post.Conversation))
            await ForgetAsync(watch, conversation.Key, [.. conversation], by, cancellationToken);
        doorbell.Ring(Door.Outbox);
        return theirs.Count;
    }

    private async Task ForgetAsync(Watch watch, ConversationId conversation, IReadOnlyList<Post> theirs, Member by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = time.GetUtcNow();
            var files = await store.OpenAsync(watch, [conversation], [], [.. theirs.Select(post => post.NativeId)], cancellationToken);
            var context = new DeciderContext(
                watch,
                await teams.RulesAsync(watch.Team, cancellationToken),
                await teams.ChannelsAsync(watch.Team, cancellationToken),
                await playbooks.OfAsync(watch.Team, cancellationToken),
                // Asked for nothing: what is erased is not read, and no text goes to an adviser to be forgotten.
                reader,
                drafter,
                store.Next,
                now);
            var decider = new ConversationDecider(files[0], context);
            foreach (var post in theirs)
                decider.Forget(files[0].Posts[post.NativeId]);
            var change = new StateChange();
            decider.AddTo(change, new HashSet<InboxId>());
            // The record says that somebody was forgotten, and by whom; never who.
            change.Audit.Add(new AuditEntry(watch.Team, now, by.Id, by.Name, "forget", $"{theirs.Count} posts on {watch.Name}"));
            if (await store.SaveAsync(change, SavePriority.Click, cancellationToken))
                return;
            if (attempt == MostAttempts)
                throw new InvalidOperationException($"Conversation {conversation} was overtaken {MostAttempts} times in a row.");
        }
    }
}
