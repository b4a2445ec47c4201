namespace PageWatch.Pipeline.Understanding;

/// <summary>One line of a word file.</summary>
/// <param name="Parts">At least one.</param>
/// <param name="Reason">In words for people; only for <see cref="PhraseKind.Now"/> and <see cref="PhraseKind.Today"/>.</param>
internal sealed record Phrase(PhraseKind Kind, IReadOnlyList<PhrasePart> Parts, double Weight, string? Reason);

/// <summary>One word of a phrase.</summary>
/// <param name="Text">Folded; without the star.</param>
/// <param name="AnyEnding">Only the beginning is given.</param>
/// <param name="AfterGap">Up to <see cref="LongestGap"/> other words may stand before it.</param>
internal readonly record struct PhrasePart(string Text, bool AnyEnding, bool AfterGap)
{
    public const int LongestGap = 3;

    /// <summary>Stands for any number.</summary>
    public const string Number = "#";

    public bool Fits(in ReadWord word) =>
        Text == Number
            ? char.IsDigit(word.Text[0])
            : Fits(word.Text) || (word.Tail is { } tail && Fits(tail)) || (word.Plain is { } plain && Fits(plain));

    private bool Fits(string word) => AnyEnding ? word.StartsWith(Text, StringComparison.Ordinal) : word == Text;
}

/// <summary>A phrase found in a text.</summary>
/// <param name="First">Its first word.</param>
/// <param name="Last">Its last word; the same for a single one.</param>
internal readonly record struct FoundPhrase(PhraseKind Kind, int First, int Last, double Weight, string? Reason);
