namespace PageWatch.Platforms.Feeds;

/// <summary>Grows the tree of a feed while it is read, and stops what would grow without end.</summary>
internal sealed class FeedTree
{
    /// <summary>What nests deeper is taken as if it stood at this depth: its words stay, its tags go.</summary>
    public const int Deepest = 200;

    /// <summary>Elements of one document. Real feeds of the largest size that is fetched have half of it.</summary>
    public const int MostElements = 200_000;

    private readonly Dictionary<(string Prefix, string? Address, string Local), (string Name, string Space)> names = [];
    private int elements;

    public FeedElement? Root { get; private set; }

    /// <summary>The innermost element that is open; null before the first and after the last.</summary>
    public FeedElement? Open { get; private set; }

    public int Depth { get; private set; }

    /// <summary>The first element has ended: what follows is not the feed's.</summary>
    public bool IsClosed => Root is not null && Open is null;

    public bool IsFull => elements >= MostElements;

    /// <summary>Begins an element inside the innermost one.</summary>
    public FeedElement Begin(string prefix, string? address, string local)
    {
        var (name, space) = NameOf(prefix, address, local);
        var element = new FeedElement(name, prefix.Length == 0 ? local : $"{prefix}:{local}", space, Open);
        Root ??= element;
        Open?.Add(element);
        Open = element;
        Depth++;
        elements++;
        return element;
    }

    /// <summary>The short name of an element that stands here, and its namespace. A document uses few of them, a million times.</summary>
    public (string Name, string Space) NameOf(string prefix, string? address, string local)
    {
        if (names.TryGetValue((prefix, address, local), out var known))
            return known;
        var found = (FeedNames.Of(prefix, address, local, Root), FeedNames.Normal(address ?? ""));
        // The first element is named without knowing itself.
        if (Root is not null)
            names.Add((prefix, address, local), found);
        return found;
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
