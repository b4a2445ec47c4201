using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Testing;

namespace PageWatch.Training.Tests;

public sealed class ResultsPageTests
{
    private static readonly string Lexicons = Path.Combine(ProjectFolder.Repository, "tests", "Clients", "lexicons");

    [Fact]
    public void Page_shows_who_is_best_what_is_missed_and_who_cannot_answer()
    {
        var file = new ValidationFile("irony", "irony/val.tsv", "macro F1", FullGoal: 0.63);
        var (weak, strong) = (Of(0.5996), Of(0.7));
        var own = new List<Evaluation.Line> { new("intent", PostFiles.Corpus, "all", weak), new("now", PostFiles.Corpus, "all", strong) };
        var page = ResultsPage.Write([new Comparison.Line(file, 1234, [null, null, null, weak, strong])], [("open", own), ("full", own)]);
        page.ShouldContain("| irony: irony/val.tsv | 1,234 | macro recall | – | – | – | 0.600 | **0.700** |");
        page.ShouldContain("| irony, irony/val.tsv: macro F1 | 0.5996 | 0.7000, meets 0.63 |");
        page.ShouldContain("| intent, test part of the corpus: macro F1 | 0.5996, **misses** 0.75 | 0.5996, **misses** 0.75 |");
    }

    /// <remarks>The lexicons run as their makers' packages do; the numbers of VADER stand in its README: 0.8316 for the second text.</remarks>
    [Fact]
    [Trait("Needs", "Node")]
    public async Task Lexicons_answer_line_by_line_even_what_no_file_holds()
    {
        Directory.Exists(Path.Combine(Lexicons, "node_modules")).ShouldBeTrue($"run npm ci in {Lexicons}, or ./test --quick");
        List<LabelledText> texts = [new("", "en", "terrible service"), new("", "en", "VADER is smart, handsome, and funny."), new("", "und", "a\u2028b\rc\t😀"), new("", "en", "")];
        var vader = await LexiconAnswers.OfAsync(Lexicons, "vader", texts);
        vader.Select(answer => answer.Label).Take(2).ShouldBe(["negative", "positive"]);
        vader[1].Confidence.ShouldBe(0.8316, 1e-6);
        vader[3].Label.ShouldBe("neutral");
        (await LexiconAnswers.OfAsync(Lexicons, "afinn", texts)).Select(answer => answer.Label).ShouldBe(["negative", "positive", "neutral", "neutral"]);
        (await Should.ThrowAsync<InvalidDataException>(() => LexiconAnswers.OfAsync(Lexicons, "nobody", texts))).Message.ShouldContain("names no lexicon");
    }

    private static Figures Of(double figure) => new(10, figure, figure, figure, figure, figure, figure, figure, figure, 0.01, 1) { RecallAtP60 = figure };
}
