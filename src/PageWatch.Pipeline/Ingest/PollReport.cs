namespace PageWatch.Pipeline.Ingest;

/// <summary>How one poll went.</summary>
/// <param name="Asked">How often the platform was asked.</param>
/// <param name="Brought">Posts, edits and deletes that were news to us.</param>
/// <param name="Problem">Why it ended early, as staff see it; null when it did not.</param>
public sealed record PollReport(int Asked, int Brought, string? Problem);
