using System.Globalization;
using PageWatch.Pipeline.Understanding.Languages;
using PageWatch.Testing;
using Xunit.Abstractions;

namespace PageWatch.Pipeline.Tests.Understanding.Languages;

/// <summary>Fifty short posts a language that no profile was learned from (test.tsv of PageWatch.Training).</summary>
public sealed class LanguageAccuracyTests(ITestOutputHelper output)
{
    /// <summary>Languages in Latin letters are measured from so many letters on.</summary>
    private const int LettersEnough = 20;

    private static readonly string Folder = Path.Combine(ProjectFolder.Repository, "src", "PageWatch.Training", "Languages");

    [Fact]
    public void Short_posts_are_known_by_their_language()
    {
        var tooFew = new List<string>();
        foreach (var language in Guesses().Where(line => line.Language != LanguageGuess.Unknown).GroupBy(line => line.Language).OrderBy(language => language.Key, StringComparer.Ordinal))
        {
            var isLatin = language.Count(line => line.IsLatin) * 2 > language.Count();
            var measured = isLatin ? language.Where(line => line.Letters >= LettersEnough).ToList() : [.. language];
            var share = Known(measured);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{language.Key}  all {Known(language):0.00} of {language.Count()}, {(isLatin ? $"from {LettersEnough} letters on {share:0.00} of {measured.Count}" : "not Latin")}  {Mistaken(language)}"));
            language.Count().ShouldBeGreaterThanOrEqualTo(50, language.Key);
            if (share < (isLatin ? 0.85 : 0.95))
                tooFew.Add($"{language.Key} {share:0.00}");
        }

        tooFew.ShouldBeEmpty();
    }

    [Fact]
    public void Posts_without_a_language_are_und() =>
        Guesses().Where(line => line.Language == LanguageGuess.Unknown && line.Guess.IsKnown).Select(line => $"{line.Text}: {line.Guess.Language}").ShouldBeEmpty();

    [Fact]
    public void Forty_languages_are_measured() =>
        Guesses().Select(line => line.Language).Distinct().Count(language => language != LanguageGuess.Unknown).ShouldBe(40);

    [Fact]
    public void Confidence_is_how_often_a_guess_is_right()
    {
        var lines = Guesses().ToList();
        var error = lines.GroupBy(line => (int)(line.Guess.Confidence * 14.999))
            .Sum(bin => Math.Abs(Known(bin) - bin.Average(line => line.Guess.Confidence)) * bin.Count() / lines.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all {Known(lines):0.000}, calibration error {error:0.000}"));
        error.ShouldBeLessThan(0.03);
    }

    private static double Known(IEnumerable<Line> lines) => lines.Average(line => line.Guess.Language == line.Language ? 1.0 : 0);

    private static string Mistaken(IEnumerable<Line> lines) =>
        string.Join(", ", lines.Where(line => line.Guess.Language != line.Language).GroupBy(line => line.Guess.Language).Select(guess => $"{guess.Key} {guess.Count()}"));

    private static IEnumerable<Line> Guesses() => Lines("test.tsv").Select(line =>
        new Line(line.Language, line.Text, line.Text.Count(char.IsLetter), line.Text.FirstOrDefault(char.IsLetter) is < '\u0250' or (>= '\u1E00' and <= '\u1EFF'), LanguageFinder.Embedded.Find(line.Text, null)));

    private static IEnumerable<(string Language, string Text)> Lines(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Select(line => line.Split('\t', 2)).Select(line => (line[0], line[1]));

    private sealed record Line(string Language, string Text, int Letters, bool IsLatin, LanguageGuess Guess);
}
