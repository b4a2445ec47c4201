using PageWatch.Domain.Channels;

namespace PageWatch.Testing.Channels;

/// <summary>A message as a person sees it, taken apart in the chat's own way of reading what it was sent.</summary>
public sealed record ShownMessage
{
    /// <summary>Where it stands, as <see cref="IChannelSender.DeliverAsync"/> tells it.</summary>
    public required MessageRef Where { get; init; }

    /// <summary>What a notification says.</summary>
    public required string Notification { get; init; }

    /// <summary>Everything to read but buttons and boxes: one line a paragraph, row or line break, no empty ones.</summary>
    public required string Text { get; init; }

    /// <summary>Everything that leads out of the chat when it is pressed.</summary>
    public required IReadOnlyList<ShownLink> Links { get; init; }

    /// <summary>Moments that the client shows in the reader's own zone.</summary>
    public required IReadOnlyList<DateTimeOffset> Moments { get; init; }

    /// <summary>In the order they stand; those behind "more" too.</summary>
    public required IReadOnlyList<ShownButton> Buttons { get; init; }

    public required IReadOnlyList<ShownBox> Boxes { get; init; }

    /// <summary>
    /// Everything but the words: elements, properties and what the client finds in the text (bold, mentions, links). Two cards that differ in
    /// words alone have the same.
    /// </summary>
    public required string Skeleton { get; init; }

    /// <summary>What a card must never hold, and what the chat would refuse, in words; empty when all is well.</summary>
    public required IReadOnlyList<string> Strange { get; init; }

    /// <summary>As the chat measures messages.</summary>
    public required int Size { get; init; }
}

/// <param name="Target">As the client would follow it.</param>
public sealed record ShownLink(string Label, string Target);

/// <param name="Spoken">What a screen reader says.</param>
/// <param name="Sent">What the client sends when nothing was typed.</param>
public sealed record ShownButton(string Label, string Spoken, bool IsMain, IReadOnlyDictionary<string, string> Sent);

/// <param name="Text">What stands in it when it opens.</param>
public sealed record ShownBox(string Label, string Text);
