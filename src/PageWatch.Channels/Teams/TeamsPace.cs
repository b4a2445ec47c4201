using System.Collections.Concurrent;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Teams;

/// <summary>Keeps what is sent to one conversation below what Teams takes of one bot, so that it never has to say so.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit</remarks>
internal sealed class TeamsPace(TimeProvider time)
{
    private const int MostConversations = 10_000;

    private static readonly (int Most, TimeSpan Within)[] Limits =
        [(7, TimeSpan.FromSeconds(1)), (8, TimeSpan.FromSeconds(2)), (60, TimeSpan.FromSeconds(30)), (1_800, TimeSpan.FromHours(1))];

    private readonly ConcurrentDictionary<string, Sent> conversations = new(StringComparer.Ordinal);

    /// <summary>Counts a call that is about to be made.</summary>
    /// <exception cref="ChannelException">It would be one too many; it is not counted.</exception>
    public void Take(string conversation, string name)
    {
        if (conversations.Count > MostConversations)
            Forget();
        var wait = conversations.GetOrAdd(conversation, _ => new Sent()).Take(time.GetUtcNow());
        if (wait > TimeSpan.Zero)
            throw new ChannelException(ChannelFailure.RateLimited, $"{name} gets as many messages as Teams allows; the next has to wait.") { RetryAfter = wait };
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (conversation, sent) in conversations)
        {
            if (sent.IsQuiet(now))
                conversations.TryRemove(conversation, out _);
        }
    }

    private sealed class Sent
    {
        private readonly Lock gate = new();
        private readonly List<DateTimeOffset> at = [];

        public TimeSpan Take(DateTimeOffset now)
        {
            lock (gate)
            {
                // Rarely, and then many at once: a list drops its first only by moving all others.
                if (at.Count > 2 * Limits[^1].Most)
                    at.RemoveRange(0, at.Count - Limits[^1].Most);
                foreach (var (most, within) in Limits)
                {
                    if (at.Count >= most && at[^most] + within > now)
                        return at[^most] + within - now;
                }

                at.Add(now);
                return TimeSpan.Zero;
            }
        }

        public bool IsQuiet(DateTimeOffset now)
        {
            lock (gate)
                return at.Count == 0 || now - at[^1] > Limits[^1].Within;
        }
    }
}
