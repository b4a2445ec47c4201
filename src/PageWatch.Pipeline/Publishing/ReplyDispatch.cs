using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Publishing;

/// <summary>Takes approved replies to their pages and finds out what became of them: one step of one reply at a time, each written down first.</summary>
public sealed partial class ReplyDispatch(
    IJourneyStore store,
    IWatches watches,
    ITeamRecords teams,
    IEnumerable<IReplyPublisher> publishers,
    IDoorbell doorbell,
    TimeProvider time,
    ILogger<ReplyDispatch> logger)
{
    private const int BatchSize = 50;
    private const int MostAttempts = 10;

    /// <summary>Pages that are spoken to at the same time; one page never holds up another.</summary>
    private const int PagesAtOnce = 4;

    /// <summary>Clocks of platforms differ from ours by a little; a look searches from this much before sending.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private readonly Dictionary<PlatformId, IReplyPublisher> publishers = publishers.ToDictionary(each => each.Platform);

    // A reply that says "sending" although nobody here is sending it was cut off: by the end of a process, or because its outcome could not be written.
    private readonly ConcurrentDictionary<ReplyId, byte> sending = new();

    /// <summary>Takes every due reply one step further.</summary>
    /// <returns>How many steps were taken.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await store.DueRepliesAsync(now, sentBefore: now, BatchSize, cancellationToken);
        if (due.Count == 0)
            return 0;
        var files = new List<(ConversationFile File, ReplyId Reply)>();
        foreach (var (reply, nudge) in due.Where(each => !sending.ContainsKey(each.Reply)))
        {
            if (await store.OpenNudgeAsync(nudge, null, cancellationToken) is { } file)
                files.Add((file, reply));
        }

        var steps = 0;
        var byPage = files.GroupBy(each => each.File.Watch.Id);
        await Parallel.ForEachAsync(byPage, new ParallelOptions { MaxDegreeOfParallelism = PagesAtOnce, CancellationToken = cancellationToken }, async (page, token) =>
        {
            foreach (var (file, reply) in page)
            {
                if (await TryStepAsync(file, reply, token))
                    Interlocked.Increment(ref steps);
            }
        });
        return steps;
    }

    private async ValueTask<bool> TryStepAsync(ConversationFile file, ReplyId id, CancellationToken cancellationToken)
    {
        try
        {
            return await StepAsync(file, id, cancellationToken);
        }
        // A full disk, a bug of ours: this reply stays as it is written down and is due again; those of other pages must not be cut off by it.
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Log.StepFailed(logger, id.Value, problem);
            return false;
        }
    }

    private async ValueTask<bool> StepAsync(ConversationFile file, ReplyId id, CancellationToken cancellationToken)
    {
        if (file.Replies.FirstOrDefault(each => each.Id == id) is not { } reply)
            return false;
        if (!publishers.TryGetValue(file.Watch.Page.Platform, out var publisher))
        {
            return await HappenAsync(file, reply, new ReplyEvent.NotCleared(NudgeReason.Refused, $"{file.Watch.Page.Platform} takes no replies."), cancellationToken);
        }

        var call = new PageCall(file.Watch.Page, new Credentials(await watches.SecretsAsync(file.Watch.Id, cancellationToken)));
        return reply.State switch
        {
            ReplyState.Approved => await SendAsync(file, reply, publisher, call, cancellationToken),
            ReplyState.Sending => await HappenAsync(file, reply, new ReplyEvent.Interrupted(), cancellationToken),
            ReplyState.Unknown => await ReadBackAsync(file, reply, publisher, call, cancellationToken),
            ReplyState.TakingBack => await TakeBackAsync(file, reply, publisher, call, cancellationToken),
            _ => false,
        };
    }

    private async ValueTask<bool> SendAsync(ConversationFile file, Reply reply, IReplyPublisher publisher, PageCall call, CancellationToken cancellationToken)
    {
        if (await teams.PublishingPauseAsync(file.Team, cancellationToken) is not null)
            return false;

        var outgoing = OutgoingOf(file, reply);
        ReplyEvent looked;
        TargetNow? target = null;
        try
        {
            target = await publisher.LookAsync(call, outgoing.Target, cancellationToken);
            var known = file.Posts.Values.Where(post => post.IsOurs && post.SeenAt <= reply.ApprovedAt).Select(post => post.NativeId)
                .Concat(file.Replies.Where(each => each.Id != reply.Id && each.NativeId is not null).Select(each => each.NativeId!))
                .ToHashSet(StringComparer.Ordinal);
            looked = Preflight.Check(reply, file.Post(reply.Target), target, known, IsOneSlot(file));
        }
        catch (PlatformException problem)
        {
            looked = new ReplyEvent.Failed(problem.Failure, MayHaveActed: false, problem.RetryAfter, problem.Message);
        }

        if (!await HappenAsync(file, reply, looked, cancellationToken) || looked is not ReplyEvent.Cleared)
        {
            if (looked is ReplyEvent.NotCleared)
                Log.NotCleared(logger, reply.Id.Value, reply.Nudge.Value);
            return true;
        }

        // "Sending" is written down. From here on a lost answer is a doubt, never a second try without a look.
        sending[reply.Id] = 0;
        try
        {
            if (await ReopenAsync(file, reply.Id, CancellationToken.None) is not { } begun || begun.Reply.State != ReplyState.Sending)
                return true;
            await HappenAsync(begun.File, begun.Reply, await HandOverAsync(publisher, call, outgoing, reply.Id), CancellationToken.None);
            return true;
        }
        finally
        {
            sending.TryRemove(reply.Id, out _);
        }
    }

    /// <summary>Not to be called off: a service that stops waits for the answer, which is bounded in time, rather than make a doubt of it.</summary>
    private async ValueTask<ReplyEvent> HandOverAsync(IReplyPublisher publisher, PageCall call, OutgoingReply outgoing, ReplyId reply)
    {
        try
        {
            return new ReplyEvent.Answered(await publisher.PublishAsync(call, outgoing, CancellationToken.None));
        }
        catch (PlatformException problem)
        {
            Log.Failed(logger, reply.Value, problem.MayHaveActed, problem);
            return new ReplyEvent.Failed(problem.Failure, problem.MayHaveActed, problem.RetryAfter, problem.Message);
        }
        // What a platform's folder did not foresee may have happened before or after the page took the reply.
        catch (Exception problem)
        {
            Log.Failed(logger, reply.Value, mayHaveActed: true, problem);
            return new ReplyEvent.Failed(PlatformFailure.NotUnderstood, MayHaveActed: true, RetryAfter: null, "The page's answer could not be understood.");
        }
    }

    /// <summary>Takes a reply off its page. Cut off on the way it is asked again: what is gone already is no error.</summary>
    private async ValueTask<bool> TakeBackAsync(ConversationFile file, Reply reply, IReplyPublisher publisher, PageCall call, CancellationToken cancellationToken)
    {
        if (await teams.PublishingPauseAsync(file.Team, cancellationToken) is not null)
            return false;
        ReplyEvent happened;
        try
        {
            await publisher.DeleteOwnAsync(call, reply.NativeId!, cancellationToken);
            happened = new ReplyEvent.TakenBack(file.IsLatest);
        }
        catch (PlatformException problem)
        {
            Log.Failed(logger, reply.Id.Value, problem.MayHaveActed, problem);
            happened = problem.Failure == PlatformFailure.Gone ? new ReplyEvent.TakenBack(file.IsLatest) : new ReplyEvent.TakeBackFailed(problem.Failure, problem.RetryAfter, problem.Message);
        }

        return await HappenAsync(file, reply, happened, cancellationToken);
    }

    private async ValueTask<bool> ReadBackAsync(ConversationFile file, Reply reply, IReplyPublisher publisher, PageCall call, CancellationToken cancellationToken)
    {
        ReplyEvent happened;
        try
        {
            var known = file.Replies.Where(each => each.Id != reply.Id && each.NativeId is not null).Select(each => each.NativeId!).ToHashSet(StringComparer.Ordinal);
            var found = await publisher.ReadBackAsync(call, OutgoingOf(file, reply), (reply.FirstSentAt ?? reply.ApprovedAt) - ClockDifference, cancellationToken);
            happened = found is null || (known.Contains(found.NativeId) && !IsOneSlot(file))
                ? new ReplyEvent.NotOnPage()
                : new ReplyEvent.FoundOnPage(found.NativeId, found.Link, found.PublishedAt, found.Held);
        }
        catch (PlatformException problem)
        {
            happened = new ReplyEvent.LookFailed(problem.RetryAfter, problem.Message);
        }

        return await HappenAsync(file, reply, happened, cancellationToken);
    }

    /// <summary>Writes down what happened to a reply, and what its nudge hears of it, in one transaction.</summary>
    private async ValueTask<bool> HappenAsync(ConversationFile file, Reply reply, ReplyEvent happened, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            var now = time.GetUtcNow();
            var decision = ReplyLedger.Decide(reply, happened, file.Watch.Can, now);
            if (!decision.Saves)
                return false;
            var change = new StateChange();
            change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
            // What stood in the page's one place first, for the page gives both the same id.
            foreach (var earlier in file.Replies.Where(each => each.Id != reply.Id && each.NativeId is not null && each.NativeId == decision.Next.NativeId))
            {
                if (ReplyLedger.Decide(earlier, new ReplyEvent.TakenOver(), file.Watch.Can, now) is { Saves: true } over)
                    change.Replies.Add(over.Next);
            }

            change.Replies.Add(decision.Next);
            PublishedReplies.AddTo(change, reply, decision.Next, file.Post(reply.Target), file.Readings, now);
            if (file.Nudge is { } nudge && nudge.Id == reply.Nudge)
            {
                var heard = decision.ForNudge is null ? null : NudgeLifecycle.Decide(nudge, decision.ForNudge, now);
                if (heard is { Saves: true })
                {
                    change.Nudges.Add(heard.Next);
                    OpenCalls.CloseIn(change, file.Team, nudge, heard.Next, now);
                }

                change.AddCards(nudge, await teams.ChannelsAsync(file.Team, cancellationToken));
            }

            var by = decision.Next.TakenBackBy ?? new Approval(reply.ApprovedBy, reply.ApprovedByName, reply.ApprovedAt);
            change.Audit.Add(new AuditEntry(file.Team, now, by.By, by.ByName, $"reply {decision.Next.State.ToString().ToLowerInvariant()}", $"reply {reply.Id}", null, decision.Next.Note)
            {
                Nudge = reply.Nudge.Value,
            });
            if (await store.SaveAsync(change, SavePriority.Click, cancellationToken))
            {
                doorbell.Ring(Door.Outbox);
                doorbell.Ring(Door.Ledger);
                return true;
            }

            // Somebody else changed the conversation: the reply may have been found by the stream of posts meanwhile.
            if (await ReopenAsync(file, reply.Id, cancellationToken) is not { } again)
                return false;
            file = again.File;
            reply = again.Reply;
        }

        throw new InvalidOperationException($"Reply {reply.Id} was overtaken {MostAttempts} times in a row.");
    }

    private async ValueTask<(ConversationFile File, Reply Reply)?> ReopenAsync(ConversationFile file, ReplyId reply, CancellationToken cancellationToken)
    {
        var nudge = file.Replies.First(each => each.Id == reply).Nudge;
        var again = await store.OpenNudgeAsync(nudge, null, cancellationToken);
        return again?.Replies.FirstOrDefault(each => each.Id == reply) is { } found ? (again, found) : null;
    }

    private static bool IsOneSlot(ConversationFile file) => file.Watch.Can.Reply == ReplyMode.SingleSlot;

    private static OutgoingReply OutgoingOf(ConversationFile file, Reply reply) => new(new ReplyTarget(reply.TargetNativeId, file.RootNativeId), reply.Text);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Reply {Reply} of nudge {Nudge} was not sent: the page changed since it was approved.")]
        public static partial void NotCleared(ILogger logger, long reply, long nudge);

        [LoggerMessage(3, LogLevel.Error, "Reply {Reply} could not be taken a step further; it is tried again.")]
        public static partial void StepFailed(ILogger logger, long reply, Exception problem);

        [LoggerMessage(2, LogLevel.Warning, "Reply {Reply} met a failure; it may stand on the page: {MayHaveActed}.")]
        public static partial void Failed(ILogger logger, long reply, bool mayHaveActed, Exception problem);
    }
}
