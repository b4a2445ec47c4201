namespace PageWatch.Training;

/// <summary>A line that language profiles are learned from.</summary>
/// <param name="IsPost">Written like a post, rather than a list of words: only those are measured.</param>
internal sealed record LanguageLine(string Language, string Text, bool IsPost);
