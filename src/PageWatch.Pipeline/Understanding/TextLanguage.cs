using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The one place that asks in which language a text is, for whoever has no reading of it.</summary>
internal static class TextLanguage
{
    /// <param name="text">Of a longer one than is ever kept of a post, only its beginning is looked at.</param>
    /// <param name="hint">A tag that the platform names; decides only where the text leaves it open.</param>
    /// <returns>A tag in lower case, "und" when nothing tells; and how sure that is, 0 to 1.</returns>
    public static (string Language, double Confidence) Of(ReadOnlySpan<char> text, string? hint)
    {
        var guess = LanguageFinder.Embedded.Find(text, hint);
        return (guess.Language, guess.Confidence);
    }
}
