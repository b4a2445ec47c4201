using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Journey;

/// <summary>Carries what came in from the inbox to the outbox: one batch, one transaction.</summary>
public sealed partial class PostJourney(
    IInbox inbox,
    IWatches watches,
    IPosts posts,
    ITeamRecords teams,
    IMembers members,
    ITeamHours hours,
    IJourneyStore store,
    PlaybookShelf playbooks,
    IEnumerable<IWebhookSource> webhooks,
    AdviceDesk advice,
    IDrafter drafter,
    PastShelf past,
    IPollSchedule polls,
    IDoorbell doorbell,
    TimeProvider time,
    ILogger<PostJourney> logger)
{
    /// <summary>Rows of one batch: enough to share a commit, few enough that neither a click nor a sender waits long for it.</summary>
    private const int BatchSize = 64;

    /// <summary>A row that failed this often waits for a person.</summary>
    public const int MostAttempts = 5;

    private readonly Dictionary<PlatformId, IWebhookSource> hooks = webhooks.ToDictionary(hook => hook.Platform);

    /// <summary>Works until there is nothing left that is due.</summary>
    /// <returns>How many rows were worked off.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        Saving? saving = null;
        try
        {
            while (true)
            {
                var rows = await inbox.WaitingAsync(BatchSize, saving?.Decided.Ids ?? [], time.GetUtcNow(), cancellationToken);
                if (rows.Count == 0 && saving is null)
                    return done;
                // While one batch is on its way to the disk, the next is decided: one waits for the disk, the other for a processor.
                var next = rows.Count == 0 ? null : await TryDecideAsync(rows, saving?.Decided, cancellationToken);
                if (saving is not null)
                {
                    done += saving.Decided.Rows.Count;
                    // What was decided beside a batch that was then decided anew is decided anew too, so that rows of one page keep their order.
                    if (!await FinishAsync(saving, cancellationToken))
                        next = null;
                }
                else if (next is null)
                {
                    done += rows.Count;
                    await WorkEachAloneAsync(rows, cancellationToken);
                }

                saving = next is null ? null : new Saving(next, SaveAsync(next, cancellationToken));
            }
        }
        finally
        {
            // Whatever ends the work here: nobody begins anew while a batch may still be saved.
            if (saving is not null)
                await Task.WhenAny(saving.Saved);
        }
    }

    /// <param name="before">A batch that is not saved yet.</param>
    /// <returns>Null when one of them cannot be decided on, or when they speak of what the batch before them speaks of.</returns>
    private async Task<Decided?> TryDecideAsync(IReadOnlyList<InboxRow> rows, Decided? before, CancellationToken cancellationToken)
    {
        try
        {
            return await DecideAsync(rows, before, cancellationToken);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
        {
            Log.BatchFailed(logger, rows.Count, problem);
            return null;
        }
    }

    /// <returns>False when it had to be decided anew, or some of it failed.</returns>
    private async Task<bool> FinishAsync(Saving saving, CancellationToken cancellationToken)
    {
        try
        {
            var saved = await saving.Saved;
            if (!saved)
                await WorkAsync(saving.Decided.Rows, cancellationToken);
            Ring();
            return saved;
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
        {
            Log.BatchFailed(logger, saving.Decided.Rows.Count, problem);
            await WorkEachAloneAsync(saving.Decided.Rows, cancellationToken);
            return false;
        }
    }

    /// <summary>One row spoils its batch; alone each shows whether it is the one. What follows on its page waits behind it, as it would in the next batch.</summary>
    private async Task WorkEachAloneAsync(IReadOnlyList<InboxRow> rows, CancellationToken cancellationToken)
    {
        var held = new HashSet<PageId>();
        foreach (var row in rows)
        {
            if (!held.Contains(row.Page) && await WorkAloneAsync(row, cancellationToken))
                held.Add(row.Page);
        }

        Ring();
    }

    private void Ring()
    {
        doorbell.Ring(Door.Outbox);
        doorbell.Ring(Door.Ledger);
    }

    /// <returns>True when the row failed and is tried again.</returns>
    private async Task<bool> WorkAloneAsync(InboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync([row], cancellationToken);
            return false;
        }
        // Whatever it is, a platform's oddity or a bug of ours: this row is set aside with its bytes, the others go on.
        catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
        {
            return await FailAsync(row, problem, cancellationToken);
        }
    }

    /// <returns>True when it is tried again; false when it is parked.</returns>
    private async Task<bool> FailAsync(InboxRow row, Exception problem, CancellationToken cancellationToken)
    {
        var attempts = row.Attempts + 1;
        // Bytes that cannot be read will not become readable by waiting.
        var parks = attempts >= MostAttempts || problem is PlatformException { Failure: PlatformFailure.NotUnderstood };
        Log.RowFailed(logger, row.Id.Value, attempts, parks, problem);
        await inbox.FailedAsync(row.Id, problem.Message, parks ? null : time.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, attempts)), cancellationToken);
        return !parks;
    }

    private async Task WorkAsync(IReadOnlyList<InboxRow> rows, CancellationToken cancellationToken)
    {
        // Another hand (a click, say) may change a conversation between opening and saving; then everything is opened and decided again.
        for (var attempt = 1; ; attempt++)
        {
            if (await SaveAsync((await DecideAsync(rows, null, cancellationToken))!, cancellationToken))
                return;
            if (attempt == 20)
                throw new InvalidOperationException("A batch was overtaken twenty times in a row.");
        }
    }

    private async Task<bool> SaveAsync(Decided decided, CancellationToken cancellationToken)
    {
        // Before the rows are done: a crash in between looks once too often, and never not at all.
        foreach (var page in decided.Changed)
            await polls.LookAgainAsync(page, cancellationToken);
        return await store.SaveAsync(decided.Change, SavePriority.Bulk, cancellationToken);
    }

    /// <param name="before">A batch that is not saved yet.</param>
    /// <returns>Null when they speak of a post that <paramref name="before"/> speaks of. Whatever else they share with it, a conversation say, its fence shows when they are saved.</returns>
    private async Task<Decided?> DecideAsync(IReadOnlyList<InboxRow> rows, Decided? before, CancellationToken cancellationToken)
    {
        var decided = new Decided(rows);
        // Before anything is opened: nothing that is opened waits for somebody outside, and one deadline holds for all pages of the batch.
        var reader = advice.HasAdviser ? await advice.ReaderForAsync(await AheadAsync(rows, cancellationToken), cancellationToken) : advice.Embedded;
        foreach (var page in rows.GroupBy(row => row.Page))
        {
            if (!await DecideAsync(page.Key, [.. page], reader, decided, before, cancellationToken))
                return null;
        }

        foreach (var budget in decided.Budgets.Values)
            budget.AddTo(decided.Change);
        return decided;
    }

    /// <summary>What the team has left today: one count for all pages of a batch, taken over from a batch that is not saved yet.</summary>
    private async ValueTask<NudgeBudget?> BudgetAsync(
        TeamId team, RuleBook rules, IReadOnlyList<StaffChannel> channels, BusinessHours counted, DateTimeOffset now, Decided decided, Decided? before, CancellationToken cancellationToken)
    {
        if (!NudgeBudget.IsKept(rules, channels))
            return null;
        if (decided.Budgets.TryGetValue(team, out var budget))
            return budget;
        var day = counted.DayOf(now);
        budget = before?.Budgets.GetValueOrDefault(team) is { } last && last.Day == day ? last.Next() : new NudgeBudget(team, day, await store.SpentAsync(team, day, cancellationToken));
        return decided.Budgets[team] = budget;
    }

    private async Task<IReadOnlyList<Post>> AheadAsync(IReadOnlyList<InboxRow> rows, CancellationToken cancellationToken)
    {
        var ahead = new List<Post>();
        foreach (var page in rows.GroupBy(row => row.Page))
        {
            if (await watches.FindAsync(page.Key, cancellationToken) is not { } watch)
                continue;
            var told = page.SelectMany(row => Tell(row, watch).Where(each => each is not SourceEvent.PageChanged).Select(each => (each, row))).ToList();
            var known = await posts.FindAsync(page.Key, told.SelectMany(each => NativeIdsIn(each.each)).ToHashSet(StringComparer.Ordinal), cancellationToken);
            ahead.AddRange(PostsAhead.In(told, known, watch));
        }

        return ahead;
    }

    private async Task<bool> DecideAsync(PageId page, IReadOnlyList<InboxRow> rows, IPostReader reader, Decided decided, Decided? before, CancellationToken cancellationToken)
    {
        var change = decided.Change;
        var watch = await watches.FindAsync(page, cancellationToken);
        if (watch is null)
        {
            change.Done.AddRange(rows.Select(row => new StateChange.InboxDone(row.Id, EraseBytes: true)));
            return true;
        }

        var told = new List<(SourceEvent Event, InboxRow Row)>();
        foreach (var row in rows)
            told.AddRange(Tell(row, watch).Select(each => (each, row)));
        if (told.RemoveAll(each => each.Event is SourceEvent.PageChanged) > 0)
            decided.Changed.Add(page);

        var nativeIds = told.SelectMany(each => NativeIdsIn(each.Event)).ToHashSet(StringComparer.Ordinal);
        if (before is not null && before.SpokenOf.GetValueOrDefault(page) is { } spokenOf && spokenOf.Overlaps(nativeIds))
            return false;
        var authors = told.Select(each => (each.Event as SourceEvent.PostSeen)?.Post.Author.NativeId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (before is not null && before.NewAuthors.GetValueOrDefault(page) is { } news && news.Overlaps(authors))
            return false;
        decided.SpokenOf[page] = nativeIds;
        var known = await posts.FindAsync(page, nativeIds, cancellationToken);
        var roots = RootsOf(told.Select(each => each.Event), known);
        var rootIds = roots.Values.Where(root => root.Conversation is null).Select(root => root.NativeId).ToHashSet(StringComparer.Ordinal);
        var conversations = roots.Values.Where(root => root.Conversation is not null).Select(root => root.Conversation!.Value).ToHashSet();
        var files = await store.OpenAsync(watch, conversations, rootIds, nativeIds, cancellationToken);

        var rules = await teams.RulesAsync(watch.Team, cancellationToken);
        var knownAuthors = authors.Count == 0 ? [] : (await posts.KnownAuthorsAsync(page, authors, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        decided.NewAuthors[page] = [.. authors.Where(author => !knownAuthors.Contains(author))];
        var channels = await teams.ChannelsAsync(watch.Team, cancellationToken);
        var counted = (await hours.OfAsync(watch.Team, cancellationToken)).Hours;
        var now = time.GetUtcNow();
        var context = new DeciderContext(
            watch,
            rules,
            channels,
            await playbooks.OfAsync(watch.Team, cancellationToken),
            reader,
            drafter,
            store.Next,
            now)
        {
            KnownAuthors = knownAuthors,
            Hours = counted,
            Budget = await BudgetAsync(watch.Team, rules, channels, counted, now, decided, before, cancellationToken),
            Chain = await teams.ChainAsync(watch.Team, cancellationToken),
            StaffNames = await members.NamesForAsync(rules, watch.Team, cancellationToken),
        };
        var byId = files.ToDictionary(file => file.Id);
        var byRoot = files.ToDictionary(file => file.RootNativeId, StringComparer.Ordinal);
        var deciders = new Dictionary<ConversationId, ConversationDecider>();
        var erasing = new HashSet<InboxId>();
        var bringing = new HashSet<InboxId>();
        foreach (var (happened, row) in told)
        {
            if (happened is SourceEvent.PostUnreadable unreadable)
            {
                bringing.Add(row.Id);
                change.Unread.Add(new StateChange.Unreadable(page, $"entry {row.Id} {change.Unread.Count}", unreadable.Raw, unreadable.Problem, row.ReceivedAt));
                continue;
            }

            var root = roots[NativeIdOf(happened)];
            var file = root.Conversation is { } id ? byId[id] : byRoot.GetValueOrDefault(root.NativeId);
            if (file is null)
            {
                // A post that nobody knows is gone for good: nothing to say about it. A delete leaves a tombstone, so that a late "seen" finds it.
                if (happened is SourceEvent.PostGone)
                    continue;
                file = new ConversationFile { Id = new ConversationId(store.Next(Numbered.Conversation)), Team = watch.Team, Watch = watch, RootNativeId = root.NativeId, Fence = 0, IsNew = true };
                byRoot[root.NativeId] = file;
            }

            if (!deciders.TryGetValue(file.Id, out var decider))
                deciders[file.Id] = decider = new ConversationDecider(file, context);
            switch (decider.Take(happened, row.Id, row.ReceivedAt, row.IsFirstLook))
            {
                case TakenAs.Erased:
                    erasing.Add(row.Id);
                    break;
                case TakenAs.News:
                    bringing.Add(row.Id);
                    break;
            }
        }

        // Only a post that got a draft is worth the look.
        foreach (var decider in deciders.Values)
        {
            if (decider.Drafted is var (post, reading) && await past.SimilarAsync(post, reading, cancellationToken) is { Count: > 0 } similar)
                decider.UsePast(similar);
        }

        var postsBefore = change.Posts.Count;
        foreach (var decider in deciders.Values)
            decider.AddTo(change, bringing);
        ArrivalCount.AddTo(change, watch, change.Posts.Skip(postsBefore), rows);
        // What brought nothing is not kept: an older version of a post that comes late would outlive the post when that is erased.
        change.Done.AddRange(rows.Select(row => new StateChange.InboxDone(row.Id, EraseBytes: erasing.Contains(row.Id) || !bringing.Contains(row.Id))));
        return true;
    }

    private IReadOnlyList<SourceEvent> Tell(InboxRow row, Watch watch)
    {
        if (row.Events is { } events)
            return events;
        if (!hooks.TryGetValue(watch.Page.Platform, out var hook))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"{watch.Page.Platform} is a platform that sends no webhooks.");
        return hook.Read(row.Call!, watch.Page);
    }

    /// <summary>The conversation of each post that is spoken of: known already, or named by the post at its root.</summary>
    private static Dictionary<string, (ConversationId? Conversation, string NativeId)> RootsOf(IEnumerable<SourceEvent> told, IReadOnlyDictionary<string, Post> known)
    {
        var roots = new Dictionary<string, (ConversationId? Conversation, string NativeId)>(StringComparer.Ordinal);
        foreach (var happened in told)
        {
            if (happened is SourceEvent.PostUnreadable)
                continue;
            var id = NativeIdOf(happened);
            if (roots.ContainsKey(id))
                continue;
            roots[id] = happened switch
            {
                _ when known.TryGetValue(id, out var post) => (post.Conversation, id),
                SourceEvent.PostSeen { Post.ThreadNativeId: { } thread } when thread != id => Of(thread),
                SourceEvent.PostSeen { Post.ParentNativeId: { } parent } when parent != id => Of(parent),
                _ => (null, id),
            };
        }

        return roots;

        (ConversationId? Conversation, string NativeId) Of(string other) =>
            known.TryGetValue(other, out var post) ? (post.Conversation, other) : roots.TryGetValue(other, out var root) ? root : (null, other);
    }

    private static string NativeIdOf(SourceEvent happened) => happened switch
    {
        SourceEvent.PostSeen seen => seen.Post.NativeId,
        SourceEvent.PostDeleted deleted => deleted.NativeId,
        SourceEvent.PostGone gone => gone.NativeId,
        _ => throw new InvalidOperationException($"{happened.GetType().Name} names no post."),
    };

    private static IEnumerable<string> NativeIdsIn(SourceEvent happened) => happened switch
    {
        SourceEvent.PostUnreadable => [],
        SourceEvent.PostSeen { Post: var post } => ((string?[])[post.NativeId, post.ParentNativeId, post.ThreadNativeId]).OfType<string>(),
        _ => [NativeIdOf(happened)],
    };

    /// <summary>Rows of the inbox, and what comes of them.</summary>
    private sealed class Decided(IReadOnlyList<InboxRow> rows)
    {
        public IReadOnlyList<InboxRow> Rows => rows;

        public IReadOnlyList<InboxId> Ids { get; } = [.. rows.Select(row => row.Id)];

        public StateChange Change { get; } = new();

        /// <summary>Pages to be looked at again.</summary>
        public HashSet<PageId> Changed { get; } = [];

        /// <summary>Native ids of all posts that are named, by page.</summary>
        public Dictionary<PageId, HashSet<string>> SpokenOf { get; } = [];

        /// <summary>Accounts that write for the first time, by page: whether a post is somebody's first is not known before this batch is saved.</summary>
        public Dictionary<PageId, HashSet<string>> NewAuthors { get; } = [];

        /// <summary>What teams have left of their budgets after this batch; only of teams that keep any.</summary>
        public Dictionary<TeamId, NudgeBudget> Budgets { get; } = [];
    }

    private sealed record Saving(Decided Decided, Task<bool> Saved);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A batch of {Rows} rows failed; each is tried alone in its turn.")]
        public static partial void BatchFailed(ILogger logger, int rows, Exception problem);

        [LoggerMessage(2, LogLevel.Warning, "Inbox row {Row} failed for the {Attempt}. time; parked: {Parked}.")]
        public static partial void RowFailed(ILogger logger, long row, int attempt, bool parked, Exception problem);
    }
}
