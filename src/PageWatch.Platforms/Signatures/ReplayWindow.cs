using System.Globalization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>How long a signed call is good for.</summary>
internal static class ReplayWindow
{
    /// <summary>A call this much older or newer than our clock is a replay, or comes from a clock that nobody set.</summary>
    public static readonly TimeSpan Width = TimeSpan.FromSeconds(300);

    /// <param name="timestamp">Seconds since 1970 as the sender signed them. To be asked after the signature fits: before, anybody could have written it.</param>
    /// <param name="id">The sender's id of the delivery, where the style signs one.</param>
    public static WebhookVerdict Judge(string timestamp, string? id, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) <= (decimal)Width.TotalSeconds
            ? new WebhookVerdict.Genuine(id)
            : new WebhookVerdict.Forged($"It was signed at {timestamp}, more than {Width.TotalSeconds:0} s from now.");
}
