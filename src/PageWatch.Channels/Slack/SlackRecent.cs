namespace PageWatch.Channels.Slack;

/// <summary>Remembers the latest of something: a bounded number, for a bounded time. Forgetting costs a call to Slack, never a mistake.</summary>
internal sealed class SlackRecent<TKey, TValue>(int most, TimeSpan keep, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock door = new();
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset Until, long Number)> known = [];
    private readonly Queue<(TKey Key, long Number)> order = new();
    private long last;

    public bool TryGet(TKey key, out TValue value)
    {
        lock (door)
        {
            if (known.TryGetValue(key, out var found) && found.Until > time.GetUtcNow())
            {
                value = found.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    public void Set(TKey key, TValue value)
    {
        lock (door)
        {
            known[key] = (value, time.GetUtcNow() + keep, ++last);
            order.Enqueue((key, last));
            while (known.Count > most || order.Count > 4 * most)
            {
                var (oldest, number) = order.Dequeue();
                if (!known.TryGetValue(oldest, out var found) || found.Number != number)
                    continue;
                known.Remove(oldest);
            }
        }
    }

    public void Remove(TKey key)
    {
        lock (door)
            known.Remove(key);
    }
}
