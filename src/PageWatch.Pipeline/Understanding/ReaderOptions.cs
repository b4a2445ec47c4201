namespace PageWatch.Pipeline.Understanding;

/// <summary>How posts are read.</summary>
/// <param name="AskBelow">0 to 1: a person is asked where two answers lie near and the likelier one is less sure than this.</param>
public sealed record ReaderOptions(double AskBelow = 0.5);
