using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>
/// Takes in what Slack tells us, by whichever way it came: keeps what means something to us, and says yes. A submitted window alone is carried out at once, as Slack shows the answer in it.
/// </summary>
internal sealed partial class SlackReception(IChatIntake intake, SlackSubmissions submissions, SlackMeter meter, ILogger<SlackReception> logger)
{
    private const int LongestKey = 300;

    /// <summary>The largest that an intake keeps.</summary>
    private const int Largest = 1024 * 1024;

    /// <summary>Proves nothing and has no use since calls are signed: not kept.</summary>
    private const string OldToken = "token";

    /// <param name="callback">https://docs.slack.dev/apis/events-api/#callback-field</param>
    public async ValueTask<SlackHeard> EventAsync(JsonElement callback, CancellationToken cancellationToken)
    {
        if (callback.Text("type") != "event_callback")
        {
            // "app_rate_limited" has no event within.
            if (callback.Text("type") == "app_rate_limited")
                Log.Throttled(logger, callback.Text("team_id") ?? "");
            return callback.Text("type") is { Length: > 0 } ? SlackHeard.Fine : SlackHeard.Nothing;
        }

        if (callback.Text("event_id") is not { Length: > 0 } id || callback.Member("event") is not { ValueKind: JsonValueKind.Object } happened || happened.Text("type") is not { Length: > 0 } type)
            return SlackHeard.Nothing;
        var bot = callback.Items("authorizations").Select(each => each.Text("user_id")).FirstOrDefault(user => user is not null);
        if (SlackEvents.MeansNothing(happened, type, bot))
        {
            meter.Ignored.Add(1);
            return SlackHeard.Fine;
        }

        // One thing that a person said comes as "message" and as "app_mention", under two ids.
        var key = SlackEvents.IsSaid(happened, type) && happened.Text("channel") is { } channel && happened.Text("ts") is { } ts
            ? $"said:{callback.Text("team_id")}:{channel}:{ts}"
            : $"event:{id}";
        return await KeepAsync(SlackKept.Event, key, happened.Text("user") ?? happened.Text("channel") ?? "", callback, cancellationToken);
    }

    /// <param name="fields">https://docs.slack.dev/interactivity/implementing-slash-commands/#app_command_handling</param>
    public ValueTask<SlackHeard> CommandAsync(JsonElement fields, CancellationToken cancellationToken) =>
        fields.Text("trigger_id") is { Length: > 0 } trigger && fields.Text("user_id") is { Length: > 0 } user && fields.Text("command") is { Length: > 0 }
            ? KeepAsync(SlackKept.Command, $"command:{trigger}", user, fields, cancellationToken)
            : ValueTask.FromResult(SlackHeard.Nothing);

    /// <param name="payload">https://docs.slack.dev/reference/interaction-payloads</param>
    public async ValueTask<SlackHeard> InteractionAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        if (payload.Text("user", "id") is not { Length: > 0 } user)
            return SlackHeard.Nothing;
        switch (payload.Text("type"))
        {
            case "block_actions":
                if (SlackClicks.Read(payload) is null)
                {
                    // A link that is a button, a menu of another app's making, or something forged.
                    meter.Ignored.Add(1);
                    Log.NoPress(logger, user);
                    return SlackHeard.Fine;
                }

                var action = payload.Items("actions").First();
                var place = payload.Text("container", "message_ts") ?? payload.Text("container", "view_id");
                return await KeepAsync(SlackKept.Press, $"press:{payload.Text("trigger_id")}:{user}:{place}:{action.Text("action_ts")}", user, payload, cancellationToken);
            case "message_action":
                return payload.Text("trigger_id") is { Length: > 0 } trigger
                    ? await KeepAsync(SlackKept.Shortcut, $"shortcut:{trigger}", user, payload, cancellationToken)
                    : SlackHeard.Nothing;
            case "view_submission":
                return new SlackHeard(true, await submissions.SubmitAsync(payload, cancellationToken));
            case "view_closed":
                return payload.Text("view", "id") is { Length: > 0 } view
                    ? await KeepAsync(SlackKept.Closed, $"closed:{view}:{payload.Text("view", "hash")}", user, payload, cancellationToken)
                    : SlackHeard.Nothing;
            case { Length: > 0 }:
                meter.Ignored.Add(1);
                return SlackHeard.Fine;
            default:
                return SlackHeard.Nothing;
        }
    }

    private async ValueTask<SlackHeard> KeepAsync(string kind, string key, string lane, JsonElement payload, CancellationToken cancellationToken)
    {
        byte[] body;
        try
        {
            if (JsonObject.Create(payload) is not { } kept)
                return SlackHeard.Nothing;
            kept = (JsonObject)kept.DeepClone();
            kept.Remove(OldToken);
            body = Encoding.UTF8.GetBytes(SlackJson.Write(new JsonObject { [SlackKept.Kind] = kind, [SlackKept.Payload] = kept }));
        }
        // The same name twice, or half a character: no message of Slack's.
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or JsonException)
        {
            return SlackHeard.Nothing;
        }

        if (body.Length > Largest)
            return SlackHeard.Nothing;
        var isNew = await intake.KeepAsync(ChannelKind.Slack, Short(key), Short(lane), body, cancellationToken);
        Log.Kept(logger, kind, Short(key), isNew);
        return SlackHeard.Fine;
    }

    private static string Short(string text) => text.Length <= LongestKey ? text : text[..64] + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Slack told {Kind} {Key}; new: {IsNew}.")]
        public static partial void Kept(ILogger logger, string kind, string key, bool isNew);

        [LoggerMessage(2, LogLevel.Debug, "What {User} pressed in Slack is no button of ours.")]
        public static partial void NoPress(ILogger logger, string user);

        [LoggerMessage(3, LogLevel.Warning, "Slack holds back events of workspace {Team}: more than 30,000 came within an hour.")]
        public static partial void Throttled(ILogger logger, string team);
    }
}

/// <summary>What a kept body says it is.</summary>
internal static class SlackKept
{
    public const string Kind = "kind";
    public const string Payload = "payload";

    public const string Event = "event";
    public const string Command = "command";
    public const string Press = "press";
    public const string Shortcut = "shortcut";
    public const string Closed = "closed";
}

/// <summary>Which events mean something. A busy channel sends a great many that do not; those are never kept.</summary>
internal static class SlackEvents
{
    /// <summary>Something that a person wrote, and not a report about it.</summary>
    public static bool IsSaid(JsonElement happened, string type) => type is "message" or "app_mention" && happened.Text("subtype") is null or "file_share" or "thread_broadcast";

    /// <summary>Somebody changed what he had written under something.</summary>
    public static bool IsEdit(JsonElement happened, string type) => type == "message" && happened.Text("subtype") == "message_changed";

    /// <summary>Between one person and the bot.</summary>
    public static bool IsDirect(JsonElement happened) => happened.Text("channel_type") == "im" || happened.Text("channel")?.StartsWith('D') == true;

    /// <summary>An answer to something above it.</summary>
    public static bool IsReply(JsonElement message) => message.Text("thread_ts") is { } root && root != message.Text("ts");

    /// <param name="bot">Null when Slack did not say; then the listener looks once more.</param>
    public static bool MeansNothing(JsonElement happened, string type, string? bot)
    {
        switch (type)
        {
            case "message" or "app_mention" when IsEdit(happened, type):
                return happened.Member("message") is not { } changed || !IsReply(changed) || IsBots(changed, bot) || changed.Text("text") == happened.Text("previous_message", "text");
            case "message" or "app_mention":
                // An edit that adds a mention is told as one; what was said stays said once.
                if (!IsSaid(happened, type) || IsBots(happened, bot) || happened.Member("edited") is not null)
                    return true;
                return type == "message" && !IsDirect(happened) && !IsReply(happened) && (bot is null || !SlackLine.Mentions(happened.Text("text") ?? "", bot));
            case "reaction_added":
                return happened.Text("reaction") != "eyes" || happened.Text("item", "type") != "message" || (bot is not null && happened.Text("user") == bot);
            case "member_joined_channel" or "member_left_channel":
                return bot is not null && happened.Text("user") != bot;
            case "app_home_opened":
                return happened.Text("tab") is not (null or "home");
            case "channel_archive" or "channel_unarchive" or "channel_deleted" or "channel_rename" or "channel_left" or "group_archive" or "group_unarchive" or "group_deleted" or "group_rename" or "group_left":
            case "app_uninstalled" or "tokens_revoked":
                return false;
            default:
                return true;
        }
    }

    private static bool IsBots(JsonElement message, string? bot) => message.Member("bot_id") is not null || message.Text("subtype") == "bot_message" || (bot is not null && message.Text("user") == bot) || message.Text("user") is null;
}

/// <summary>What to say to Slack about something it told us.</summary>
/// <param name="Answer">The body of the answer; null for an empty one.</param>
internal sealed record SlackHeard(bool IsUnderstood, JsonObject? Answer = null)
{
    public static SlackHeard Fine { get; } = new(true);

    public static SlackHeard Nothing { get; } = new(false);
}
