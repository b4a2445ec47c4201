using System.Globalization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Feeds.WebSub;

/// <summary>Reads what a hub asks of us, or tells us, about a subscription: https://www.w3.org/TR/websub/#hub-verifies-intent</summary>
internal static class HubQuestion
{
    private const int LongestQuery = 8 * 1024;
    private const int LongestChallenge = 1000;

    public static PushCall? Read(WebhookCall call)
    {
        if (call.Method != "GET" || call.Query.Length > LongestQuery)
            return null;
        var told = Parameters(call.Query);
        if (told.GetValueOrDefault("hub.topic") is not { Length: > 0 } topic)
            return null;
        return told.GetValueOrDefault("hub.mode") switch
        {
            "subscribe" => Verification(PushWish.Subscribe, topic, told),
            "unsubscribe" => Verification(PushWish.Unsubscribe, topic, told),
            "denied" => new PushCall.Denied(topic, told.GetValueOrDefault("hub.reason")),
            _ => null,
        };
    }

    private static PushCall.Verification? Verification(PushWish wish, string topic, Dictionary<string, string> told)
    {
        // It is sent back as it came; what steers a terminal or a header is no challenge.
        if (told.GetValueOrDefault("hub.challenge") is not { Length: > 0 and <= LongestChallenge } challenge || challenge.Any(char.IsControl))
            return null;
        TimeSpan? lease = told.GetValueOrDefault("hub.lease_seconds") is { } seconds && long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromSeconds(Math.Clamp(number, 0, int.MaxValue))
            : null;
        return new PushCall.Verification(wish, topic, challenge, lease);
    }

    /// <summary>One that stands twice is left out: nobody can say which was meant.</summary>
    private static Dictionary<string, string> Parameters(string query)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var doubled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Plain(mark < 0 ? pair : pair[..mark]);
            if (!read.TryAdd(name, mark < 0 ? "" : Plain(pair[(mark + 1)..])))
                doubled.Add(name);
        }

        foreach (var name in doubled)
            read.Remove(name);
        return read;
    }

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
