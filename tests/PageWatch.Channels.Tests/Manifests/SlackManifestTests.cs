using System.Text.Json.Nodes;
using PageWatch.Channels.Manifests;
using PageWatch.Testing.Snapshots;

namespace PageWatch.Channels.Tests.Manifests;

/// <summary>Both manifests of Slack against what Slack documents.</summary>
public sealed class SlackManifestTests(KnownCommands known) : IClassFixture<KnownCommands>
{
    /// <summary>What each event is heard with: https://docs.slack.dev/reference/events. A blank: nothing.</summary>
    private static readonly Dictionary<string, string> ScopeOfEvent = new()
    {
        ["app_home_opened"] = "",
        ["app_mention"] = "app_mentions:read",
        ["app_uninstalled"] = "",
        ["channel_archive"] = "channels:read",
        ["channel_deleted"] = "channels:read",
        ["channel_left"] = "channels:read",
        ["channel_rename"] = "channels:read",
        ["channel_unarchive"] = "channels:read",
        ["group_archive"] = "groups:read",
        ["group_deleted"] = "groups:read",
        ["group_left"] = "groups:read",
        ["group_rename"] = "groups:read",
        ["group_unarchive"] = "groups:read",
        ["member_joined_channel"] = "channels:read groups:read",
        ["member_left_channel"] = "channels:read groups:read",
        ["message.channels"] = "channels:history",
        ["message.groups"] = "groups:history",
        ["message.im"] = "im:history",
        ["reaction_added"] = "reactions:read",
        ["tokens_revoked"] = "",
    };

    /// <summary>What else is done, and with what: posting, the slash command and the shortcut, names of people.</summary>
    private static readonly string[] ScopesOfCalls = ["chat:write", "commands", "metadata.message:read", "users:read"];

    public static TheoryData<string?> Hosts() => [null, "watch.contoso.example"];

    [Theory]
    [InlineData("slack/socket-mode.json", null)]
    [InlineData("slack/events-api.json", "pagewatch.example.com")]
    public void Committed_manifest_is_what_the_commands_print(string file, string? host) => Verified.Text(SlackManifest.Write(known.Specs, host), KnownCommands.File(file));

    [Theory, MemberData(nameof(Hosts))]
    public void Names_and_descriptions_are_within_their_limits(string? host)
    {
        // https://docs.slack.dev/reference/app-manifest
        var manifest = Read(host);
        Text(manifest, "display_information", "name").Length.ShouldBeInRange(1, 35);
        Text(manifest, "display_information", "description").Length.ShouldBeInRange(1, 140);
        Text(manifest, "display_information", "long_description").Length.ShouldBeInRange(175, 4000);
        Text(manifest, "display_information", "background_color").ShouldMatch("^#[0-9A-F]{6}$");
        Text(manifest, "features", "bot_user", "display_name").Length.ShouldBeInRange(1, 80);
    }

    [Theory, MemberData(nameof(Hosts))]
    public void Slash_command_hints_at_commands_that_exist(string? host)
    {
        var command = Read(host)["features"]!["slash_commands"]!.AsArray().ShouldHaveSingleItem().ShouldNotBeNull();
        Text(command, "command").ShouldBe("/pagewatch");
        Text(command, "description").Length.ShouldBeInRange(1, 2000);
        Text(command, "usage_hint").Length.ShouldBeInRange(1, 1000);
        Text(command, "usage_hint").Split(" | ").ShouldBe(ManifestCommands.Verbs);
        ManifestCommands.Verbs.ShouldBeSubsetOf(known.Specs.Select(spec => spec.Verb));
        // People come as ids, and not as names that they can change.
        command["should_escape"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Hosts))]
    public void Home_messages_and_the_shortcut_are_on(string? host)
    {
        var features = Read(host)["features"]!;
        features["app_home"]!["home_tab_enabled"]!.GetValue<bool>().ShouldBeTrue();
        features["app_home"]!["messages_tab_enabled"]!.GetValue<bool>().ShouldBeTrue();
        features["app_home"]!["messages_tab_read_only_enabled"]!.GetValue<bool>().ShouldBeFalse();
        var shortcut = features["shortcuts"]!.AsArray().ShouldHaveSingleItem().ShouldNotBeNull();
        Text(shortcut, "type").ShouldBe("message");
        Text(shortcut, "callback_id").ShouldBe("watch_this");
        Text(shortcut, "name").Length.ShouldBeInRange(1, 24);
        Text(shortcut, "description").Length.ShouldBeInRange(1, 150);
    }

    [Theory, MemberData(nameof(Hosts))]
    public void Scopes_are_those_that_events_and_calls_need_and_no_others(string? host)
    {
        var manifest = Read(host);
        var events = KnownCommands.Words(manifest["settings"]!["event_subscriptions"]!["bot_events"]);
        events.ShouldBe(ScopeOfEvent.Keys, ignoreOrder: true);
        var needed = events.SelectMany(each => ScopeOfEvent[each].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Concat(ScopesOfCalls).Distinct();
        KnownCommands.Words(manifest["oauth_config"]!["scopes"]!["bot"]).ShouldBe(needed, ignoreOrder: true);
        manifest["oauth_config"]!["scopes"]!["user"].ShouldBeNull();
    }

    [Fact]
    public void Every_scope_and_event_has_its_reason_in_the_readme()
    {
        var readme = File.ReadAllText(KnownCommands.File("slack/README.md"));
        var manifest = Read(null);
        foreach (var word in KnownCommands.Words(manifest["oauth_config"]!["scopes"]!["bot"]).Concat(KnownCommands.Words(manifest["settings"]!["event_subscriptions"]!["bot_events"])))
            readme.ShouldContain($"`{word}`");
    }

    [Fact]
    public void Socket_mode_names_no_address()
    {
        var text = SlackManifest.Write(known.Specs, null);
        text.ShouldNotContain("http", Case.Insensitive);
        JsonNode.Parse(text)!["settings"]!["socket_mode_enabled"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Events_api_names_the_address_of_each_call()
    {
        var manifest = Read("watch.contoso.example");
        Text(manifest, "settings", "event_subscriptions", "request_url").ShouldBe("https://watch.contoso.example/chats/slack/events");
        Text(manifest, "settings", "interactivity", "request_url").ShouldBe("https://watch.contoso.example/chats/slack/interactions");
        Text(manifest["features"]!["slash_commands"]![0]!, "url").ShouldBe("https://watch.contoso.example/chats/slack/commands");
        manifest["settings"]!["socket_mode_enabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Hosts))]
    public void Presses_are_heard_and_tokens_do_not_change_by_themselves(string? host)
    {
        var settings = Read(host)["settings"]!;
        settings["interactivity"]!["is_enabled"]!.GetValue<bool>().ShouldBeTrue();
        // Nobody here renews a token that ends after twelve hours.
        settings["token_rotation_enabled"]!.GetValue<bool>().ShouldBeFalse();
        settings["org_deploy_enabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Hosts))]
    public void Same_commands_print_the_same_text(string? host)
    {
        var text = SlackManifest.Write(known.Specs, host);
        SlackManifest.Write([.. known.Specs.Reverse()], host).ShouldBe(text);
        text.ShouldEndWith("}\n");
        text.ShouldNotContain('\r');
    }

    [Fact]
    public void Command_that_is_gone_is_told_and_not_passed_over() =>
        Should.Throw<InvalidOperationException>(() => SlackManifest.Write([.. known.Specs.Where(spec => spec.Verb != "mine")], null)).Message.ShouldContain("mine");

    private JsonNode Read(string? host) => JsonNode.Parse(SlackManifest.Write(known.Specs, host))!;

    private static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name].ShouldNotBeNull(name)).GetValue<string>();
}
