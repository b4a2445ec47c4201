using PageWatch.Domain.Channels;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Chats;

namespace PageWatch.Host.Workers;

/// <summary>What chats told us, to the desks.</summary>
internal sealed class ChatWorker(ChatRun run, IDoorbell doorbell, TimeProvider time, ILogger<ChatWorker> logger) : DoorWorker(Door.Chats, doorbell, time, logger)
{
    protected override Task<int> WorkAsync(CancellationToken cancellationToken) => run.RunAsync(cancellationToken);
}

/// <summary>Connections that we keep open to chats.</summary>
internal sealed partial class ChatConnections(IEnumerable<IChatConnection> connections, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ChatConnections> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What a chat says at once needs a service that has opened its secrets.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        await using (stoppingToken.Register(() => started.TrySetCanceled(stoppingToken)))
            await started.Task;
        await Task.WhenAll(connections.Select(connection => KeepAsync(connection, stoppingToken)));
    }

    private async Task KeepAsync(IChatConnection connection, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await connection.RunAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // A connection connects anew by itself; what ends it all the same is a bug, and must not be the end.
            catch (Exception problem)
            {
                Log.Failed(logger, connection.GetType().Name, problem);
                await Task.Delay(AfterFailure, time, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The connection {Connection} ended badly; it is opened again.")]
        public static partial void Failed(ILogger logger, string connection, Exception problem);
    }
}
