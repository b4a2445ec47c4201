using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Storage.Sql;

/// <summary>A post with what was understood of it and the watch it came by, as a row.</summary>
internal sealed record ReadPostRow : PostRow
{
    public const string SelectRead = "SELECT " + All + ", r.reading AS ReadAs, w.name AS WatchName, w.platform AS Platform";

    /// <summary>Null for our own posts that nobody read.</summary>
    public string? ReadAs { get; init; }

    public string WatchName { get; init; } = "";

    public string Platform { get; init; } = "";

    public bool IsAnswered { get; init; }

    /// <returns>Null for a post that nobody read.</returns>
    public QuerySubject? Subject(IReadOnlySet<string> staff) => ReadAs is null
        ? null
        : new QuerySubject(Read(), StoredJson.Read<Reading>(ReadAs), WatchName, new PlatformId(Platform)) { IsAnswered = IsAnswered, StaffNames = staff };
}
