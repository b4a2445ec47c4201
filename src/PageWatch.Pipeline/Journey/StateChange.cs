using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Journey;

/// <summary>Everything that one decision, or a batch of them, changes: saved whole in one transaction with its effects, or not at all.</summary>
public sealed class StateChange
{
    /// <summary>The conversations that were looked at, each with the fence it was opened under.</summary>
    public List<Guard> Guards { get; } = [];

    /// <summary>New and changed posts.</summary>
    public List<PostSave> Posts { get; } = [];

    /// <summary>Which inbox rows speak of a post, be it with an older version, so that erasing it finds their bytes.</summary>
    public List<(PostId Post, InboxId Row)> Sources { get; } = [];

    public List<Reading> Readings { get; } = [];

    /// <summary>What matched, by post; replaces what matched before.</summary>
    public List<(PostId Post, int Revision, IReadOnlyList<RuleMatch> Matches)> Matches { get; } = [];

    public List<Nudge> Nudges { get; } = [];

    public List<Draft> Drafts { get; } = [];

    public List<Reply> Replies { get; } = [];

    /// <summary>Replies that stand on a page now, to be found when a similar post comes.</summary>
    public List<PublishedReply> Past { get; } = [];

    /// <summary>Replies that stood on a page and do not any more.</summary>
    public List<ReplyId> PastTakenBack { get; } = [];

    /// <summary>What became of proposals, to learn from.</summary>
    public List<SentDraft> Outcomes { get; } = [];

    /// <summary>New ones (with number 0) and changed ones.</summary>
    public List<Promise> Promises { get; } = [];

    /// <summary>Where a nudge is to have a card; what does not exist yet is posted. Its cards elsewhere are drawn again too: a card that stands somewhere is never left behind.</summary>
    public List<(NudgeId Nudge, ChannelId Channel)> Cards { get; } = [];

    /// <summary>What staff are told besides.</summary>
    public List<Notice> Notices { get; } = [];

    /// <summary>Notices whose matter is over, where one stands open.</summary>
    public List<ClosedNotice> Closed { get; } = [];

    /// <summary>Posts whose content goes everywhere we keep it.</summary>
    public List<PostId> Erased { get; } = [];

    public List<GivenVerdict> Verdicts { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    /// <summary>Inbox rows that are worked off with this.</summary>
    public List<InboxDone> Done { get; } = [];

    /// <summary>Entries that could not be read, to be parked with their bytes.</summary>
    public List<Unreadable> Unread { get; } = [];

    /// <summary>What came of each page in each hour.</summary>
    public List<HourArrivals> Arrivals { get; } = [];

    /// <summary>By which way each page's posts came.</summary>
    public List<PageCalls> Calls { get; } = [];

    /// <summary>What was spent of budgets for attention.</summary>
    public List<BudgetSpent> Spent { get; } = [];

    public bool IsEmpty => Guards.Count == 0 && Done.Count == 0 && Unread.Count == 0 && Arrivals.Count == 0 && Calls.Count == 0;

    /// <param name="RootNativeId">For a conversation that is new.</param>
    public sealed record Guard(ConversationId Conversation, TeamId Team, PageId Page, string RootNativeId, long Fence, bool IsNew);

    /// <param name="Key">Of the post that it answers.</param>
    public sealed record PublishedReply(ReplyId Reply, TeamId Team, PostId Post, PastKey Key, string ByName, DateTimeOffset At);

    /// <param name="From">What the reply began as.</param>
    /// <param name="Sent">What came to stand on the page.</param>
    /// <param name="WasUnchanged">Decided now, while the name of whom it answers is known: it stays when the texts are erased.</param>
    public sealed record SentDraft(ReplyId Reply, TeamId Team, PostId Post, ReplyOrigin From, string Sent, bool WasUnchanged, DateTimeOffset At);

    public sealed record ClosedNotice(TeamId Team, string Key, DateTimeOffset At);

    /// <param name="IsNew">First time seen.</param>
    public sealed record PostSave(Post Post, bool IsNew);

    /// <summary>What a person said of a reading; kept as a label, without a word of the post.</summary>
    /// <param name="Says">As it was said: "sarcasm now".</param>
    /// <param name="Label">With what follows from it.</param>
    /// <param name="Read">What the analyser had said; null where that is not known any more.</param>
    public sealed record GivenVerdict(TeamId Team, PostId Post, int Revision, MemberId By, string Says, Verdict Label, AnalyserSaid? Read, DateTimeOffset At);

    /// <param name="EraseBytes">A post in it was deleted, or it brought nothing: its bytes go at once instead of with their retention.</param>
    public sealed record InboxDone(InboxId Row, bool EraseBytes);

    public sealed record Unreadable(PageId Page, string Key, string Raw, string Problem, DateTimeOffset At);

    /// <param name="Budget">Names it in its team: "rule 3", "channel 7".</param>
    public sealed record BudgetSpent(TeamId Team, string Budget, DateOnly Day, int Count);

    /// <param name="Hour">When it begins.</param>
    /// <param name="Posts">New posts of visitors that came as they should.</param>
    /// <param name="Repaired">New posts that only a reconciliation brought.</param>
    public sealed record HourArrivals(PageId Page, DateTimeOffset Hour, int Posts, int Repaired);

    /// <param name="LastCallAt">When the page's platform last called; null when it did not.</param>
    /// <param name="NotCalledFor">New posts that came otherwise, and after that call.</param>
    /// <param name="NotCalledSince">When the first of them came; null when there are none.</param>
    public sealed record PageCalls(PageId Page, DateTimeOffset? LastCallAt, int NotCalledFor, DateTimeOffset? NotCalledSince);
}
