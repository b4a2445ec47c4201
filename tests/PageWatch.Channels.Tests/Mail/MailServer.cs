using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace PageWatch.Channels.Tests.Mail;

/// <summary>A mail server on loopback with one mailbox for each address, which keeps each Message-ID once, as most do.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<Task> sessions = [];
    private readonly Task accepting;

    public MailServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Every mail that was taken, in order, with its bytes.</summary>
    public List<(string To, MimeMessage Mail, byte[] Bytes)> Taken { get; } = [];

    /// <summary>What to say instead of yes to a verb: "RCPT" → "550 no such user". "" hangs up.</summary>
    public Dictionary<string, string> Instead { get; } = new(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(sessions);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                sessions.Add(ServeAsync(client));
            }
        }
        // A listener that was stopped between two clients says that it does not listen.
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException || (problem is InvalidOperationException && stopping.IsCancellationRequested))
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            // Latin 1 keeps every byte as it came.
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            var to = "";
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync(stopping.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (Instead.TryGetValue(verb, out var instead))
                {
                    if (instead.Length == 0)
                        return;
                    await writer.WriteLineAsync(instead);
                    continue;
                }

                switch (verb)
                {
                    case "EHLO":
                        await writer.WriteLineAsync("250-test\r\n250-8BITMIME\r\n250 SMTPUTF8");
                        break;
                    case "RCPT":
                        to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                        await writer.WriteLineAsync("250 ok");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        await KeepAsync(reader, to);
                        await writer.WriteLineAsync(Instead.GetValueOrDefault("end of DATA", "250 kept"));
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // Who hangs up needs no answer.
        }
    }

    private async Task KeepAsync(StreamReader reader, string to)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stopping.Token) is { } line && line != ".")
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        var bytes = Encoding.Latin1.GetBytes(text.ToString());
        using var stream = new MemoryStream(bytes);
        var mail = await MimeMessage.LoadAsync(stream);
        lock (gate)
        {
            if (!Instead.ContainsKey("end of DATA"))
                Taken.Add((to, mail, bytes));
        }
    }
}
