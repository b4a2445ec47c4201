using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Posts cards and changes them in place. https://docs.slack.dev/reference/methods/chat.postMessage, https://docs.slack.dev/reference/methods/chat.update</summary>
internal sealed partial class SlackSender(SlackApi api, SlackPace pace, SlackStandings standings, SlackMeter meter, IOptions<SlackOptions> options, ILogger<SlackSender> logger) : IChannelSender
{
    public const string EventType = "pagewatch_card";

    /// <summary>Apps that are sold outside Slack's Marketplace get no more at once: https://docs.slack.dev/reference/methods/conversations.history</summary>
    private const int PerPage = 15;

    private const int MostPages = 20;

    /// <summary>Slack's clock and ours need not agree.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);

    public ChannelKind Kind => ChannelKind.Slack;

    public bool MayDouble => true;

    public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = delivery.Channel.Name;
        var address = delivery.Channel.Address;
        if (delivery.Channel.Kind != ChannelKind.Slack)
            throw new ChannelException(ChannelFailure.Closed, $"{name} is no Slack channel.");
        if (!options.Value.IsOn)
            throw new ChannelException(ChannelFailure.Closed, $"{name} cannot be reached: Slack is not set up. Write PageWatch:Slack:BotToken and :AppToken.");
        if (!ChatAddress.TryRead(address, out _, out var channel))
            throw new ChannelException(ChannelFailure.Closed, $"{name} has no address in Slack. Remove the channel, and say \"channel add here\" in it.");

        var message = SlackCardBlocks.Message(delivery.Card);
        using var turn = await standings.TurnAsync(address, delivery.Key, cancellationToken);
        var standing = standings.Find(address, delivery.Key) ?? SlackStanding.Of(delivery.Existing);
        if (standing is null && delivery.TriedAt is { } tried)
            standing = await LookAsync(channel, delivery.Key, tried, name, cancellationToken);
        if (standing is null)
            return await PostAsync(delivery, channel, message, cancellationToken);
        if (standing.Version > delivery.Version)
            return standing.Ref;
        // The outbox brings what a press has shown already, or the same again.
        return standing.Digest == message.Digest
            ? Noted(delivery, standing with { Version = delivery.Version }).Ref
            : await UpdateAsync(delivery, standing, message, cancellationToken);
    }

    private async ValueTask<MessageRef> PostAsync(CardDelivery delivery, string channel, SlackMessage message, CancellationToken cancellationToken)
    {
        var name = delivery.Channel.Name;
        if (pace.Post(channel) is { } wait)
            throw new ChannelException(ChannelFailure.RateLimited, $"{name} takes about one message a second.") { RetryAfter = wait };
        var answer = await api.CallAsync(
            "chat.postMessage",
            [
                ("channel", channel), ("text", message.Text), ("blocks", message.Blocks), ("metadata", Metadata(delivery, message)),
                // Nothing in a post is markup, a name or a link to look at.
                ("mrkdwn", "false"), ("parse", "none"), ("link_names", "false"), ("unfurl_links", "false"), ("unfurl_media", "false"),
            ],
            cancellationToken);
        if (!answer.IsOk)
        {
            var failure = SlackFailure.Of(answer, name);
            if (failure.Failure == ChannelFailure.RateLimited)
                pace.HoldPosts(channel, failure.RetryAfter);
            throw failure;
        }

        if (answer.Body.Text("ts") is not { Length: > 0 } ts)
            throw new ChannelException(ChannelFailure.Unreachable, $"{name}: Slack did not say where the card stands.");
        Log.Posted(logger, delivery.Channel.Id, delivery.Key, delivery.Version);
        return Noted(delivery, new SlackStanding(answer.Body.Text("channel") ?? channel, ts, delivery.Version, SlackStanding.ShownBy(delivery.Card), message.Digest)).Ref;
    }

    private async ValueTask<MessageRef> UpdateAsync(CardDelivery delivery, SlackStanding standing, SlackMessage message, CancellationToken cancellationToken)
    {
        var name = delivery.Channel.Name;
        if (pace.Update() is { } wait)
            throw new ChannelException(ChannelFailure.RateLimited, $"{name}: Slack takes some fifty changes a minute.") { RetryAfter = wait };
        var answer = await api.CallAsync(
            "chat.update",
            [
                ("channel", standing.Channel), ("ts", standing.Ts), ("text", message.Text), ("blocks", message.Blocks), ("metadata", Metadata(delivery, message)), ("parse", "none"), ("link_names", "false"),
            ],
            cancellationToken);
        if (answer.IsOk)
        {
            Log.Changed(logger, delivery.Channel.Id, delivery.Key, delivery.Version);
            return Noted(delivery, standing with { Version = delivery.Version, Shown = SlackStanding.ShownBy(delivery.Card), Digest = message.Digest }).Ref;
        }

        switch (answer.Error)
        {
            // Somebody deleted it, or it is not ours: nothing is left to mark.
            case "message_not_found" or "cant_update_message":
                Log.PostedAnew(logger, delivery.Channel.Id, delivery.Key, answer.Error);
                meter.Superseded.Add(1);
                standings.Forget(delivery.Channel.Address, delivery.Key);
                return await PostAsync(delivery, ChannelOf(delivery), message, cancellationToken);
            case "edit_window_closed" or "update_failed" or "cant_update_external_message" or "block_mismatch":
                Log.PostedAnew(logger, delivery.Channel.Id, delivery.Key, answer.Error);
                meter.Superseded.Add(1);
                var posted = await PostAsync(delivery, ChannelOf(delivery), message, cancellationToken);
                // Two cards of one matter would confuse; that the old one cannot be taken away either changes nothing here.
                var gone = await api.CallAsync("chat.delete", [("channel", standing.Channel), ("ts", standing.Ts)], cancellationToken);
                if (!gone.IsOk)
                    Log.OldOneStays(logger, delivery.Channel.Id, delivery.Key, gone.Error);
                return posted;
            default:
                // It may have been done: what stands there is not known any more.
                if (answer.IsLost)
                    Noted(delivery, standing with { Digest = null });
                var failure = SlackFailure.Of(answer, name);
                if (failure.Failure == ChannelFailure.RateLimited)
                    pace.HoldUpdates(failure.RetryAfter);
                throw failure;
        }
    }

    /// <summary>A card whose answer was lost is found by what was put into it; people do not see that.</summary>
    private async ValueTask<SlackStanding?> LookAsync(string channel, string key, DateTimeOffset tried, string name, CancellationToken cancellationToken)
    {
        var oldest = ((tried - Before).ToUnixTimeMilliseconds() / 1_000.0).ToString("0.000", CultureInfo.InvariantCulture);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.CallAsync(
                "conversations.history",
                [("channel", channel), ("oldest", oldest), ("include_all_metadata", "true"), ("limit", PerPage.ToString(CultureInfo.InvariantCulture)), ("cursor", cursor)],
                cancellationToken);
            if (!answer.IsOk)
                throw SlackFailure.Of(answer, name);
            foreach (var message in answer.Body.Items("messages"))
            {
                if (message.Text("metadata", "event_type") != EventType || message.Text("metadata", "event_payload", "key") != key || message.Text("ts") is not { Length: > 0 } ts)
                    continue;
                Log.FoundAgain(logger, key, channel);
                meter.FoundAgain.Add(1);
                return new SlackStanding(channel, ts, Number(message, "version"), 0, message.Text("metadata", "event_payload", "digest"));
            }

            cursor = answer.Body.Text("response_metadata", "next_cursor");
            if (string.IsNullOrEmpty(cursor))
                return null;
        }

        return null;
    }

    private static long Number(JsonElement message, string name) => long.TryParse(message.Text("metadata", "event_payload", name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string ChannelOf(CardDelivery delivery) => ChatAddress.TryRead(delivery.Channel.Address, out _, out var channel) ? channel : "";

    private SlackStanding Noted(CardDelivery delivery, SlackStanding standing)
    {
        standings.Note(delivery.Channel.Address, delivery.Key, standing);
        return standing;
    }

    /// <summary>Apps in the channel can read it: the key, the version, and nothing of what a card says.</summary>
    private static string Metadata(CardDelivery delivery, SlackMessage message) => SlackJson.Write(new JsonObject
    {
        ["event_type"] = EventType, ["event_payload"] = new JsonObject { ["key"] = delivery.Key, ["version"] = delivery.Version, ["digest"] = message.Digest },
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Slack channel {Channel} has card {Key}, version {Version}.")]
        public static partial void Posted(ILogger logger, ChannelId channel, string key, long version);

        [LoggerMessage(2, LogLevel.Debug, "Slack channel {Channel} shows version {Version} of card {Key}.")]
        public static partial void Changed(ILogger logger, ChannelId channel, string key, long version);

        [LoggerMessage(3, LogLevel.Information, "Card {Key} in Slack channel {Channel} could not be changed ({Error}) and is posted anew.")]
        public static partial void PostedAnew(ILogger logger, ChannelId channel, string key, string error);

        [LoggerMessage(4, LogLevel.Warning, "The old card {Key} in Slack channel {Channel} cannot be taken away ({Error}); the newer one counts.")]
        public static partial void OldOneStays(ILogger logger, ChannelId channel, string key, string error);

        [LoggerMessage(5, LogLevel.Information, "Card {Key} was found again in Slack channel {Channel}: its answer had been lost.")]
        public static partial void FoundAgain(ILogger logger, string key, string channel);
    }
}
