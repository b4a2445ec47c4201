using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Who has a replay under way in this process, so that it can be called off.</summary>
internal sealed class RunningTrials
{
    private readonly Lock gate = new();
    private readonly List<(MemberId By, CancellationTokenSource Stop)> running = [];

    /// <summary>Notes one for as long as what is given back is not disposed of.</summary>
    public IDisposable Begin(MemberId by, CancellationTokenSource stop)
    {
        lock (gate)
            running.Add((by, stop));
        return new Noted(this, by, stop);
    }

    /// <returns>How many were called off.</returns>
    public int Stop(MemberId by)
    {
        lock (gate)
        {
            var own = running.Where(each => each.By == by).ToList();
            foreach (var (_, stop) in own)
                stop.Cancel();
            return own.Count;
        }
    }

    private sealed class Noted(RunningTrials trials, MemberId by, CancellationTokenSource stop) : IDisposable
    {
        public void Dispose()
        {
            lock (trials.gate)
                trials.running.Remove((by, stop));
        }
    }
}
