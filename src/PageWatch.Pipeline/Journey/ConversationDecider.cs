using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Journey;

/// <summary>
/// Takes reports about the posts of one conversation through every stage in turn: history, reading, rules, nudge, draft. Pure but for the numbers
/// it draws: it is given all it may know and returns all that changes.
/// </summary>
internal sealed class ConversationDecider
{
    private readonly HashSet<(PostId Post, InboxId Row)> sources = [];
    private readonly ConversationFile file;
    private readonly DeciderContext context;
    private readonly Dictionary<string, Post> posts;
    private readonly Dictionary<PostId, Reading> readings;
    private readonly Dictionary<string, StateChange.PostSave> saved = new(StringComparer.Ordinal);
    private readonly Dictionary<PostId, Reading> newReadings = [];
    private readonly Dictionary<PostId, (PostId Post, int Revision, IReadOnlyList<RuleMatch> Matches)> newMatches = [];
    private readonly Dictionary<ReplyId, Reply> replies;
    private readonly HashSet<ReplyId> changedReplies = [];
    private readonly Dictionary<NudgeId, Nudge> changedNudges = [];
    private readonly List<(Nudge Before, Nudge Next)> steps = [];
    private readonly Dictionary<NudgeId, Draft> changedDrafts = [];
    private readonly List<PostId> erased = [];
    private readonly List<AuditEntry> audit = [];
    private readonly Dictionary<NudgeId, Nudge> cards = [];
    private Nudge? nudge;
    private Draft? draft;

    public ConversationDecider(ConversationFile file, DeciderContext context)
    {
        this.file = file;
        this.context = context;
        posts = new Dictionary<string, Post>(file.Posts, StringComparer.Ordinal);
        readings = new Dictionary<PostId, Reading>(file.Readings);
        replies = file.Replies.ToDictionary(reply => reply.Id);
        nudge = file.Nudge;
        draft = file.Draft;
    }

    /// <summary>Takes one report in.</summary>
    /// <returns>Whether its bytes are to be erased with it: it told of a post whose author took it back.</returns>
    public TakenAs Take(SourceEvent told, InboxId row, DateTimeOffset seenAt, bool firstLook)
    {
        switch (told)
        {
            case SourceEvent.PostSeen seen:
                var known = posts.GetValueOrDefault(seen.Post.NativeId);
                var identity = known is null ? NewIdentity() : default;
                var isNews = Apply(known is null && SpeaksOfWhatWasErased(seen.Post)
                    ? PostHistory.Deleted(null, long.MaxValue, identity, seen.Post.NativeId, seenAt)
                    : PostHistory.Seen(known, seen.Post, identity, seenAt, context.Watch.NudgesSince, firstLook));
                Source(seen.Post.NativeId, row);
                return posts.GetValueOrDefault(seen.Post.NativeId)?.Standing == PostStanding.Deleted ? TakenAs.Erased : isNews ? TakenAs.News : TakenAs.Known;

            case SourceEvent.PostDeleted deleted:
                known = posts.GetValueOrDefault(deleted.NativeId);
                identity = known is null ? NewIdentity() : default;
                isNews = Apply(PostHistory.Deleted(known, deleted.RevisionMark, identity, deleted.NativeId, seenAt));
                Source(deleted.NativeId, row);
                return isNews ? TakenAs.News : TakenAs.Known;

            case SourceEvent.PostGone gone:
                isNews = Apply(PostHistory.Gone(posts.GetValueOrDefault(gone.NativeId), gone.RevisionMark));
                Source(gone.NativeId, row);
                return isNews ? TakenAs.News : TakenAs.Known;

            default:
                throw new InvalidOperationException($"{told.GetType().Name} does not belong to a conversation.");
        }
    }

    /// <summary>Erases a post because its author asked us to; whatever the page still shows of it is not taken in again.</summary>
    public void Forget(Post post)
    {
        Apply(PostHistory.Deleted(post, long.MaxValue, default, post.NativeId, context.Now), NudgeReason.Forgotten);
    }

    /// <summary>Adds everything that was decided.</summary>
    /// <param name="kept">Rows whose bytes stay: where these speak of a post, erasing it must find them.</param>
    public void AddTo(StateChange change, IReadOnlySet<InboxId> kept)
    {
        var found = sources.Where(source => kept.Contains(source.Row)).ToList();
        if (saved.Count == 0 && found.Count == 0)
            return;
        change.Sources.AddRange(found);
        change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, file.IsNew));
        change.Posts.AddRange(saved.Values);
        change.Readings.AddRange(newReadings.Values.Where(reading => !erased.Contains(reading.Post)));
        change.Matches.AddRange(newMatches.Values.Where(match => !erased.Contains(match.Post)));
        change.Nudges.AddRange(changedNudges.Values);
        change.Drafts.AddRange(changedDrafts.Values);
        change.Replies.AddRange(changedReplies.Select(id => replies[id]));
        foreach (var reply in file.Replies.Where(reply => changedReplies.Contains(reply.Id)))
            PublishedReplies.AddTo(change, reply, replies[reply.Id], PostOf(reply.Target), readings, context.Now);
        change.Erased.AddRange(erased);
        change.Audit.AddRange(audit);
        foreach (var (before, next) in steps)
            OpenCalls.CloseIn(change, file.Team, before, next, context.Now);
        if (nudge is { IsQuiet: true } && file.Nudge?.Id != nudge.Id)
            Digests.OpenIn(change, nudge, context.Now);
        foreach (var shown in cards.Values)
            change.AddCards(shown, context.Channels);
    }

    /// <summary>The post that a draft was made for just now, one that is still nobody's words; null when there is none.</summary>
    public (Post Post, Reading Reading)? Drafted =>
        draft is { EditedBy: null, Proposals.Count: > 0 } && changedDrafts.ContainsKey(draft.Nudge) && nudge is { IsAtEnd: false }
        && PostOf(draft.For) is { } post && readings.TryGetValue(post.Id, out var reading)
            ? (post, reading)
            : null;

    /// <summary>Makes the draft of <see cref="Drafted"/> anew.</summary>
    /// <param name="past">What the team answered to similar posts.</param>
    public void UsePast(IReadOnlyList<PastReply> past)
    {
        if (Drafted is var (post, reading))
            KeepDraft(context.Look(DraftDesk.Propose(draft!, context.Propose(post, reading, nudge!.Contact, past)), post, reading));
    }

    private NewPost NewIdentity() => new(new PostId(context.Next(Numbered.Post)), file.Team, file.Watch.Id, file.Id);

    /// <returns>Whether anything is otherwise than before.</returns>
    private bool Apply(PostChange change, NudgeReason deletedBecause = NudgeReason.AuthorDeleted)
    {
        switch (change)
        {
            case PostChange.Created { Post: var created }:
                var post = created with { IsAuthorsFirst = !created.IsOurs && created.Author.NativeId is { } account && context.KnownAuthors.Add(account) };
                Keep(post, isNew: true);
                Read(post);
                if (post.IsOurs)
                    Own(post);
                else
                    Consider(post, isNews: !post.IsBaseline);
                break;

            case PostChange.Edited { Before: var before, After: var after }:
                Keep(after);
                var wasOwed = IsOwed(before);
                Read(after);
                if (after.IsOurs)
                    Own(after);
                else if (nudge is { IsAtEnd: false } && nudge.Posts.Contains(after.Id))
                    Edited(after);
                // A typo mended after the answer must not call staff again; a post that asks for an answer only now must.
                else if (!wasOwed)
                    Consider(after with { IsBaseline = false }, isNews: true);
                else if (nudge?.Posts.Contains(after.Id) == true)
                    Show();
                break;

            case PostChange.Appeared { Before: var before, After: var after }:
                // New to the public now, however old its date (a comment that waited for moderation).
                after = after with { IsBaseline = after.IsBaseline && before.Standing == PostStanding.Gone };
                Keep(after);
                Read(after);
                if (after.IsOurs)
                    Own(after);
                else
                    Consider(after, isNews: !after.IsBaseline);
                break;

            case PostChange.Withheld { After: var after }:
                Keep(after);
                Lost(after, NudgeReason.TakenOffThePage);
                break;

            case PostChange.Deleted { Before: var before, After: var after }:
                Keep(after, isNew: before is null);
                if (before is null)
                    break;
                Erase(after);
                Lost(after, deletedBecause);
                break;

            case PostChange.Marked { After: var after }:
                Keep(after);
                break;

            default:
                return false;
        }

        return true;
    }

    private void Source(string nativeId, InboxId row)
    {
        if (posts.TryGetValue(nativeId, out var post))
            sources.Add((post.Id, row));
    }

    private void Keep(Post post, bool isNew = false)
    {
        posts[post.NativeId] = post;
        var firstTime = isNew || (saved.TryGetValue(post.NativeId, out var before) && before.IsNew);
        saved[post.NativeId] = new StateChange.PostSave(post, firstTime);
    }

    private void Read(Post post)
    {
        // A person's verdict on these very words stands; other words are read anew.
        var reading = readings.TryGetValue(post.Id, out var known) && known.IsVerdict && known.Revision == post.Revision ? known : context.Reader.Read(post);
        readings[post.Id] = reading;
        newReadings[post.Id] = reading;
        newMatches[post.Id] = (post.Id, post.Revision, Match(post, reading));
    }

    private IReadOnlyList<RuleMatch> Match(Post post, Reading reading) => context.Rules.Match(
        new QuerySubject(post, reading, file.Watch.Name, file.Watch.Page.Platform)
        {
            IsAnswered = posts.Values.Any(own => own.IsOurs && own.IsPublic && Answers(own, post) && !IsTakenBack(own)),
            StaffNames = context.StaffNames,
        },
        context.Now);

    private bool IsOwed(Post post) =>
        readings.TryGetValue(post.Id, out var reading)
        && NudgeOpening.IsOwed(post, reading, Match(post, reading));

    private void Consider(Post post, bool isNews)
    {
        if (!isNews || !post.IsPublic)
            return;
        var reading = readings[post.Id];
        var matches = newMatches[post.Id].Matches;
        var owed = NudgeOpening.IsOwed(post, reading, matches);

        if (nudge is { IsAtEnd: false } live)
        {
            // What the same author adds belongs to the duty even when it asks for nothing by itself; it then has no due time of its own.
            var sameAuthor = PostOf(live.Focus) is { } focus && IsSameAuthor(focus, post);
            if (!owed && !sameAuthor)
                return;
            var kind = owed ? NudgeOpening.KindOf(post, reading) : live.Kind;
            var deadline = owed ? Deadline.Strictest(post.PublishedAt, kind, matches, context.Hours) : null;
            var refocus = sameAuthor && reading.Intent != Intent.Thanks;
            if (Decide(new NudgeEvent.PostJoined(post.Id, post.Revision, refocus, kind, deadline, matches)) && refocus)
            {
                Redraft(post, reading, DraftStaleness.AuthorWroteAgain);
                if (PostTopics.MatterOf(post) is { } matter)
                    KeepNudge(nudge! with { Matter = matter });
            }

            if (owed)
                Surface(post, reading, matches);
            return;
        }

        if (!owed)
            return;
        KeepNudge(NudgeOpening.Open(new NudgeId(context.Next(Numbered.Nudge)), post, reading, matches, context.Hours, NudgeOpening.ChainOf(matches, context.Chain), context.Now, context.Now) with
        {
            Matter = PostTopics.MatterOf(post),
        });
        if (context.Budget?.Spend(nudge!, NudgeOpening.MayWait(nudge!.Kind, reading, matches), Routing.Of(nudge, context.Channels)) is { } digest)
            KeepNudge(nudge with { Digest = digest });
        KeepDraft(context.Look(DraftDesk.Make(nudge!.Id, post, context.Propose(post, reading, nudge.Contact)), post, reading));
        Show();
        Record("open", $"because of {string.Join(", ", matches.Select(match => match.RuleName))}");

        // The page may have answered before we ever saw the question: a backfill, or a webhook that overtook another.
        var answer = posts.Values.Where(own => own.IsOurs && own.IsPublic && Answers(own, post) && !IsTakenBack(own)).MinBy(own => own.PublishedAt);
        if (answer is not null)
            Own(answer);
    }

    private void Edited(Post after)
    {
        if (nudge!.Focus != after.Id)
        {
            Show();
            return;
        }

        if (!Decide(new NudgeEvent.FocusEdited(after.Revision)))
            return;
        Redraft(after, readings[after.Id], DraftStaleness.PostEdited);
        Surface(after, readings[after.Id], newMatches[after.Id].Matches);
        Record("post edited");
    }

    /// <summary>What turns out to press is taken out of the digest.</summary>
    private void Surface(Post post, Reading reading, IReadOnlyList<RuleMatch> matches)
    {
        if (nudge is { IsQuiet: true } && !NudgeOpening.MayWait(NudgeOpening.KindOf(post, reading), reading, matches))
            Decide(new NudgeEvent.Surfaced(context.Hours, NudgeOpening.ChainOf(nudge.Matches, context.Chain)));
    }

    private void Lost(Post after, NudgeReason reason)
    {
        if (nudge is null || !nudge.Posts.Contains(after.Id))
            return;
        var next = nudge.Posts.Where(id => id != after.Id)
            .Select(PostOf)
            .LastOrDefault(post => post is { IsPublic: true });
        var decision = NudgeLifecycle.Decide(nudge, new NudgeEvent.PostLost(after.Id, reason, next?.Id, next?.Revision ?? 0), context.Now);
        if (!Use(decision))
            return;
        if (decision.CancelsReply)
            CallOff();
        else if (next is not null && draft?.For == after.Id)
            Redraft(next, readings.GetValueOrDefault(next.Id) ?? context.Reader.Read(next), DraftStaleness.PostEdited);
        Record(reason switch { NudgeReason.AuthorDeleted => "post deleted", NudgeReason.Forgotten => "author forgotten", _ => "post taken off the page" });
    }

    private void CallOff()
    {
        foreach (var reply in replies.Values.Where(reply => reply.Nudge == nudge!.Id).ToList())
        {
            var decision = ReplyLedger.Decide(reply, new ReplyEvent.CalledOff(), file.Watch.Can, context.Now);
            if (decision.Saves)
                KeepReply(decision.Next);
        }
    }

    /// <summary>Something that the page itself wrote: our own reply coming back, or a colleague's answer (promise 11).</summary>
    private void Own(Post own)
    {
        var reply = replies.Values.FirstOrDefault(each => each.NativeId == own.NativeId)
            ?? replies.Values.FirstOrDefault(each =>
                each.MayStandThere
                && each.FirstSentAt is { } sent && own.SeenAt >= sent
                && SameText.As(each.Text, own.Text));
        if (reply is not null)
        {
            if (!own.IsPublic)
                return;
            var decision = ReplyLedger.Decide(reply, new ReplyEvent.FoundOnPage(own.NativeId, own.Link, own.PublishedAt, Held: false), file.Watch.Can, context.Now);
            if (!decision.Saves)
                return;
            KeepReply(decision.Next);
            if (decision.ForNudge is { } heard && nudge is not null && Decide(heard))
                Record("seen on the page");
            return;
        }

        if (nudge is not { IsAtEnd: false } || !own.IsPublic)
            return;
        if (PostOf(nudge.Focus) is not { } focus || !Answers(own, focus))
            return;
        var by = file.Watch.Page.AccountName ?? own.Author.Name;
        if (Decide(new NudgeEvent.AnsweredNatively(by, own.PublishedAt)))
            Record("answered on the page");
    }

    private void Erase(Post post)
    {
        readings.Remove(post.Id);
        newReadings.Remove(post.Id);
        newMatches.Remove(post.Id);
        erased.Add(post.Id);
        // The draft speaks of what was taken back; a new one is made when another post takes its place.
        if (nudge?.Posts.Contains(post.Id) == true && draft is not null)
            KeepDraft(draft with { Proposals = [], Text = "", Before = null, Suggestions = [], EditedBy = null, EditedByName = null, Chosen = 0, Findings = [] });
    }

    private void Redraft(Post post, Reading reading, DraftStaleness why)
    {
        if (draft is not null)
            KeepDraft(context.Look(DraftDesk.Overtaken(draft, post, context.Propose(post, reading, nudge!.Contact), why), post, reading));
    }

    private bool Decide(NudgeEvent happened) => Use(NudgeLifecycle.Decide(nudge!, happened, context.Now));

    private bool Use(NudgeDecision decision)
    {
        if (!decision.Saves)
            return false;
        KeepNudge(decision.Next);
        if (decision.RefreshesCard)
            Show();
        return true;
    }

    private void Show() => cards[nudge!.Id] = nudge;

    private void KeepNudge(Nudge next)
    {
        if (nudge is not null && nudge.Id == next.Id)
            steps.Add((nudge, next));
        nudge = next;
        changedNudges[next.Id] = next;
    }

    private void KeepDraft(Draft next)
    {
        draft = next;
        changedDrafts[next.Nudge] = next;
    }

    /// <summary>An answer of ours that we hear of only after its post was erased: it names the person and what they wrote.</summary>
    private bool SpeaksOfWhatWasErased(PostSnapshot own) =>
        own.IsOurs
        && ((own.ParentNativeId is { } parent && posts.TryGetValue(parent, out var post) && post.Standing == PostStanding.Deleted)
            || replies.Values.Any(reply => reply.NativeId == own.NativeId && reply.Text.Length == 0));

    private Post? PostOf(PostId id) => posts.Values.FirstOrDefault(post => post.Id == id);

    private void KeepReply(Reply reply)
    {
        replies[reply.Id] = reply;
        changedReplies.Add(reply.Id);
    }

    private void Record(string verb, string? after = null) =>
        audit.Add(new AuditEntry(file.Team, context.Now, null, "PageWatch", verb, $"nudge {nudge!.Id}", null, after) { Nudge = nudge.Id.Value });

    // Dates tell, but two within one second, or one that was set to ours because it lay ahead, do not; what stands under a post answers it.
    private static bool Answers(Post own, Post post) => own.ParentNativeId == post.NativeId || own.PublishedAt > post.PublishedAt;

    /// <summary>What we took off the page may still be among its posts until the page says that it is gone.</summary>
    private bool IsTakenBack(Post own) => replies.Values.Any(reply => reply.NativeId == own.NativeId && reply.State is ReplyState.TakingBack or ReplyState.TakenBack);

    private static bool IsSameAuthor(Post one, Post other) => one.Author.NativeId is { } id
        ? id == other.Author.NativeId
        : other.Author.NativeId is null && string.Equals(one.Author.Name, other.Author.Name, StringComparison.Ordinal);
}
