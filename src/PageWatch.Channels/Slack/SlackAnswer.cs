using System.Text.Json;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>What the Web API said. Most failures come with status 200 and a word: https://docs.slack.dev/apis/web-api/#responses</summary>
/// <param name="Error">Slack's word, or one of ours where it said none; empty when all is well.</param>
internal sealed record SlackAnswer(string Error, JsonElement Body)
{
    /// <summary>No answer in time, or none at all.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>Something else than the Web API answered.</summary>
    public const string NotUnderstood = "not_understood";

    public bool IsOk => Error.Length == 0;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Says more for whoever has to mend it: the place in the JSON, the scope that is missing.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Never heard: it may have been done all the same.</summary>
    public bool IsLost => Error is NoAnswer or NotUnderstood;
}

/// <summary>One table from Slack's words to what becomes of a delivery.</summary>
internal static class SlackFailure
{
    /// <param name="name">Of the place, as staff know it.</param>
    public static ChannelException Of(SlackAnswer answer, string name) => answer.Error switch
    {
        "ratelimited" or "rate_limited" or "message_limit_exceeded" => new ChannelException(ChannelFailure.RateLimited, $"{name}: Slack asks for a pause.") { RetryAfter = answer.RetryAfter },
        SlackAnswer.NoAnswer => new ChannelException(ChannelFailure.Unreachable, $"{name}: Slack cannot be reached{Beside(answer)}."),
        SlackAnswer.NotUnderstood or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org" or "accesslimited" or "external_channel_migrating" =>
            new ChannelException(ChannelFailure.Unreachable, $"{name}: Slack is in trouble ({answer.Error}{Beside(answer)}).") { RetryAfter = answer.RetryAfter },
        "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "account_inactive" or "not_allowed_token_type" or "org_login_required" => Closed(
            $"{name}: Slack refused the token ({answer.Error}). Install the app in the workspace again and write its token to PageWatch:Slack:BotToken."),
        "missing_scope" or "no_permission" => Closed($"{name}: the app may not do that ({answer.Error}{Beside(answer)}). Add the scope on the app's page \"OAuth & Permissions\" and install it again."),
        "channel_not_found" or "not_in_channel" or "user_not_in_channel" => Closed($"{name}: the bot is not there ({answer.Error}). Invite it: type /invite @PageWatch in the channel."),
        "is_archived" or "channel_is_archived" => Closed($"{name}: the channel is archived. Bring it back in Slack, or remove the channel here."),
        "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel" or "restricted_action_non_threadable_channel" or "access_denied" or "ekm_access_denied"
            or "messages_tab_disabled" or "cannot_dm_bot" => Closed($"{name}: the workspace does not let the bot write there ({answer.Error}). An owner changes that in Slack, or the channel is removed here."),
        _ => new ChannelException(ChannelFailure.Refused, $"{name}: Slack refused the card ({answer.Error}{Beside(answer)})."),
    };

    private static ChannelException Closed(string message) => new(ChannelFailure.Closed, message);

    private static string Beside(SlackAnswer answer) => answer.Detail.Length == 0 ? "" : $": {answer.Detail}";
}
