namespace PageWatch.Training;

/// <summary>A post of a training or validation file.</summary>
/// <param name="Language">A tag; "und" when it is not known.</param>
/// <param name="Text">What was posted.</param>
/// <param name="Labels">By the name of the corpus column; of the data files by "label".</param>
public sealed record LabelledPost(string Language, string Text, IReadOnlyDictionary<string, string> Labels);
