using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Slack's end of Socket Mode, on this machine: each connection is handed to the test.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpListener listener = new();

    public SocketServer()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
    }

    public int Port { get; }

    public Uri Address => new($"ws://127.0.0.1:{Port}/link/?ticket=1");

    /// <summary>The next connection, with its hello said.</summary>
    public async Task<SocketLine> AcceptAsync()
    {
        var context = await listener.GetContextAsync().WaitAsync(Patience);
        var line = new SocketLine((await context.AcceptWebSocketAsync(null)).WebSocket);
        await line.SendAsync(new JsonObject { ["type"] = "hello", ["num_connections"] = 1, ["connection_info"] = new JsonObject { ["app_id"] = "A1" } });
        return line;
    }

    public ValueTask DisposeAsync()
    {
        listener.Close();
        return ValueTask.CompletedTask;
    }

    internal sealed class SocketLine(WebSocket socket)
    {
        public async Task SendAsync(JsonObject message) => await SendAsync(message.ToJsonString());

        public async Task SendAsync(string message)
        {
            using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, limit.Token);
        }

        public Task EnvelopeAsync(string id, string type, JsonObject payload, bool accepts = false) =>
            SendAsync(new JsonObject { ["envelope_id"] = id, ["type"] = type, ["accepts_response_payload"] = accepts, ["payload"] = payload });

        /// <summary>What we said; null when we closed the line.</summary>
        public async Task<JsonObject?> HeardAsync()
        {
            var piece = new byte[64 * 1024];
            using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
            try
            {
                var read = await socket.ReceiveAsync(piece, limit.Token);
                return read.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(piece.AsSpan(0, read.Count))!.AsObject();
            }
            catch (WebSocketException)
            {
                return null;
            }
        }

        /// <summary>Says good-bye, and does not wait for the answer.</summary>
        public async Task EndAsync()
        {
            using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
        }
    }
}
