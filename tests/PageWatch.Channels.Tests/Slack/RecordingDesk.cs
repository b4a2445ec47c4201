using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Writes down what people did, and answers what the test says.</summary>
internal sealed class RecordingDesk : IChatDesk
{
    public List<(ChatPerson By, ChatPlace Place, Click Click)> Presses { get; } = [];

    public List<(ChatPerson By, ChatPlace Place, string Line, IReadOnlyList<ChatPerson> Mentioned)> Lines { get; } = [];

    public List<(ChatPerson By, MessageRef Card, string Source, string Text)> Notes { get; } = [];

    public List<(ChatPerson By, MessageRef Card)> Looks { get; } = [];

    public List<(ChatPlace Place, PlaceChange Change, ChatPerson? By)> Places { get; } = [];

    public Func<Click, ClickAnswer> Press { get; set; } = _ => new ClickAnswer.Done(Plain("Done."));

    public Func<string, ChatAnswer> Say { get; set; } = line => new ChatAnswer(Plain($"You said {line}"));

    public ChatAnswer? Told { get; set; }

    public Card Home { get; set; } = Plain("You hold nothing.");

    public static Card Plain(string text, params CardAction[] actions) => new("Complaint", Tone.Calm, [new CardPart.Line([new Span.Words(text)])], actions) { Fallback = text };

    public ValueTask<ClickAnswer> PressAsync(ChatPerson by, ChatPlace place, Click click, CancellationToken cancellationToken)
    {
        Presses.Add((by, place, click));
        return ValueTask.FromResult(Press(click));
    }

    public ValueTask<ChatAnswer> SayAsync(ChatPerson by, ChatPlace place, string line, IReadOnlyList<ChatPerson> mentioned, CancellationToken cancellationToken)
    {
        Lines.Add((by, place, line, mentioned));
        return ValueTask.FromResult(Say(line));
    }

    public ValueTask<ChatAnswer?> NoteAsync(ChatPerson by, ChatPlace place, MessageRef card, string source, string text, CancellationToken cancellationToken)
    {
        Notes.Add((by, card, source, text));
        return ValueTask.FromResult(Told);
    }

    public ValueTask<ChatAnswer?> LookAsync(ChatPerson by, ChatPlace place, MessageRef card, CancellationToken cancellationToken)
    {
        Looks.Add((by, card));
        return ValueTask.FromResult(Told);
    }

    public ValueTask<Card> HomeAsync(ChatPerson by, CancellationToken cancellationToken) => ValueTask.FromResult(Home);

    public ValueTask<ChatAnswer?> PlaceChangedAsync(ChatPlace place, PlaceChange change, ChatPerson? by, CancellationToken cancellationToken)
    {
        Places.Add((place, change, by));
        return ValueTask.FromResult(Told);
    }
}

/// <summary>Keeps each key once, in memory.</summary>
internal sealed class RecordingIntake : IChatIntake
{
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    /// <summary>What is not worked off yet, in the order it came.</summary>
    public Queue<(string Key, string Lane, byte[] Body)> Waiting { get; } = new();

    public bool IsDown { get; set; }

    public ValueTask<bool> KeepAsync(ChannelKind chat, string key, string lane, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (IsDown)
            throw new IOException("the disk is full");
        chat.ShouldBe(ChannelKind.Slack);
        key.Length.ShouldBeInRange(1, 300);
        lane.Length.ShouldBeLessThanOrEqualTo(300);
        body.Length.ShouldBeInRange(1, 1024 * 1024);
        lock (keys)
        {
            if (!keys.Add(key))
                return ValueTask.FromResult(false);
            Waiting.Enqueue((key, lane, body.ToArray()));
            return ValueTask.FromResult(true);
        }
    }
}
