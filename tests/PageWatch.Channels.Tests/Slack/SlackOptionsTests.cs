using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;
using PageWatch.Testing;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Settings that could not work are refused with the mend, and without the secret.</summary>
public sealed class SlackOptionsTests
{
    [Theory]
    [InlineData(null, "xapp-1", null, null, "no BotToken")]
    [InlineData(null, null, "secret-of-the-app", null, "no BotToken")]
    [InlineData("xoxb-1", null, null, null, "hear nothing")]
    [InlineData("xoxp-secret", "xapp-1", null, null, "xoxb-")]
    [InlineData("xoxb-1 2", "xapp-1", null, null, "xoxb-")]
    [InlineData("xoxb-1\r\nx: y", "xapp-1", null, null, "xoxb-")]
    [InlineData("xoxb-1", "xoxb-secret", null, null, "xapp-")]
    [InlineData("xoxb-1", "xapp-1", null, "http://slack.example/api/", "https://slack.com/api/")]
    [InlineData("xoxb-1", "xapp-1", null, "https://slack.com/api", "slash at its end")]
    [InlineData("xoxb-1", "xapp-1", null, "https://u:p@slack.com/api/", "https://slack.com/api/")]
    [InlineData("xoxb-1", "xapp-1", null, "api/", "https://slack.com/api/")]
    public async Task Wrong_settings_are_refused(string? bot, string? app, string? secret, string? api, string says)
    {
        await using var house = new SlackHouse(settings: Settings(bot, app, secret, api));
        var problem = await Should.ThrowAsync<OptionsValidationException>(() => house.DeliverAsync(SlackHouse.Plain("said")));
        problem.Message.ShouldContain(says);
        foreach (var hidden in (string?[])[bot, app, secret])
        {
            if (hidden is { Length: > 6 })
                problem.Message.ShouldNotContain(hidden);
        }
    }

    [Theory]
    [InlineData(SlackWorkspace.BotToken, "xapp-1", null, null)]
    [InlineData(SlackWorkspace.BotToken, null, "secret", null)]
    [InlineData(SlackWorkspace.BotToken, "xapp-1", "secret", "http://127.0.0.1:5055/api/")]
    public async Task Good_settings_are_taken(string bot, string? app, string? secret, string? api)
    {
        await using var house = new SlackHouse(settings: Settings(bot, app, secret, api));
        await house.DeliverAsync(SlackHouse.Plain("said"));
        house.Workspace.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_settings_of_the_readme_are_good()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(ProjectFolder.Of<SlackOptionsTests>(), "..", "..", "src", "PageWatch.Channels", "Slack", "README.md"));
        var block = readme[(readme.IndexOf("```json settings", StringComparison.Ordinal) + "```json settings".Length)..];
        var slack = JsonNode.Parse(block[..block.IndexOf("```", StringComparison.Ordinal)])!["PageWatch"]!["Slack"]!.AsObject();
        await using var house = new SlackHouse(settings: slack.ToDictionary(each => "PageWatch:Slack:" + each.Key, each => (string?)each.Value, StringComparer.Ordinal));
        (await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said")))).Failure.ShouldBe(ChannelFailure.Closed); // a token of a readme opens nothing
    }

    private static Dictionary<string, string?> Settings(string? bot, string? app, string? secret, string? api)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PageWatch:Slack:BotToken"] = bot, ["PageWatch:Slack:AppToken"] = app, ["PageWatch:Slack:SigningSecret"] = secret };
        if (api is not null)
            settings["PageWatch:Slack:Api"] = api;
        return settings;
    }
}
