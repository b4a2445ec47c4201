using System.Net;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Tests.Fetching;

/// <summary>What a user types must not reach into the network that the service stands in.</summary>
[Trait("Promise", "7")]
public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("64:ff9b:1:ffff::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2001::1")]
    public void Special_address_is_refused_in_every_dress(string address) => new AddressGuard([]).Allows("page.example", IPAddress.Parse(address), 443).ShouldBeFalse();

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void Public_address_is_allowed(string address) => new AddressGuard([]).Allows("page.example", IPAddress.Parse(address), 443).ShouldBeTrue();

    [Theory]
    [InlineData("10.1.2.3", "x", "10.1.2.3", 80, true)]
    [InlineData("10.1.2.3", "x", "10.1.2.4", 80, false)]
    [InlineData("10.0.0.0/8", "x", "10.200.0.9", 8443, true)]
    [InlineData("10.0.0.0/8", "x", "::ffff:10.200.0.9", 8443, true)]
    [InlineData("10.0.0.0/8", "x", "192.168.0.1", 80, false)]
    [InlineData("127.0.0.1:8081", "x", "127.0.0.1", 8081, true)]
    [InlineData("127.0.0.1:8081", "x", "127.0.0.1", 22, false)]
    [InlineData("[::1]:8081", "x", "::1", 8081, true)]
    [InlineData("[::1]:8081", "x", "::1", 80, false)]
    [InlineData("intranet.example", "Intranet.Example", "10.0.0.1", 80, true)]
    [InlineData("intranet.example", "evil-intranet.example", "10.0.0.1", 80, false)]
    [InlineData("intranet.example:8080", "intranet.example", "10.0.0.1", 8081, false)]
    public void Listed_address_is_allowed_and_no_other(string listed, string host, string address, int port, bool allowed) =>
        new AddressGuard([listed]).Allows(host, IPAddress.Parse(address), port).ShouldBe(allowed);

    [Theory]
    [InlineData("10.0.0.0/99")]
    [InlineData("http://intranet.example")]
    [InlineData("in tranet")]
    [InlineData("")]
    public void Entry_that_is_none_is_named(string entry) => Should.Throw<FormatException>(() => new AddressGuard([entry])).Message.ShouldContain($"\"{entry}\"");
}
