namespace PageWatch.Domain.Channels;

/// <summary>What people do in a chat, told to the house; the answer is a card, and each chat shows it in its own way.</summary>
/// <remarks>
/// The chat's folder has proved who speaks. Whether that is one of us, and what he may do, is decided here at every press and line. Everything else in what is handed in
/// may be forged, stale or a repeat: a click carries its version, a line that was taken once is not taken again by the folder (<see cref="IChatIntake"/>).
/// </remarks>
public interface IChatDesk
{
    /// <summary>Carries out a press. The verb <see cref="ChatVerbs.Say"/> runs the command in its argument.</summary>
    ValueTask<ClickAnswer> PressAsync(ChatPerson by, ChatPlace place, Click click, CancellationToken cancellationToken);

    /// <summary>Carries out a line that was said to the bot, with the bot's own mention taken off, other mentions as <see cref="ChatPerson.Mention"/>, and the chat's escapes undone.</summary>
    /// <param name="mentioned">Everybody whose mention stands in the line, with the name that the chat shows.</param>
    ValueTask<ChatAnswer> SayAsync(ChatPerson by, ChatPlace place, string line, IReadOnlyList<ChatPerson> mentioned, CancellationToken cancellationToken);

    /// <summary>Keeps what was written under a card as a private note; it is never a command and never reaches the public (promise 3).</summary>
    /// <param name="card">Where the card stands, as <see cref="IChannelSender.DeliverAsync"/> told it.</param>
    /// <param name="source">Names what was written in its chat, so that a repeat, or a later edit, is the same note.</param>
    /// <returns>What to tell the writer alone; null for nothing: a note was kept, or no card of ours stands there.</returns>
    ValueTask<ChatAnswer?> NoteAsync(ChatPerson by, ChatPlace place, MessageRef card, string source, string text, CancellationToken cancellationToken);

    /// <summary>Somebody put 👀 on a card: he claims it.</summary>
    /// <returns>What to tell him alone; null when it worked, or no card of ours stands there.</returns>
    ValueTask<ChatAnswer?> LookAsync(ChatPerson by, ChatPlace place, MessageRef card, CancellationToken cancellationToken);

    /// <summary>The person's own page: what he holds, and who still waits for an answer.</summary>
    ValueTask<Card> HomeAsync(ChatPerson by, CancellationToken cancellationToken);

    /// <summary>The bot came to a place, left it, or the place has another name. May be told several times and in any order.</summary>
    /// <param name="by">Who did it; null when the chat does not say.</param>
    /// <returns>What to say in the place; null for nothing.</returns>
    ValueTask<ChatAnswer?> PlaceChangedAsync(ChatPlace place, PlaceChange change, ChatPerson? by, CancellationToken cancellationToken);
}

/// <summary>What a line came to.</summary>
/// <param name="IsRefused">Not done; the card says why, and the mend.</param>
public sealed record ChatAnswer(Card Card, bool IsRefused = false)
{
    /// <summary>
    /// Of what takes longer: cards a second or two apart that each stand in the place of the one before, the last of which is the answer. Null where there is nothing to wait for. Taken once;
    /// the work is done while it is taken, and called off it ends soon with a card that tells how far it came.
    /// </summary>
    public IAsyncEnumerable<Card>? Further { get; init; }
}

public enum PlaceChange
{
    /// <summary>The bot was added, or is there again.</summary>
    Joined,

    /// <summary>The bot was removed, or the place is gone.</summary>
    Left,

    Renamed,
}

/// <summary>Verbs that belong to no nudge.</summary>
public static class ChatVerbs
{
    /// <summary>Runs the command in the argument, as if the presser had typed it.</summary>
    public const string Say = "say";
}
