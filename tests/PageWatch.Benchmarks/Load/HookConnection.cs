using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PageWatch.Benchmarks.Load;

/// <summary>One kept connection that sends a request and reads its answer, with as little of its own as can be: the service and the generator share the machine.</summary>
internal sealed class HookConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[8 * 1024];

    public static async Task<HookConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new HookConnection();
        try
        {
            await connection.socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>The status.</returns>
    /// <exception cref="IOException">The connection ended, or what came is no answer.</exception>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await socket.SendAsync(request[sent..], SocketFlags.None, cancellationToken);
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
                throw new IOException("The service closed the connection.");
            filled += read;
            if (HttpText.TryMeasure(buffer.AsSpan(0, filled), out var whole) && filled >= whole)
                return int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture);
        }
    }

    public void Dispose() => socket.Dispose();
}
