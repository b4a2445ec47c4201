using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>What one poll has met, and what of it is to be told.</summary>
internal sealed class Telling(MastodonPage page)
{
    private readonly Dictionary<string, StatusWire> told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StatusWire> own = new(StringComparer.Ordinal);
    private readonly List<SourceEvent> others = [];

    /// <summary>Posts of the page's own account, told or not.</summary>
    public IReadOnlyCollection<StatusWire> Own => own.Values;

    /// <summary>As the last answer said it.</summary>
    public Quota? Quota { get; set; }

    public bool IsEmpty => told.Count == 0 && others.Count == 0;

    /// <param name="tell">False for what was told before. What was edited since is told again all the same.</param>
    /// <param name="root">The root of the thread it stands in, where that is known.</param>
    public void Take(StatusRow row, bool tell, string? root = null)
    {
        if (row.Status is { } status)
            Take(status, tell, root);
        else if (row.Problem.Length > 0 && tell)
            others.Add(new SourceEvent.PostUnreadable(row.Raw, row.Problem));
    }

    /// <summary>What is not for everybody to read is not told: a followers-only or direct mention is no public post.</summary>
    public void Take(StatusWire status, bool tell, string? root = null)
    {
        if (!status.IsPublic)
            return;
        if (status.IsBy(page.Account))
            own[status.Id!] = status;
        if (!tell && status.EditedAt is null)
            return;
        told[status.Id!] = status;
        if (root is not null)
            roots[status.Id!] = root;
    }

    public void Tell(SourceEvent other) => others.Add(other);

    public IReadOnlyList<SourceEvent> Events() =>
    [
        .. StatusReading.ParentsFirst(told.Values).Select(status => new SourceEvent.PostSeen(status.ToPost(page, roots.GetValueOrDefault(status.Id!)))),
        .. others,
    ];
}
