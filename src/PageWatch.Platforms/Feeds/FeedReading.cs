namespace PageWatch.Platforms.Feeds;

/// <summary>What became of an answer.</summary>
/// <param name="Document">Null when it is no feed.</param>
/// <param name="Problem">Why it is none, as the end of a sentence; empty when it is one.</param>
/// <param name="Text">The answer as text.</param>
internal sealed record FeedReading(FeedDocument? Document, string Problem, string Text);
