namespace PageWatch.Benchmarks.Chats;

/// <summary>A nudge's card as it stands in a chat of ours.</summary>
/// <param name="Visitor">The number of the post's author: what one nudge has in common in all chats.</param>
/// <param name="Place">Channel or conversation.</param>
/// <param name="Id">Of the message in its place.</param>
/// <param name="Claim">What the button "Claim" sends, in the chat's own form.</param>
internal sealed record ChatCard(long Visitor, string Place, string Id, string Claim)
{
    private long changedAt;

    /// <summary>When the message was replaced for everybody, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>; 0 while it has not been.</summary>
    public long ChangedAt => Interlocked.Read(ref changedAt);

    public void Changed() => Interlocked.CompareExchange(ref changedAt, System.Diagnostics.Stopwatch.GetTimestamp(), 0);
}
