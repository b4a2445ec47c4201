namespace PageWatch.Demo.Wall;

/// <summary>A post that stands on its own, and what was answered to it.</summary>
/// <param name="Answers">Oldest first; the deleted are left out.</param>
/// <param name="Earlier">Answers before these that are not shown here.</param>
internal sealed record WallThread(WallPost Root, IReadOnlyList<WallPost> Answers, int Earlier);

/// <param name="Change">The newest change that this look took in.</param>
/// <param name="Threads">Newest first.</param>
/// <param name="Older">The thread that an older part of the page starts after; null when there is none.</param>
internal sealed record WallLook(long Change, IReadOnlyList<WallThread> Threads, string? Older);

/// <param name="Posts">Each as it stands now, the least recently changed first.</param>
internal sealed record ChangeLook(IReadOnlyList<WallPost> Posts, long Next, bool More);
