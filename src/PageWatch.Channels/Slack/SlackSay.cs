using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Answers people: in a place, to one alone, or to the address that came with what they did.</summary>
internal sealed class SlackSay(SlackApi api, SlackPace pace)
{
    /// <param name="thread">The root of a thread; null for the place itself.</param>
    /// <returns>Where it stands, for <see cref="ChangeAsync"/>; null where Slack does not say.</returns>
    /// <exception cref="ChannelException">It was not taken.</exception>
    public async ValueTask<string?> PostAsync(string channel, string? thread, SlackMessage message, CancellationToken cancellationToken)
    {
        // An answer does not wait for cards, but cards wait for it.
        _ = pace.Post(channel);
        var answer = await api.CallAsync(
            "chat.postMessage",
            [
                ("channel", channel), ("thread_ts", thread), ("text", message.Text), ("blocks", message.Blocks),
                ("mrkdwn", "false"), ("parse", "none"), ("link_names", "false"), ("unfurl_links", "false"), ("unfurl_media", "false"),
            ],
            cancellationToken);
        if (answer.IsOk)
            return answer.Body.Text("ts");
        if (thread is not null && answer.Error == "thread_not_found")
        {
            // The question was deleted meanwhile; it was asked all the same.
            return await PostAsync(channel, null, message, cancellationToken);
        }

        var failure = SlackFailure.Of(answer, "Slack");
        if (failure.Failure == ChannelFailure.RateLimited)
            pace.HoldPosts(channel, failure.RetryAfter);
        throw failure;
    }

    /// <summary>Says something else in the place of what was said. https://docs.slack.dev/reference/methods/chat.update</summary>
    /// <exception cref="ChannelException">It was not taken; of a message that somebody deleted meanwhile nothing is said.</exception>
    public async ValueTask ChangeAsync(string channel, string ts, SlackMessage message, CancellationToken cancellationToken)
    {
        if (pace.Update() is { } wait)
            throw new ChannelException(ChannelFailure.RateLimited, "Slack takes some fifty changes a minute.") { RetryAfter = wait };
        var answer = await api.CallAsync(
            "chat.update", [("channel", channel), ("ts", ts), ("text", message.Text), ("blocks", message.Blocks), ("parse", "none"), ("link_names", "false")], cancellationToken);
        if (answer.IsOk || answer.Error is "message_not_found")
            return;
        var failure = SlackFailure.Of(answer, "Slack");
        if (failure.Failure == ChannelFailure.RateLimited)
            pace.HoldUpdates(failure.RetryAfter);
        throw failure;
    }

    /// <summary>https://docs.slack.dev/reference/methods/chat.postEphemeral</summary>
    /// <exception cref="ChannelException">It was not taken.</exception>
    public async ValueTask WhisperAsync(string channel, string user, string? thread, SlackMessage message, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync(
            "chat.postEphemeral",
            [("channel", channel), ("user", user), ("thread_ts", thread), ("text", message.Text), ("blocks", message.Blocks), ("parse", "none"), ("link_names", "false")],
            cancellationToken);
        if (!answer.IsOk)
            throw SlackFailure.Of(answer, "Slack");
    }

    /// <summary>To the presser alone. The address is a secret, works half an hour, and where the bot is no member too.</summary>
    /// <returns>False when the address is used up, or there is none.</returns>
    /// <exception cref="ChannelException">Slack cannot be reached.</exception>
    public async ValueTask<bool> AnswerAsync(Uri? responseUrl, SlackMessage message, bool replaces, CancellationToken cancellationToken)
    {
        if (responseUrl is null)
            return false;
        var body = new JsonObject { ["text"] = message.Text, ["blocks"] = JsonNode.Parse(message.Blocks), ["replace_original"] = replaces };
        if (!replaces)
            body["response_type"] = "ephemeral";
        var answer = await api.RespondAsync(responseUrl, body, cancellationToken);
        if (answer.IsOk)
            return true;
        var failure = SlackFailure.Of(answer, "Slack");
        return failure.Failure is ChannelFailure.Unreachable or ChannelFailure.RateLimited ? throw failure : false;
    }

    /// <returns>Null when there is none, or it leads elsewhere than to Slack.</returns>
    public Uri? ResponseUrl(string? text) => text is { Length: <= 2_000 } && Uri.TryCreate(text, UriKind.Absolute, out var address) && api.IsSlack(address) ? address : null;
}
