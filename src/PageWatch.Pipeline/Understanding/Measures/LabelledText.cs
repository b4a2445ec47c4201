namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>A line of a labelled file.</summary>
/// <param name="Label">What is right.</param>
/// <param name="Language">A tag; "und" when it is not known.</param>
/// <param name="Text">What was posted.</param>
public sealed record LabelledText(string Label, string Language, string Text)
{
    /// <summary>Reads "label, language, text" a line, tabs between; the text may hold further tabs.</summary>
    /// <param name="reader">Stays open.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="InvalidDataException">A line is none; the message names it.</exception>
    public static IEnumerable<LabelledText> Read(TextReader reader, string name)
    {
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var columns = line.Split('\t', 3);
            yield return columns.Length == 3
                ? new LabelledText(columns[0], columns[1], columns[2])
                : throw new InvalidDataException($"{name}, line {number}: label, language and text are needed, with tabs between.");
        }
    }
}
