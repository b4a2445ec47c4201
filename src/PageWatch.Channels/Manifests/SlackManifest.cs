using System.Text.Json.Nodes;
using PageWatch.Domain.Commands;

namespace PageWatch.Channels.Manifests;

/// <summary>What Slack makes an app from. https://docs.slack.dev/reference/app-manifest/</summary>
public static class SlackManifest
{
    /// <summary>Each with its reason in manifests/slack/README.md. Whoever installs the app is shown them all, so there is none to spare.</summary>
    private static readonly string[] BotScopes =
    [
        "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "groups:history", "groups:read", "im:history", "metadata.message:read", "reactions:read", "users:read",
    ];

    private static readonly string[] BotEvents =
    [
        "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted", "channel_left", "channel_rename", "channel_unarchive", "group_archive", "group_deleted",
        "group_left", "group_rename", "group_unarchive", "member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im", "reaction_added", "tokens_revoked",
    ];

    /// <param name="host">Where Slack calls the service, as a name alone: pagewatch.example.com. Null for Socket Mode, where the service calls Slack and needs no address.</param>
    /// <exception cref="InvalidOperationException">A verb of <see cref="ManifestCommands.Verbs"/> is not among the specs.</exception>
    public static string Write(IReadOnlyList<CommandSpec> specs, string? host)
    {
        var commands = ManifestCommands.Of(specs);
        return ManifestText.Of(new JsonObject
        {
            ["display_information"] = new JsonObject
            {
                ["name"] = "PageWatch",
                ["description"] = "Nudges the team to answer what people say in public.",
                ["long_description"] =
                    "PageWatch reads the public pages a team answers for, and posts a card when somebody waits for an answer: what was said, by whom, until when, and a drafted reply. "
                    + "Claim it, edit it, approve it: nothing is published before a named person has confirmed the exact text. Mention PageWatch with \"help\" to see what it can do.",
                ["background_color"] = "#2F5BD7",
            },
            ["features"] = new JsonObject
            {
                ["app_home"] = new JsonObject { ["home_tab_enabled"] = true, ["messages_tab_enabled"] = true, ["messages_tab_read_only_enabled"] = false },
                ["bot_user"] = new JsonObject { ["display_name"] = "PageWatch", ["always_online"] = true },
                ["shortcuts"] = new JsonArray(new JsonObject
                {
                    ["name"] = "Watch this",
                    ["type"] = "message",
                    ["callback_id"] = "watch_this",
                    ["description"] = "Takes in the post that a message tells of",
                }),
                ["slash_commands"] = new JsonArray(With(host, "url", "commands", new JsonObject
                {
                    ["command"] = "/pagewatch",
                    ["description"] = "Who waits for an answer, and whatever else you can say",
                    ["usage_hint"] = string.Join(" | ", commands.Select(spec => spec.Verb)),
                    // Without it people come as @names, which anybody can change.
                    ["should_escape"] = true,
                })),
            },
            ["oauth_config"] = new JsonObject { ["scopes"] = new JsonObject { ["bot"] = Words(BotScopes) } },
            ["settings"] = new JsonObject
            {
                ["event_subscriptions"] = With(host, "request_url", "events", new JsonObject { ["bot_events"] = Words(BotEvents) }),
                ["interactivity"] = With(host, "request_url", "interactions", new JsonObject { ["is_enabled"] = true }),
                ["org_deploy_enabled"] = false,
                ["socket_mode_enabled"] = host is null,
                ["token_rotation_enabled"] = false,
            },
        });
    }

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);

    private static JsonObject With(string? host, string name, string path, JsonObject part)
    {
        if (host is not null)
            part[name] = $"https://{host}/chats/slack/{path}";
        return part;
    }
}
