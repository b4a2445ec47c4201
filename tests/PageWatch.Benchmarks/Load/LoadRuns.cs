using System.Diagnostics;

namespace PageWatch.Benchmarks.Load;

/// <summary>The measurements. Posts are numbered through all of them, so that none is a repeat.</summary>
internal sealed class LoadRuns(ServiceUnderLoad service, CardReceiver receiver, PostMaker posts)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private long last;

    /// <summary>Posts sent so far.</summary>
    public long Sent => Interlocked.Read(ref last);

    /// <summary>As many as the service takes, each connection with one request under way; the stages work meanwhile.</summary>
    /// <returns>Accepted posts a second, and the 99th percentile of an answer in milliseconds.</returns>
    public async Task<(double PerSecond, double P99)> AcceptAsync(int connections, TimeSpan warmUp, TimeSpan span)
    {
        var begin = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await HookConnection.OpenAsync(service.Address, CancellationToken.None);
            var buffer = new byte[4096];
            var took = new List<double>();
            while (Stopwatch.GetElapsedTime(begin) is var now && now < warmUp + span)
            {
                var at = Stopwatch.GetTimestamp();
                await SendAsync(connection, buffer, Interlocked.Increment(ref last));
                if (now >= warmUp)
                    took.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }

            return took;
        })));
        var each = all.SelectMany(took => took).Order().ToList();
        return (each.Count / span.TotalSeconds, Percentile(each, 0.99));
    }

    /// <summary>Through to the delivered card: no more is sent than what is kept up with.</summary>
    /// <param name="ahead">Cards that may be missing before the sender waits.</param>
    /// <returns>Posts a second from the first sent to the last card delivered, and CPU-seconds of the service for a thousand posts.</returns>
    public async Task<(double PerSecond, double CpuPerThousand)> ThroughAsync(int count, int connections, int ahead)
    {
        var begin = Stopwatch.GetTimestamp();
        var cpu = service.Cpu;
        var first = Interlocked.Read(ref last) + 1;
        var end = first + count;
        var cardsBefore = receiver.Cards;
        var asked = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await HookConnection.OpenAsync(service.Address, CancellationToken.None);
            var buffer = new byte[4096];
            while (Interlocked.Increment(ref last) is var number && number < end)
            {
                while (Volatile.Read(ref asked) - (receiver.Cards - cardsBefore) > ahead)
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                await SendAsync(connection, buffer, number);
                if (PostMaker.IsToAnswer(number))
                    Interlocked.Increment(ref asked);
            }
        })));
        Interlocked.Exchange(ref last, end);
        await CardsAsync(first, end);
        var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return (count / took, (service.Cpu - cpu).TotalSeconds / count * 1000);
    }

    /// <summary>At an even pace, whatever the service does.</summary>
    /// <returns>Milliseconds from the moment a post was to be sent to its card at the receiver.</returns>
    public async Task<(double P50, double P99)> PacedAsync(int perSecond, TimeSpan warmUp, TimeSpan span)
    {
        const int Connections = 16;
        var first = Interlocked.Read(ref last) + 1;
        var count = (int)((warmUp + span).TotalSeconds * perSecond);
        var sentAt = new long[count];
        var begin = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(lane => Task.Run(async () =>
        {
            using var connection = await HookConnection.OpenAsync(service.Address, CancellationToken.None);
            var buffer = new byte[4096];
            for (var i = lane; i < count; i += Connections)
            {
                var due = begin + (long)((double)i / perSecond * Stopwatch.Frequency);
                var early = TimeSpan.FromSeconds((due - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, TimeProvider.System);
                // A timer that rang late is the generator's own; a service that answered late is not.
                sentAt[i] = early > TimeSpan.Zero ? Stopwatch.GetTimestamp() : due;
                await SendAsync(connection, buffer, first + i);
            }
        })));
        Interlocked.Exchange(ref last, first + count);
        await CardsAsync(first, first + count);
        var skipped = (int)(warmUp.TotalSeconds * perSecond);
        var took = Enumerable.Range(skipped, count - skipped).Where(i => PostMaker.IsToAnswer(first + i))
            .Select(i => Stopwatch.GetElapsedTime(sentAt[i], receiver.FirstAt(first + i)).TotalMilliseconds).Order().ToList();
        return (Percentile(took, 0.5), Percentile(took, 0.99));
    }

    /// <summary>Waits until every card of the posts up to a number came.</summary>
    /// <exception cref="TimeoutException">Some did not: the service lost them, or is too slow to be measured.</exception>
    public async Task CardsAsync(long from, long end)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var number = from; number < end; number++)
        {
            while (PostMaker.IsToAnswer(number) && receiver.FirstAt(number) == 0)
            {
                if (Stopwatch.GetElapsedTime(begin) > LongestWait)
                    throw new TimeoutException($"No card of post {number} came.");
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }
    }

    private async ValueTask SendAsync(HookConnection connection, byte[] buffer, long number)
    {
        var length = posts.Write(number, TimeProvider.System.GetUtcNow(), buffer);
        var status = await connection.SendAsync(buffer.AsMemory(0, length), CancellationToken.None);
        if (status != 202)
            throw new InvalidOperationException($"Post {number} was answered {status}.");
    }

    private static double Percentile(List<double> ordered, double part) => ordered.Count == 0 ? double.NaN : ordered[Math.Min(ordered.Count - 1, (int)(ordered.Count * part))];
}
