namespace PageWatch.Pipeline.Journey;

/// <summary>What telling of a post came to.</summary>
internal enum TakenAs
{
    /// <summary>Known as it stands: these bytes bring nothing.</summary>
    Known,

    News,

    /// <summary>The post was deleted: these bytes may hold what must not stay.</summary>
    Erased,
}
