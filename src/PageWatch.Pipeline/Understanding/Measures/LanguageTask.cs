using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>In which language a text is.</summary>
/// <remarks>What language is named beside the text is what one wants to compare the answer with, so it is no hint.</remarks>
internal sealed class LanguageTask : TaskReader
{
    public override TaskAnswer Read(ReadOnlySpan<char> text, string? language)
    {
        var guess = LanguageFinder.Embedded.Find(text, hint: null);
        return new TaskAnswer(guess.Language, guess.Confidence, 1 - guess.Confidence);
    }
}
