using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PageWatch.Benchmarks.Load;

/// <summary>The other end of the outgoing webhook: says yes to everything and notes when the first card of each post came.</summary>
internal sealed class CardReceiver : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<long, long> firstAt = new();
    private readonly Task accepting;
    private long deliveries;

    public CardReceiver()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(128);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/cards");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Deliveries of any kind.</summary>
    public long Deliveries => Interlocked.Read(ref deliveries);

    /// <summary>Posts whose card came at least once.</summary>
    public int Cards => firstAt.Count;

    /// <summary>When the first card of a post came, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>; 0 while it has not.</summary>
    public long FirstAt(long post) => firstAt.GetValueOrDefault(post);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await listener.AcceptAsync(end.Token)));
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var _ = connection;
        connection.NoDelay = true;
        var yes = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
        var buffer = new byte[256 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await connection.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, end.Token);
                if (read == 0)
                    return;
                filled += read;
                while (HttpText.TryMeasure(buffer.AsSpan(0, filled), out var whole) && filled >= whole)
                {
                    Note(buffer.AsSpan(0, whole));
                    buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
                    filled -= whole;
                    await connection.SendAsync(yes, SocketFlags.None, end.Token);
                }
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException)
        {
            // The service, or the run, is at its end.
        }
    }

    private void Note(ReadOnlySpan<byte> request)
    {
        Interlocked.Increment(ref deliveries);
        var at = request.IndexOf("Visitor "u8);
        if (at >= 0 && Utf8Parser.TryParse(request[(at + 8)..], out long number, out _))
            firstAt.TryAdd(number, System.Diagnostics.Stopwatch.GetTimestamp());
    }
}
