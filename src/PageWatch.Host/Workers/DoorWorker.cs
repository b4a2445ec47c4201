using PageWatch.Pipeline;

namespace PageWatch.Host.Workers;

/// <summary>Works whenever its door rings, and now and then by itself in case a ring was lost.</summary>
internal abstract partial class DoorWorker(Door door, IDoorbell doorbell, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Does what is due.</summary>
    /// <returns>How much was done; more than nothing means to look again at once.</returns>
    protected abstract Task<int> WorkAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await WorkAsync(stoppingToken) > 0)
                {
                }

                await doorbell.WaitAsync(door, Sweep, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // What is due stays due: a full disk or a bug here must not end the work for good.
            catch (Exception problem)
            {
                Log.Failed(logger, door, problem);
                await Task.Delay(AfterFailure, time, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Work behind the door {Door} failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Door door, Exception problem);
    }
}
