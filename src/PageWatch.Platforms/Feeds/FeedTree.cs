namespace PageWatch.Platforms.Feeds;

/// <summary>Grows the tree of a feed while it is read, and stops what would grow without end.</summary>
internal sealed class FeedTree
{
    /// <summary>What nests deeper is taken as if it stood at this depth: its words stay, its tags go.</summary>
    public const int Deepest = 200;

    /// <summary>Elements of one document. Real feeds of the largest size that is fetched have half of it.</summary>
    public const int MostElements = 200_000;

    private int elements;

    public FeedElement? Root { get; private set; }

    /// <summary>The innermost element that is open; null before the first and after the last.</summary>
    public FeedElement? Open { get; private set; }

    public int Depth { get; private set; }

    /// <summary>The first element has ended: what follows is not the feed's.</summary>
    public bool IsClosed => Root is not null && Open is null;

    public bool IsFull => elements >= MostElements;

    public FeedElement Begin(string name, string written, string space)
    {
        var element = new FeedElement(name, written, space, Open);
        Root ??= element;
        Open?.Add(element);
        Open = element;
        Depth++;
        elements++;
        return element;
    }

    public void Say(string words)
    {
        if (words.Length > 0)
            Open?.Add(words);
    }

    public void End()
    {
        if (Open is null)
            return;
        Open.IsWhole = true;
        Open = Open.Parent;
        Depth--;
    }
}
