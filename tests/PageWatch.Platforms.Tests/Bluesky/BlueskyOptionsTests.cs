using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Platforms.Bluesky;

namespace PageWatch.Platforms.Tests.Bluesky;

/// <summary>A password goes where the settings say: to no host in clear, and to no page of one.</summary>
public sealed class BlueskyOptionsTests
{
    [Theory]
    [InlineData("https://bsky.social", true)]
    [InlineData("https://pds.contoso.example/", true)]
    [InlineData("http://127.0.0.1:2583", true)]
    [InlineData("http://localhost:2583/", true)]
    [InlineData("http://pds.contoso.example", false)]
    [InlineData("https://pds.contoso.example/xrpc", false)]
    [InlineData("https://pds.contoso.example/?a=b", false)]
    [InlineData("https://user:secret@pds.contoso.example", false)]
    [InlineData("pds.contoso.example", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("", false)]
    public void Service_is_an_https_host(string service, bool isGood)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Platforms:Bluesky:Service"] = service }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddBluesky().BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<BlueskyOptions>>();
        if (isGood)
            options.Value.Service.ShouldBe(new Uri(service));
        else
            Should.Throw<OptionsValidationException>(() => options.Value).Message.ShouldContain("Service");
    }
}
