using Microsoft.Extensions.DependencyInjection;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("File", "")]
    [InlineData("PathBase", "demo")]
    [InlineData("PathBase", "/demo/")]
    [InlineData("PathBase", "/")]
    [InlineData("PublicBase", "http://127.0.0.1/demo")]
    [InlineData("PublicBase", "ftp://127.0.0.1/demo/")]
    [InlineData("PublicBase", "http://127.0.0.1/demo/?a=b")]
    [InlineData("ApiKey", "short")]
    [InlineData("HookAddress", "ftp://127.0.0.1/hooks")]
    [InlineData("HookSecret", "")]
    [InlineData("HookSecret", "secret")]
    [InlineData("HookSecret", "whsec_c2hvcnQ=")]
    public void A_setting_that_cannot_be_is_named_with_its_mend(string setting, string value)
    {
        var options = Good();
        options.HookAddress = new Uri("http://127.0.0.1:5230/hooks/demo");
        options.Problem().ShouldBeNull();
        switch (setting)
        {
            case "File": options.File = value; break;
            case "PathBase": options.PathBase = value; break;
            case "PublicBase": options.PublicBase = new Uri(value); break;
            case "ApiKey": options.ApiKey = value; break;
            case "HookAddress": options.HookAddress = new Uri(value); break;
            case "HookSecret": options.HookSecret = value; break;
            default: throw new ArgumentOutOfRangeException(nameof(setting));
        }

        Should.Throw<ArgumentException>(() => new ServiceCollection().AddDemoSite(options)).Message.ShouldContain("Demo:" + setting);
    }

    [Fact]
    public void A_page_that_tells_nobody_needs_no_secret()
    {
        var options = Good();
        options.HookSecret = "";
        options.Problem().ShouldBeNull();
    }

    [Fact]
    public void Alone_it_listens_to_its_own_machine_only()
    {
        var options = Good();
        options.PublicBase = new Uri("http://192.0.2.1:5230/demo/");
        Should.Throw<ArgumentException>(() => DemoSite.Create(options)).Message.ShouldContain("loopback");
    }

    [Fact]
    public void Settings_can_come_from_a_command_line()
    {
        string[] args = ["--Demo:File", "data/demo.db", "--Demo:ApiKey", RunningDemo.Key, "--Demo:PublicBase", "http://127.0.0.1:5230/demo/", "--Demo:HookSecret", RunningDemo.HookSecret];
        var app = DemoSite.Create(args);
        var options = app.Services.GetRequiredService<DemoOptions>();
        options.File.ShouldBe("data/demo.db");
        options.PublicBase.ShouldBe(new Uri("http://127.0.0.1:5230/demo/"));
        Should.Throw<ArgumentException>(() => DemoSite.Create([])).Message.ShouldContain("Demo:File");
    }

    private static DemoOptions Good() => new() { File = "demo.db", ApiKey = RunningDemo.Key, HookSecret = RunningDemo.HookSecret };
}
