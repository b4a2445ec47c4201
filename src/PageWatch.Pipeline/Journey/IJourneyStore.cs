using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Journey;

/// <summary>Opens conversations for a decision and saves what was decided, whole, under the fence it was opened with.</summary>
public interface IJourneyStore
{
    /// <summary>Numbers for new rows; gaps are possible, repeats are not.</summary>
    long Next(Numbered what);

    /// <summary>Opens the conversations of these posts and those at these roots; a root that has none gives no file.</summary>
    ValueTask<IReadOnlyList<ConversationFile>> OpenAsync(
        Watch watch, IReadOnlyCollection<ConversationId> ids, IReadOnlyCollection<string> roots, IReadOnlyCollection<string> nativeIds, CancellationToken cancellationToken);

    /// <summary>Opens the conversation of a nudge.</summary>
    /// <param name="team">Null for the service itself; a member sees nudges of the own team only.</param>
    ValueTask<ConversationFile?> OpenNudgeAsync(NudgeId nudge, TeamId? team, CancellationToken cancellationToken);

    /// <summary>Opens the conversations of many nudges at once; one that is not there, or not the team's, is left out. In no order.</summary>
    ValueTask<IReadOnlyList<ConversationFile>> OpenNudgesAsync(IReadOnlyCollection<NudgeId> nudges, TeamId? team, CancellationToken cancellationToken);

    /// <summary>Saves everything in one durable transaction.</summary>
    /// <returns>False when a conversation was changed meanwhile: nothing was saved, open it again.</returns>
    ValueTask<bool> SaveAsync(StateChange change, SavePriority priority, CancellationToken cancellationToken);

    /// <summary>Nudges that time alone changes by now, the longest due first.</summary>
    ValueTask<IReadOnlyList<NudgeId>> DueNudgesAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Nudges that are open though nothing is to come: no time was set at which they change, or it went by long ago. One whose reply is on its way waits for that.</summary>
    /// <param name="before">A time that went by earlier counts as none.</param>
    /// <param name="after">The last one that was had before.</param>
    ValueTask<IReadOnlyList<(NudgeId Nudge, TeamId Team)>> WithoutNextStepAsync(DateTimeOffset before, NudgeId after, int most, CancellationToken cancellationToken);

    /// <summary>Replies with something to do by now, and those that say "sending" since before a moment; the caller knows which of these it is sending. An approved one waits while its team's publishing is paused.</summary>
    ValueTask<IReadOnlyList<(ReplyId Reply, NudgeId Nudge)>> DueRepliesAsync(DateTimeOffset now, DateTimeOffset sentBefore, int most, CancellationToken cancellationToken);

    /// <summary>Nudges for a list, the most pressing first.</summary>
    ValueTask<IReadOnlyList<NudgeRow>> ListNudgesAsync(TeamId team, NudgeFilter filter, int most, CancellationToken cancellationToken);

    /// <summary>How many other open nudges of its team speak of the same matter (<see cref="NudgePriority.AlikeWithin"/>).</summary>
    ValueTask<int> AlikeAsync(Nudge nudge, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What waits in the digest of a day in a channel, by priority.</summary>
    ValueTask<IReadOnlyList<NudgeRow>> DigestAsync(TeamId team, ChannelId channel, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What was spent of a team's budgets on a day, by their names (<see cref="StateChange.BudgetSpent"/>); one that is not there was not touched.</summary>
    ValueTask<IReadOnlyDictionary<string, int>> SpentAsync(TeamId team, DateOnly day, CancellationToken cancellationToken);
}

/// <summary>What gets a number of its own.</summary>
public enum Numbered
{
    Post,
    Conversation,
    Nudge,
    Reply,
}

/// <summary>A click never queues behind bulk work.</summary>
public enum SavePriority
{
    Click,
    Bulk,
}

/// <param name="Owner">Only what this member has; null for anybody's.</param>
/// <param name="LiveOnly">Leaves out what is at its end.</param>
public sealed record NudgeFilter(MemberId? Owner, bool LiveOnly)
{
    /// <summary>Puts those that are open in the order of their priority at this moment; null for the order in which they are due.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Only what is overdue <see cref="At"/> that moment.</summary>
    public bool OverdueOnly { get; init; }
}

/// <summary>A line of a list of nudges.</summary>
public sealed record NudgeRow(NudgeId Id, NudgeState State, NudgeKind Kind, DateTimeOffset DueAt, string? OwnerName, string AuthorName, string Text, string WatchName)
{
    /// <summary>The post has no words of its own, as <see cref="Post.IsOnlyPicture"/>.</summary>
    public bool IsOnlyPicture { get; init; }

    /// <summary>Some channel has it in its digest only.</summary>
    public bool IsQuiet { get; init; }
}
