using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>What a query looks at: a post, what was understood of it, and the watch it came by.</summary>
public sealed record QuerySubject(Post Post, Reading Reading, string WatchName, PlatformId Platform)
{
    /// <summary>The page, or we, answered in public after it.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Names of the team's members, folded; whoever goes by one of them is <c>author:@staff</c>.</summary>
    public IReadOnlySet<string> StaffNames { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;
}
