using PageWatch.Domain.Channels;

namespace PageWatch.Pipeline.Outbox;

/// <summary>How long a channel, or a card that it refused, is left alone.</summary>
internal static class RelayPace
{
    /// <summary>Whatever somebody asks for, staff wait no longer than this before they are asked again.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(6);

    private static readonly TimeSpan LongestOfOurs = TimeSpan.FromMinutes(5);

    /// <summary>People sit before a chat: a minute after it is back they should see what waits. One card is tried, and the others follow it.</summary>
    private static readonly TimeSpan LongestOfChats = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan[] Steps = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <param name="failures">In a row, before this one.</param>
    /// <param name="asked">What the channel itself asked for.</param>
    /// <param name="chance">From 0 to 1: waits differ by it, so that what failed together is not tried together.</param>
    public static TimeSpan After(ChannelKind kind, int failures, TimeSpan? asked, double chance)
    {
        if (asked is { } wait && wait > TimeSpan.Zero)
            return wait < LongestAsked ? wait : LongestAsked;
        // The console is in this very process: what keeps it is over in seconds.
        if (kind == ChannelKind.Console)
            return TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures, 12)), LongestOfOurs.TotalSeconds));
        if (kind is ChannelKind.Teams or ChannelKind.Slack)
            return TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures, 12)), LongestOfChats.TotalSeconds)) * (1 + chance / 5);
        return Steps[Math.Min(failures, Steps.Length - 1)] * (1 + chance / 5);
    }
}
