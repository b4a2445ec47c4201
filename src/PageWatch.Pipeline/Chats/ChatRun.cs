using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;

namespace PageWatch.Pipeline.Chats;

/// <summary>Works off what chats told us, several at once and each person's in order.</summary>
public sealed partial class ChatRun(IChatQueue queue, IEnumerable<IChatListener> listeners, IDoorbell doorbell, TimeProvider time, ILogger<ChatRun> logger)
{
    /// <summary>Each waits for a chat most of the time.</summary>
    private const int AtOnce = 16;

    /// <summary>Longer than anything takes: after a crash it is due again.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    /// <summary>What nobody could work off by then waits for a person who looks at the log.</summary>
    public const int MostAttempts = 5;

    private readonly Dictionary<ChannelKind, IChatListener> listeners = listeners.ToDictionary(listener => listener.Chat);
    private readonly Lock gate = new();
    private readonly HashSet<Task> underWay = [];

    /// <summary>Starts on what is due, and does not wait for it: one slow chat holds up nobody else. Whatever is ready rings for what waits behind it.</summary>
    /// <returns>How much was started.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int room;
        lock (gate)
            room = AtOnce - underWay.Count;
        if (room <= 0)
            return 0;
        var now = time.GetUtcNow();
        var calls = await queue.TakeAsync(now, now + Held, room, cancellationToken);
        foreach (var call in calls)
        {
            var hearing = HearAsync(call, cancellationToken);
            lock (gate)
                underWay.Add(hearing);
            _ = hearing.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return calls.Count;
    }

    /// <summary>Works until nothing is due and nothing is under way.</summary>
    public async Task RunToEndAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = await RunAsync(cancellationToken);
            Task[] waiting;
            lock (gate)
                waiting = [.. underWay];
            if (started == 0 && waiting.Length == 0)
                return;
            await Task.WhenAll(waiting).WaitAsync(cancellationToken);
        }
    }

    private void Ended(Task hearing)
    {
        lock (gate)
            underWay.Remove(hearing);
        if (hearing.Exception is { } problem)
            Log.Left(logger, problem.GetBaseException());
        doorbell.Ring(Door.Chats);
    }

    private async Task HearAsync(KeptCall call, CancellationToken cancellationToken)
    {
        // It does not hold up the taking of others.
        await Task.Yield();
        try
        {
            if (listeners.TryGetValue(call.Chat, out var listener))
                await listener.HearAsync(call.Body, call.KeptAt, cancellationToken);
            await queue.DoneAsync(call.Id, cancellationToken);
        }
        // A chat's oddity or a bug of ours: this one is tried again and then set aside, the others go on.
        catch (Exception problem) when (problem is not (OperationCanceledException or StorageUnavailableException))
        {
            var parks = call.Attempts >= MostAttempts;
            var wait = (problem as ChannelException)?.RetryAfter ?? TimeSpan.FromSeconds(Math.Pow(2, call.Attempts));
            Log.Failed(logger, call.Chat, call.Id, call.Attempts, parks, problem);
            await queue.FailedAsync(call.Id, problem.Message, parks ? null : time.GetUtcNow() + wait, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "Something that a chat told us was left where it is; it is due again in a minute.")]
        public static partial void Left(ILogger logger, Exception problem);

        [LoggerMessage(1, LogLevel.Warning, "What {Chat} told us as {Call} could not be worked off at try {Attempt}; set aside: {Parks}.")]
        public static partial void Failed(ILogger logger, ChannelKind chat, long call, int attempt, bool parks, Exception problem);
    }
}
