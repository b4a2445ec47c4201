namespace PageWatch.Pipeline;

/// <summary>Wakes what waits for work. A ring may be lost: whoever waits also looks by itself now and then.</summary>
public interface IDoorbell
{
    void Ring(Door door);

    /// <summary>Returns at the next ring, at once when it rang since the last wait, or after <paramref name="longest"/>.</summary>
    ValueTask WaitAsync(Door door, TimeSpan longest, CancellationToken cancellationToken);
}

/// <summary>Who is woken.</summary>
public enum Door
{
    /// <summary>Something came in.</summary>
    Inbox,

    /// <summary>A card is to be shown.</summary>
    Outbox,

    /// <summary>A reply is to go out, or to be looked for.</summary>
    Ledger,

    /// <summary>Watches were added, changed or ended.</summary>
    Watches,

    /// <summary>Somebody said or pressed something in a chat.</summary>
    Chats,

    /// <summary>The file of the playbook was written.</summary>
    Playbook,
}
