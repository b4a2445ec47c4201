using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>Polls pages in turn: whoever wants a page asked waits here until it may be.</summary>
public sealed class PollTurns : IDisposable
{
    /// <summary>Timers ring a little early or late; a wait is not begun anew for that.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Dictionary<PollLine.Place, TaskCompletionSource> calls = [];
    private readonly PollLine line = new();
    private readonly Lock gate = new();
    private readonly IWatches watches;
    private readonly PollRun run;
    private readonly TimeProvider time;
    private readonly ITimer again;

    public PollTurns(IWatches watches, PollRun run, TimeProvider time)
    {
        this.watches = watches;
        this.run = run;
        this.time = time;
        again = time.CreateTimer(_ => CallNext(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks a page that is due, in its turn; one that is not due yet is let be.</summary>
    /// <returns>When it is due next, after a poll or without one; null when it is polled no more.</returns>
    public async Task<DateTimeOffset?> PollDueAsync(PageId page, CancellationToken cancellationToken)
    {
        if (await watches.FindAsync(page, cancellationToken) is not { DueAt: { } due } watch)
            return null;
        if (due > time.GetUtcNow() + Slack)
            return due;
        _ = await InTurnAsync(watch, due, fromTheStart: false, cancellationToken);
        return (await watches.FindAsync(page, cancellationToken))?.DueAt;
    }

    /// <summary>Asks a page because somebody wants to know now: before all others, and as soon as its host's budget allows.</summary>
    /// <returns>As <see cref="PollRun.RunAsync"/>.</returns>
    public async Task<PollReport?> PollNowAsync(Watch watch, CancellationToken cancellationToken) =>
        await InTurnAsync(watch, DateTimeOffset.MinValue, fromTheStart: false, cancellationToken);

    /// <summary>Reads a page from the start, behind everything that is due already.</summary>
    /// <returns>As <see cref="PollRun.RunAsync"/>.</returns>
    public async Task<PollReport?> ReconcileAsync(Watch watch, CancellationToken cancellationToken) =>
        await InTurnAsync(watch, time.GetUtcNow(), fromTheStart: true, cancellationToken);

    public void Dispose() => again.Dispose();

    private async Task<PollReport?> InTurnAsync(Watch watch, DateTimeOffset due, bool fromTheStart, CancellationToken cancellationToken)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PollLine.Place place;
        lock (gate)
        {
            place = line.Join(watch.Id, watch.Page.Address.Host, due);
            calls[place] = called;
        }

        CallNext();
        try
        {
            await called.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GiveUp(place);
            throw;
        }

        PollReport? report = null;
        try
        {
            return report = await run.RunAsync(watch.Id, fromTheStart, cancellationToken);
        }
        finally
        {
            Done(place, report?.Asked ?? 0);
        }
    }

    private void GiveUp(PollLine.Place place)
    {
        lock (gate)
        {
            calls.Remove(place);
            if (line.Leave(place))
                return;
        }

        Done(place, 0);
    }

    private void Done(PollLine.Place place, int answers)
    {
        lock (gate)
            line.Done(place, answers, time.GetUtcNow());
        CallNext();
    }

    private void CallNext()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            DateTimeOffset? lookAgainAt;
            while (line.Next(now, out lookAgainAt) is { } place)
            {
                if (calls.Remove(place, out var call))
                    call.TrySetResult();
            }

            if (lookAgainAt is { } at)
                again.Change(at > now ? at - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
