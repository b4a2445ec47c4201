namespace PageWatch.Training.Tests;

public sealed class FiguresTests
{
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
        figures.CalibrationError.ShouldBe((0.1 + 0.6 + 0.2 + 0.7) / 4, 1e-9);
    }
}
