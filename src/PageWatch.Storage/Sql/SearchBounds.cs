namespace PageWatch.Storage.Sql;

/// <summary>How far a search goes, in posts. Chosen so that nearly every one ends within 100 ms.</summary>
internal sealed record SearchBounds
{
    public static readonly SearchBounds Usual = new();

    /// <summary>The newest, which are looked at before the index is asked: what is common is found among them.</summary>
    public int First { get; init; } = 400;

    /// <summary>The index names so many in one answer; where it has more, it is asked about one stretch of time after another.</summary>
    public int Named { get; init; } = 5_000;

    /// <summary>So many posts of an author are named in one answer: nothing but the index is read for them.</summary>
    public int NamedByAuthor { get; init; } = 20_000;

    /// <summary>That are passed before the index is asked where the newest gave much already.</summary>
    public int PassedSooner { get; init; } = 3_000;

    /// <summary>So few that the index names are looked at without a walk before: each lies somewhere else on the disk, but a walk to ten of them passes ten thousand others.</summary>
    public int FewNamed { get; init; } = 1_000;

    /// <summary>So many that the index named and the walk did not reach are looked at.</summary>
    public int MostReadAtOnce { get; init; } = 1_000;

    /// <summary>The first stretch after <see cref="First"/>; each next is twice as long.</summary>
    public int Stretch { get; init; } = 1_000;

    public int LongestStretch { get; init; } = 8_000;

    /// <summary>That are held against the query.</summary>
    public int MostLookedAt { get; init; } = 5_000;

    /// <summary>That are passed on the way where no index of words narrows them down.</summary>
    public int MostPassed { get; init; } = 20_000;

    /// <summary>That are passed on the way where the index of words says which to look at.</summary>
    public int MostPassedByWords { get; init; } = 40_000;
}
