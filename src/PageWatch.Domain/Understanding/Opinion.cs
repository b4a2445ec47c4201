namespace PageWatch.Domain.Understanding;

/// <summary>What is said of one thing in a text: "the app keeps crashing".</summary>
/// <param name="Target">The thing: "app". Null when the words name none.</param>
/// <param name="Assessments">The words that say it: "crashing"; may be empty.</param>
public sealed record Opinion(TextPlace? Target, Sentiment Sentiment, IReadOnlyList<Assessment> Assessments);

/// <param name="IsNegated">"not friendly": the words at the place mean the opposite here, and the sentiment already says so.</param>
public sealed record Assessment(TextPlace Place, Sentiment Sentiment, bool IsNegated);

/// <summary>A stretch of a text, in UTF-16 units.</summary>
public readonly record struct TextPlace(int Start, int Length);
