using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Tests;

/// <summary>Bounds that a hundred posts reach: a few are the newest, the index names a few, and the walk takes many stretches.</summary>
internal static class NearBounds
{
    public static SearchBounds Many { get; } = new() { First = 8, PassedSooner = 20, Named = 30, NamedByAuthor = 30, FewNamed = 6, Stretch = 7, LongestStretch = 30 };
}
