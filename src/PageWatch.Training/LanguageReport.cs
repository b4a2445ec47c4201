using System.Globalization;

namespace PageWatch.Training;

/// <summary>How many lines of each language were known, as text for people.</summary>
internal static class LanguageReport
{
    /// <param name="guesses">What a line is in, and what it was taken for.</param>
    /// <returns>A line a language, by tag: its share of known lines, their number, and what the others were taken for.</returns>
    public static IEnumerable<string> Of(IEnumerable<(string Language, string Guess)> guesses)
    {
        foreach (var language in guesses.GroupBy(guess => guess.Language).OrderBy(language => language.Key, StringComparer.Ordinal))
        {
            var known = language.Count(guess => guess.Guess == language.Key);
            var others = language.Where(guess => guess.Guess != language.Key).GroupBy(guess => guess.Guess)
                .OrderByDescending(other => other.Count()).ThenBy(other => other.Key, StringComparer.Ordinal).Select(other => $"{other.Key} {other.Count()}");
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{language.Key,-4} {(double)known / language.Count(),6:0.000} of {language.Count(),4}  {string.Join(", ", others)}").TrimEnd();
        }
    }
}
