namespace PageWatch.Training;

/// <summary>A post of a training or validation file.</summary>
/// <param name="Labels">By the name of the corpus column; of the data files by "label".</param>
internal sealed record LabelledPost(string Language, string Text, IReadOnlyDictionary<string, string> Labels);
