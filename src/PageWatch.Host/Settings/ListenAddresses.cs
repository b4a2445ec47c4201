using System.Net;
using System.Net.Sockets;

namespace PageWatch.Host.Settings;

/// <summary>Reads where the service is to listen.</summary>
internal static class ListenAddresses
{
    /// <exception cref="SettingException">One of them cannot be listened on as written.</exception>
    public static IReadOnlyList<Uri> Read(string urls)
    {
        var all = new List<Uri>();
        foreach (var text in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Kestrel's wildcards are no addresses by the book.
            var plain = text.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath != "/")
                throw new SettingException($"PageWatch:Urls holds \"{text}\", which is no address to listen on. Write http://127.0.0.1:5230.");
            // One port cannot be found free for both of localhost's addresses at once.
            if (url.Port == 0 && url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                throw new SettingException($"PageWatch:Urls holds \"{text}\", which cannot have a port of its choice. Write {url.Scheme}://127.0.0.1:0.");
            all.Add(url);
        }

        return all.Count > 0 ? all : throw new SettingException("PageWatch:Urls is empty. Write http://127.0.0.1:5230.");
    }

    /// <summary>Only this machine can reach it.</summary>
    public static bool IsLoopback(Uri url) =>
        url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    /// <summary>Tries to listen there: what is wrong is said before the start, where Kestrel would say it in the middle of one.</summary>
    /// <exception cref="SettingException">Nobody can listen there now; the message says why, and the mend.</exception>
    public static void Try(Uri url)
    {
        var address = IPAddress.TryParse(url.Host.Trim('[', ']'), out var known) ? known : IPAddress.Loopback;
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(address, url.Port));
            probe.Listen(1);
        }
        catch (SocketException problem)
        {
            throw new SettingException(problem.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    $"Port {url.Port} is in use by another program. Stop it, or listen elsewhere: --urls {url.Scheme}://{url.Host}:{(url.Port < IPEndPoint.MaxPort ? url.Port + 1 : url.Port - 1)}",
                SocketError.AccessDenied =>
                    $"This account may not listen on port {url.Port}. Listen on one above 1023, as in --urls {url.Scheme}://{url.Host}:5230, and let a proxy have the other.",
                SocketError.AddressNotAvailable =>
                    $"{url.Host} is no address of this machine, so nobody can listen on {url}. Name one that is, or all of them: --urls {url.Scheme}://0.0.0.0:{url.Port}",
                _ => $"Nobody can listen on {url}: {problem.Message}. Listen elsewhere, as in --urls http://127.0.0.1:5230.",
            });
        }
    }
}

/// <summary>A setting is wrong; the message names it and the mend.</summary>
internal sealed class SettingException(string message) : Exception(message);
