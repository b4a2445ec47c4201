using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Carries out a submitted window and says what becomes of it. https://docs.slack.dev/surfaces/modals/#handling_submissions</summary>
internal sealed partial class SlackSubmissions(IChatDesk desk, SlackPeople people, TimeProvider time, ILogger<SlackSubmissions> logger)
{
    private const int Most = 2_000;

    /// <summary>Slack does not say how long a text beside a box may be; this much can be read.</summary>
    private const int LongestError = 500;

    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    /// <summary>When an answer is late, the person may submit the same once more: one window, one state, one text is one submission.</summary>
    private readonly SlackRecent<string, JsonObject> done = new(Most, Keep, time);

    private readonly ConcurrentDictionary<string, Lazy<Task<(JsonObject Answer, bool IsRefused)>>> running = new();

    /// <returns>The answer's body; null closes the window.</returns>
    public async ValueTask<JsonObject?> SubmitAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        if (SlackClicks.Read(payload) is not { } press || payload.Text("user", "id") is not { Length: > 0 } user)
            return null;
        var key = KeyOf(payload, user);
        if (done.TryGet(key, out var known))
            return known.DeepClone().AsObject();
        var mine = running.GetOrAdd(key, _ => new Lazy<Task<(JsonObject, bool)>>(() => CarryOutAsync(payload, press, user, cancellationToken)));
        try
        {
            var (answer, isRefused) = await mine.Value;
            // What was refused did nothing, and may be done the next time.
            if (!isRefused)
                done.Set(key, answer);
            return answer.DeepClone().AsObject();
        }
        finally
        {
            running.TryRemove(key, out _);
        }
    }

    private async Task<(JsonObject Answer, bool IsRefused)> CarryOutAsync(JsonElement payload, SlackPress press, string user, CancellationToken cancellationToken)
    {
        var self = await people.SelfAsync(cancellationToken);
        var by = await people.PersonAsync(user, cancellationToken);
        var (channel, message) = SlackClicks.Origin(payload);
        var answer = await desk.PressAsync(by, SlackPlace.Of(self, channel, user, ""), press.Click, cancellationToken);
        Log.Submitted(logger, press.Click.Verb, press.Click.Nudge?.ToString() ?? "", user, answer.GetType().Name);
        switch (answer)
        {
            case ClickAnswer.Private shown:
                return (new JsonObject { ["response_action"] = "update", ["view"] = SlackModals.View(shown.Card, channel, message) }, false);
            case ClickAnswer.Refused refused:
                return BoxOf(payload) is { } box
                    ? (new JsonObject { ["response_action"] = "errors", ["errors"] = new JsonObject { [box] = SlackText.Cut(SlackText.Line(refused.Why), LongestError) } }, true)
                    : (new JsonObject { ["response_action"] = "update", ["view"] = SlackModals.Refusal(payload.Text("view", "title", "text"), refused.Why, refused.Current) }, true);
            default:
                return (new JsonObject { ["response_action"] = "clear" }, false);
        }
    }

    /// <summary>The first input of the window: errors may stand beside no other block.</summary>
    private static string? BoxOf(JsonElement payload) => payload.Items("view", "blocks").Where(block => block.Text("type") == "input").Select(block => block.Text("block_id")).FirstOrDefault(id => id is { Length: > 0 });

    private static string KeyOf(JsonElement payload, string user)
    {
        var state = payload.Member("view", "state")?.GetRawText() ?? "";
        return $"{payload.Text("view", "id")}\n{payload.Text("view", "hash")}\n{user}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))}";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{User} submitted {Verb} of nudge {Nudge} in Slack: {Outcome}.")]
        public static partial void Submitted(ILogger logger, string verb, string nudge, string user, string outcome);
    }
}

/// <summary>A place in Slack as the house knows places.</summary>
internal static class SlackPlace
{
    /// <param name="channel">Null for a person's own page or a window from it.</param>
    public static ChatPlace Of(SlackSelf self, string? channel, string user, string name) => channel is null
        ? new ChatPlace(ChannelKind.Slack, ChatAddress.Of(self.Team, user), "") { IsPrivate = true }
        : new ChatPlace(ChannelKind.Slack, ChatAddress.Of(self.Team, channel), channel.StartsWith('D') ? "" : name) { IsPrivate = channel.StartsWith('D') };
}
