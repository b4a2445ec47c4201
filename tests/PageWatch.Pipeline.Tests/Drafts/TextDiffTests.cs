using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("Sorry, Jana. We look into it today.", "Sorry, Jana. We look into it.", "Sorry, Jana. We look into [-it today.-][+it.+]")]
    [InlineData("Hi Jana, thanks.", "Hello Jana, thanks.", "[-Hi -][+Hello +]Jana, thanks.")]
    [InlineData("We refund you.", "We refund you. Write to us!", "We refund [-you.-][+you. Write to us!+]")]
    [InlineData("", "New", "[+New+]")]
    [InlineData("Old", "", "[-Old-]")]
    [InlineData("", "", "")]
    [InlineData("Same  words", "Same  words", "Same  words")]
    [InlineData("一二三", "一二四", "[-一二三-][+一二四+]")]
    public void Changes_are_told_word_by_word(string before, string after, string told)
    {
        string.Concat(TextDiff.Of(before, after).Select(piece => piece.Kind switch
        {
            TextPieceKind.Taken => $"[-{piece.Text}-]",
            TextPieceKind.Put => $"[+{piece.Text}+]",
            _ => piece.Text,
        })).ShouldBe(told);
    }

    [Fact]
    public void Pieces_together_are_the_two_texts()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var (before, after) = (Text(), Text());
            var pieces = TextDiff.Of(before, after);
            string.Concat(pieces.Where(piece => piece.Kind != TextPieceKind.Put).Select(piece => piece.Text)).ShouldBe(before);
            string.Concat(pieces.Where(piece => piece.Kind != TextPieceKind.Taken).Select(piece => piece.Text)).ShouldBe(after);
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "a b\nc  dé\t."[random.Next(11)].ToString()));
    }
}
