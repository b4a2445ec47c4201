using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PageWatch.Platforms.Fetching;

/// <summary>
/// Keeps what users type from reaching into the network that the service stands in: private, loopback, link-local and other special
/// addresses are refused unless an admin listed them.
/// </summary>
public sealed class AddressGuard
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
    private static readonly IPNetwork[] Special =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("100::/64"), IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    // Replaced whole when something is added: connections look while the service starts.
    private volatile IReadOnlyList<(IPNetwork Network, int? Port)> networks = [];
    private volatile IReadOnlyList<(string Host, int? Port)> hosts = [];

    /// <exception cref="FormatException">An entry is neither a host, an address nor a range; the message names it.</exception>
    public AddressGuard(IEnumerable<string> allowPrivate)
    {
        foreach (var entry in allowPrivate)
            Allow(entry);
    }

    /// <summary>Allows one more: for a page that the service itself serves, never for what a user types.</summary>
    /// <exception cref="FormatException">It is neither a host, an address nor a range.</exception>
    public void Allow(string entry) => Read(entry.Trim());

    /// <summary>Whether a connection to this address, found for this host, may be made.</summary>
    public bool Allows(string host, IPAddress address, int port)
    {
        if (hosts.Any(each => string.Equals(each.Host, host, StringComparison.OrdinalIgnoreCase) && (each.Port is null || each.Port == port)))
            return true;
        var plain = Unwrap(address);
        if (!IsSpecial(plain))
            return true;
        return networks.Any(each => (each.Port is null || each.Port == port) && each.Network.BaseAddress.AddressFamily == plain.AddressFamily && each.Network.Contains(plain));
    }

    private static bool IsSpecial(IPAddress address) =>
        Array.Exists(Special, network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));

    /// <summary>
    /// An IPv4 address dressed as IPv6 (mapped, NAT64, 6to4) is judged by the IPv4 address inside. Not so behind the local-use NAT64 prefix: where it
    /// stands is each network's own choice, so that all of it is special (https://www.rfc-editor.org/rfc/rfc8215).
    /// </summary>
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (bytes[..12].SequenceEqual<byte>([0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]))
            return new IPAddress(bytes[12..]);
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? new IPAddress(bytes.Slice(2, 4)) : address;
    }

    private void Read(string entry)
    {
        if (IPNetwork.TryParse(entry, out var network))
        {
            networks = [.. networks, (network, null)];
            return;
        }

        int? port = null;
        var host = entry;
        var colon = entry.LastIndexOf(':');
        if (colon > 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']')
            && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536)
        {
            port = number;
            host = entry[..colon];
        }

        host = host.Trim('[', ']');
        if (IPAddress.TryParse(host, out var address))
            networks = [.. networks, (new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128), port)];
        else if (Uri.CheckHostName(host) == UriHostNameType.Dns)
            hosts = [.. hosts, (host, port)];
        else
            throw new FormatException($"Fetch:AllowPrivate holds \"{entry}\", which is no host, address or range. Write intranet.example, 10.1.2.3, 10.0.0.0/8 or 127.0.0.1:8081.");
    }
}
