using DiffPlex;
using DiffPlex.Chunkers;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What somebody changed in a text, word by word.</summary>
public static class TextDiff
{
    // A space alone is what two texts have most often in common; a word takes the space behind it along, so that no change is cut up by spaces.
    private static readonly CustomFunctionChunker Words = new(Chunks);

    /// <summary>Both texts in pieces that follow one another: first what was taken away at a place, then what was put there.</summary>
    /// <returns>Empty for two empty texts. All kept and put pieces together are <paramref name="after"/>, all kept and taken ones <paramref name="before"/>.</returns>
    public static IReadOnlyList<TextPiece> Of(string before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, Words);
        var pieces = new List<TextPiece>();
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(TextPieceKind.Kept, diff.PiecesOld, at, block.DeleteStartA - at);
            Add(TextPieceKind.Taken, diff.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add(TextPieceKind.Put, diff.PiecesNew, block.InsertStartB, block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add(TextPieceKind.Kept, diff.PiecesOld, at, diff.PiecesOld.Count - at);
        return pieces;

        void Add(TextPieceKind kind, IReadOnlyList<string> words, int from, int count)
        {
            if (count > 0)
                pieces.Add(new TextPiece(kind, string.Concat(words.Skip(from).Take(count))));
        }
    }

    private static IReadOnlyList<string> Chunks(string text)
    {
        var chunks = new List<string>();
        var from = 0;
        for (var at = 1; at <= text.Length; at++)
        {
            if (at < text.Length && !(char.IsWhiteSpace(text[at - 1]) && !char.IsWhiteSpace(text[at])))
                continue;
            chunks.Add(text[from..at]);
            from = at;
        }

        return text.Length == 0 ? [] : chunks;
    }
}

/// <summary>A stretch of a changed text.</summary>
/// <param name="Text">With the space behind it; never empty.</param>
public sealed record TextPiece(TextPieceKind Kind, string Text);

public enum TextPieceKind
{
    Kept,
    Taken,
    Put,
}
