using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary>Works off what <see cref="SlackReception"/> kept: lines, notes, 👀, presses, and what becomes of the places that the bot is in.</summary>
internal sealed partial class SlackListener(
    IChatDesk desk, SlackApi api, SlackPeople people, SlackSay say, SlackPresses presses, FurtherCards furtherCards, SlackMeter meter, TimeProvider time, ILogger<SlackListener> logger) : IChatListener
{
    /// <summary>The message shortcut of the manifest.</summary>
    public const string WatchThis = "watch_this";

    private const string EditingEnded = "editing-ended";
    private const string Help = "help";
    private const int LongestLine = 4_000;
    private const int LongestQuote = 500;
    private const int Most = 5_000;

    /// <summary>The address that comes with a command takes five answers, and the first is given: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses</summary>
    private const int MostChanges = 4;

    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(30);

    /// <summary>What a line came to: when Slack does not take the answer, the answer is said again, and the line not carried out again.</summary>
    private readonly SlackRecent<string, ChatAnswer> answers = new(Most, Keep, time);

    public ChannelKind Chat => ChannelKind.Slack;

    public async ValueTask HearAsync(ReadOnlyMemory<byte> body, DateTimeOffset keptAt, CancellationToken cancellationToken)
    {
        if (SlackJson.Read(body) is not { } kept || kept.Text(SlackKept.Kind) is not { } kind || kept.Member(SlackKept.Payload) is not { } payload)
        {
            Ignore("body");
            return;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        switch (kind)
        {
            case SlackKept.Event when payload.Member("event") is { } happened && happened.Text("type") is { } type:
                await EventAsync(happened, type, name, cancellationToken);
                break;
            case SlackKept.Command:
                await CommandAsync(payload, name, cancellationToken);
                break;
            case SlackKept.Press:
                await presses.HearAsync(payload, name, keptAt, cancellationToken);
                break;
            case SlackKept.Shortcut when payload.Text("callback_id") == WatchThis:
                await WatchThisAsync(payload, name, cancellationToken);
                break;
            case SlackKept.Closed:
                await ClosedAsync(payload, cancellationToken);
                break;
            default:
                Ignore(kind);
                break;
        }
    }

    private async ValueTask EventAsync(JsonElement happened, string type, string name, CancellationToken cancellationToken)
    {
        var self = await people.SelfAsync(cancellationToken);
        if (SlackEvents.MeansNothing(happened, type, self.User))
        {
            Ignore(type);
            return;
        }

        switch (type)
        {
            case "message" or "app_mention":
                await SaidAsync(SlackEvents.IsEdit(happened, type) ? happened.Member("message")!.Value : happened, happened, self, name, cancellationToken);
                break;
            case "reaction_added":
                await LookAsync(happened, self, cancellationToken);
                break;
            case "app_home_opened" when happened.Text("user") is { } user:
                await presses.PublishAsync(await people.PersonAsync(user, cancellationToken), cancellationToken);
                break;
            case "member_joined_channel":
                await PlaceAsync(happened, PlaceChange.Joined, happened.Text("inviter"), self, cancellationToken);
                break;
            case "channel_unarchive" or "group_unarchive":
                await PlaceAsync(happened, PlaceChange.Joined, happened.Text("user"), self, cancellationToken);
                break;
            case "channel_rename" or "group_rename":
                await PlaceAsync(happened, PlaceChange.Renamed, null, self, cancellationToken);
                break;
            case "member_left_channel" or "channel_left" or "group_left":
                await PlaceAsync(happened, PlaceChange.Left, happened.Text("actor_id"), self, cancellationToken);
                break;
            case "channel_archive" or "channel_deleted" or "group_archive" or "group_deleted":
                await PlaceAsync(happened, PlaceChange.Left, happened.Text("user") ?? happened.Text("actor_id"), self, cancellationToken);
                break;
            case "app_uninstalled" or "tokens_revoked":
                Log.Uninstalled(logger, self.Team);
                break;
            default:
                Ignore(type);
                break;
        }
    }

    /// <param name="message">What was written; of an edit, as it reads now.</param>
    private async ValueTask SaidAsync(JsonElement message, JsonElement happened, SlackSelf self, string name, CancellationToken cancellationToken)
    {
        if (happened.Text("channel") is not { Length: > 0 } channel || message.Text("user") is not { Length: > 0 } user || message.Text("ts") is not { Length: > 0 } ts)
        {
            Ignore("message");
            return;
        }

        var text = message.Text("text") ?? "";
        var isDirect = SlackEvents.IsDirect(happened);
        var isReply = SlackEvents.IsReply(message);
        var isCommand = SlackLine.Mentions(text, self.User) || (isDirect && !isReply);
        if (!isCommand && !isReply)
            return;
        // An edit does not run again.
        if (isCommand && happened.Text("subtype") == "message_changed")
            return;

        var by = await people.PersonAsync(user, cancellationToken);
        var mentioned = await MentionedAsync(text, self, cancellationToken);
        if (isCommand)
        {
            var place = SlackPlace.Of(self, channel, user, isDirect ? "" : await people.PlaceNameAsync(channel, cancellationToken));
            var line = LineOf(text, self, mentioned);
            var answer = await OnceAsync(name, () => desk.SayAsync(by, place, line, [.. mentioned.Values], cancellationToken));
            var shown = SlackCardBlocks.Message(answer.Card);
            if (!isDirect && answer.IsRefused)
            {
                await say.WhisperAsync(channel, user, isReply ? message.Text("thread_ts") : null, shown, cancellationToken);
                return;
            }

            var thread = isDirect ? (isReply ? message.Text("thread_ts") : null) : message.Text("thread_ts") ?? ts;
            if (await say.PostAsync(channel, thread, shown, cancellationToken) is { } at)
                _ = furtherCards.BeginAsync(answer, card => say.ChangeAsync(channel, at, SlackCardBlocks.Message(card), CancellationToken.None));
            return;
        }

        var note = SlackLine.Read(text, self.User, who => mentioned.TryGetValue(who, out var person) && person.Name.Length > 0 ? "@" + person.Name : null);
        if (note.Length == 0)
            return;
        var root = message.Text("thread_ts")!;
        if (await desk.NoteAsync(by, SlackPlace.Of(self, channel, user, ""), new MessageRef($"{channel}:{root}"), $"{channel}:{ts}", note, cancellationToken) is { } told)
            await say.WhisperAsync(channel, user, root, SlackCardBlocks.Message(told.Card), cancellationToken);
    }

    private async ValueTask LookAsync(JsonElement happened, SlackSelf self, CancellationToken cancellationToken)
    {
        if (happened.Text("user") is not { Length: > 0 } user || happened.Text("item", "channel") is not { Length: > 0 } channel || happened.Text("item", "ts") is not { Length: > 0 } ts)
        {
            Ignore("reaction_added");
            return;
        }

        var by = await people.PersonAsync(user, cancellationToken);
        if (await desk.LookAsync(by, SlackPlace.Of(self, channel, user, ""), new MessageRef($"{channel}:{ts}"), cancellationToken) is { } told)
            await say.WhisperAsync(channel, user, null, SlackCardBlocks.Message(told.Card), cancellationToken);
    }

    /// <summary>The address of a channel is its id, whatever it is called.</summary>
    private async ValueTask PlaceAsync(JsonElement happened, PlaceChange change, string? who, SlackSelf self, CancellationToken cancellationToken)
    {
        var channel = happened.Text("channel") ?? happened.Text("channel", "id");
        if (channel is not { Length: > 0 })
        {
            Ignore("place");
            return;
        }

        if (happened.Text("channel", "name") is { } renamed)
            people.Renamed(channel, renamed);
        var name = change == PlaceChange.Left ? "" : await people.PlaceNameAsync(channel, cancellationToken);
        var by = who is { Length: > 0 } ? await people.PersonAsync(who, cancellationToken) : null;
        var told = await desk.PlaceChangedAsync(SlackPlace.Of(self, channel, self.User, name), change, by, cancellationToken);
        if (told is not null && change != PlaceChange.Left)
            await say.PostAsync(channel, null, SlackCardBlocks.Message(told.Card), cancellationToken);
    }

    private async ValueTask CommandAsync(JsonElement fields, string name, CancellationToken cancellationToken)
    {
        if (fields.Text("user_id") is not { Length: > 0 } user || fields.Text("channel_id") is not { Length: > 0 } channel)
        {
            Ignore("command");
            return;
        }

        var self = await people.SelfAsync(cancellationToken);
        var by = await people.PersonAsync(user, cancellationToken);
        var text = fields.Text("text") ?? "";
        var mentioned = await MentionedAsync(text, self, cancellationToken);
        var called = fields.Text("channel_name") switch
        {
            null or "" or "directmessage" => "",
            // What people call it, Slack does not say here.
            "privategroup" => await people.PlaceNameAsync(channel, cancellationToken),
            var other => "#" + CleanText.Line(other, 80),
        };
        var answer = await OnceAsync(name, () => desk.SayAsync(by, SlackPlace.Of(self, channel, user, called), LineOf(text, self, mentioned), [.. mentioned.Values], cancellationToken));
        await TellAsync(fields.Text("response_url"), channel, user, answer, cancellationToken);
    }

    private async ValueTask WatchThisAsync(JsonElement payload, string name, CancellationToken cancellationToken)
    {
        if (payload.Text("user", "id") is not { Length: > 0 } user || payload.Text("channel", "id") is not { Length: > 0 } channel || payload.Member("message") is not { } message)
        {
            Ignore(WatchThis);
            return;
        }

        var self = await people.SelfAsync(cancellationToken);
        var by = await people.PersonAsync(user, cancellationToken);
        var text = message.Text("text") ?? "";
        var link = SlackLine.FirstLink(text) ?? await PermalinkAsync(channel, message.Text("ts"), cancellationToken);
        var quoted = CleanText.Line(SlackLine.Read(text, self.User, _ => null), LongestQuote).Replace('"', '\'');
        var answer = await OnceAsync(name, () => desk.SayAsync(by, SlackPlace.Of(self, channel, user, ""), $"watch this {link} \"{quoted}\"", [], cancellationToken));
        await TellAsync(payload.Text("response_url"), channel, user, answer, cancellationToken);
    }

    /// <summary>https://docs.slack.dev/reference/methods/chat.getPermalink</summary>
    private async ValueTask<string> PermalinkAsync(string channel, string? ts, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync("chat.getPermalink", [("channel", channel), ("message_ts", ts)], cancellationToken);
        return answer.IsOk ? answer.Body.Text("permalink") ?? "" : "";
    }

    private async ValueTask ClosedAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        if (SlackClicks.Read(payload) is not { Click.Nudge: not null } press || payload.Text("user", "id") is not { Length: > 0 } user)
        {
            Ignore("view_closed");
            return;
        }

        var self = await people.SelfAsync(cancellationToken);
        var by = await people.PersonAsync(user, cancellationToken);
        var (channel, _) = SlackClicks.Origin(payload);
        // Nobody waits for what it says.
        _ = await desk.PressAsync(by, SlackPlace.Of(self, channel, user, ""), new Click(EditingEnded, press.Click.Nudge, press.Click.Version, null, null), cancellationToken);
    }

    private async ValueTask TellAsync(string? responseUrl, string channel, string user, ChatAnswer answer, CancellationToken cancellationToken)
    {
        var message = SlackCardBlocks.Message(answer.Card);
        var address = say.ResponseUrl(responseUrl);
        if (!await say.AnswerAsync(address, message, replaces: false, cancellationToken))
        {
            await say.WhisperAsync(channel, user, null, message, cancellationToken);
            return;
        }

        _ = furtherCards.BeginAsync(answer, async card => await say.AnswerAsync(address, SlackCardBlocks.Message(card), replaces: true, CancellationToken.None), MostChanges);
    }

    private async ValueTask<ChatAnswer> OnceAsync(string name, Func<ValueTask<ChatAnswer>> act)
    {
        if (answers.TryGet(name, out var known))
            return known;
        var answer = await act();
        answers.Set(name, answer);
        return answer;
    }

    private async ValueTask<Dictionary<string, ChatPerson>> MentionedAsync(string text, SlackSelf self, CancellationToken cancellationToken)
    {
        var mentioned = new Dictionary<string, ChatPerson>(StringComparer.Ordinal);
        foreach (var user in SlackLine.Mentioned(text, self.User))
            mentioned[user] = await people.PersonAsync(user, cancellationToken);
        return mentioned;
    }

    private static string LineOf(string text, SlackSelf self, Dictionary<string, ChatPerson> mentioned)
    {
        var line = SlackLine.Read(text, self.User, user => mentioned.TryGetValue(user, out var person) ? person.Mention : null);
        return line.Length == 0 ? Help : CleanText.Cut(line, LongestLine);
    }

    private void Ignore(string kind)
    {
        meter.Ignored.Add(1);
        Log.Ignored(logger, kind);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "What Slack told as {Kind} means nothing here.")]
        public static partial void Ignored(ILogger logger, string kind);

        [LoggerMessage(2, LogLevel.Warning, "The app was taken out of the Slack workspace {Team}, or its token revoked. Install it again and write its token to PageWatch:Slack:BotToken.")]
        public static partial void Uninstalled(ILogger logger, string team);
    }
}
