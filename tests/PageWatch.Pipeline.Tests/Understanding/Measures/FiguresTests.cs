using PageWatch.Pipeline.Understanding.Measures;

namespace PageWatch.Pipeline.Tests.Understanding.Measures;

public sealed class FiguresTests
{
    /// <summary>What is right, the language, what was answered, how surely, and the score of "negative".</summary>
    private static readonly (string Gold, string Language, string Label, double Confidence, double Alert)[] Small =
    [
        ("negative", "en", "negative", 0.91, 0.91), ("negative", "en", "neutral", 0.55, 0.40), ("negative", "de", "negative", 0.62, 0.62),
        ("negative", "de", "positive", 0.47, 0.33), ("negative", "de", "negative", 0.83, 0.83), ("neutral", "en", "neutral", 0.80, 0.05),
        ("neutral", "en", "neutral", 0.51, 0.40), ("neutral", "de", "neutral", 0.34, 0.33), ("positive", "en", "positive", 0.97, 0.01),
        ("positive", "en", "neutral", 0.40, 0.25), ("positive", "de", "positive", 0.66, 0.10), ("positive", "de", "negative", 0.58, 0.62),
        ("neutral", "de", "positive", 1.0, 0.0),
    ];

    [Fact]
    public void Figures_are_those_worked_out_by_hand()
    {
        var figures = Figures.Of(["bad", "bad", "good", "good"], [("bad", 0.9, 0.9), ("good", 0.6, 0.4), ("good", 0.8, 0.2), ("bad", 0.7, 0.7)], "bad");
        figures.MacroRecall.ShouldBe(0.5);
        figures.Accuracy.ShouldBe(0.5);
        figures.MacroF1.ShouldBe(0.5);
        figures.AlertPrecision.ShouldBe(0.5);
        figures.AlertRecall.ShouldBe(0.5);
        // By falling score: bad, good, bad, good; precision is 1 at the first and 2/3 at the second.
        figures.PrAuc.ShouldBe((1 + (2.0 / 3)) / 2, 1e-9);
        figures.RecallAtP80.ShouldBe(0.5);
        figures.RecallAtP60.ShouldBe(1);
        figures.CalibrationError.ShouldBe((0.1 + 0.6 + 0.2 + 0.7) / 4, 1e-9);
    }

    /// <remarks>The numbers are what the scoring script of the data (score.py) prints for these thirteen answers.</remarks>
    [Fact]
    public void Figures_are_those_of_the_scoring_script_of_the_data() =>
        ShouldBe(Of(Small), 13, 0.6166667, 0.6153846, 0.6111111, 0.6666667, 0.75, 0.6, 0.8083333, 0.4, 0.3353846, 1.5236286);

    [Theory]
    [InlineData("de", 7, 0.5555556, 0.5714286, 0.5777778, 0.6666667, 0.6666667, 0.6666667, 0.7555556, 0.3333333, 0.5142857, 2.4966543)]
    [InlineData("en", 6, 0.6666667, 0.6666667, 0.6666667, 0.6666667, 1.0, 0.5, 0.8333333, 0.5, 0.2933333, 0.3884319)]
    public void Figures_of_a_language_are_those_of_the_script(string language, int posts, params double[] numbers) =>
        ShouldBe(Of([.. Small.Where(answer => answer.Language == language)]), posts, numbers);

    [Fact]
    public void Mean_over_languages_weighs_each_the_same_and_keeps_the_calibration_of_the_whole()
    {
        var whole = Of(Small);
        var parts = Small.GroupBy(answer => answer.Language).Select(group => Of([.. group])).ToList();
        var mean = Figures.Mean(parts, whole);
        mean.Posts.ShouldBe(13);
        mean.MacroF1.ShouldBe((parts[0].MacroF1 + parts[1].MacroF1) / 2, 1e-9);
        mean.CalibrationError.ShouldBe(whole.CalibrationError);
    }

    private static Figures Of((string Gold, string Language, string Label, double Confidence, double Alert)[] answers) =>
        Figures.Of([.. answers.Select(a => a.Gold)], [.. answers.Select(a => (a.Label, a.Confidence, a.Alert))], "negative");

    private static void ShouldBe(Figures figures, int posts, params double[] numbers)
    {
        figures.Posts.ShouldBe(posts);
        double[] measured =
        [
            figures.MacroRecall, figures.Accuracy, figures.MacroF1, figures.AlertF1, figures.AlertPrecision, figures.AlertRecall,
            figures.PrAuc, figures.RecallAtP80, figures.CalibrationError, figures.NegativeLogLikelihood,
        ];
        measured.Length.ShouldBe(numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
            measured[i].ShouldBe(numbers[i], 1e-6, $"figure {i} of {figures}");
    }
}
