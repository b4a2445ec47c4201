namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>A trained model, loaded. Unchanging: any number of threads may read posts with it, each with a <see cref="PostScorer"/> of its own.</summary>
public sealed class TextModel
{
    private readonly Dictionary<string, ModelHead> _byName;

    public TextModel(string name, string version, Lexicon lexicon, CueBook cues, IReadOnlyList<ModelHead> heads, LinearPart linear, IReadOnlyList<NetPart> nets, HashIndex words)
    {
        Name = name;
        Version = version;
        Lexicon = lexicon;
        Cues = cues;
        Heads = heads;
        Linear = linear;
        Nets = nets;
        Words = words;
        // Views share the columns of a head.
        Columns = heads.Max(head => head.FirstColumn + head.Columns);
        _byName = heads.ToDictionary(head => head.Name);
    }

    /// <summary>"open" or "full".</summary>
    public string Name { get; }

    /// <summary>Date and revision of the code that made it.</summary>
    public string Version { get; }

    public Lexicon Lexicon { get; }

    public CueBook Cues { get; }

    public IReadOnlyList<ModelHead> Heads { get; }

    public LinearPart Linear { get; }

    public IReadOnlyList<NetPart> Nets { get; }

    /// <summary>The vocabulary of the nets.</summary>
    public HashIndex Words { get; }

    /// <summary>Scores of all heads together.</summary>
    public int Columns { get; }

    /// <exception cref="KeyNotFoundException">The model has no such head.</exception>
    public ModelHead Head(string name) =>
        _byName.TryGetValue(name, out var head) ? head : throw new KeyNotFoundException($"The model '{Name}' has no head '{name}'.");

    /// <summary>English has a sentiment head of its own; all other languages, and posts of none, share one.</summary>
    public ModelHead Sentiment(string language) => Head(language == "en" ? "sentiment.en" : "sentiment.multi");

    /// <summary>As <see cref="Sentiment"/>, with probabilities that hold for posts on a brand's page rather than for any; the same where the model has no such.</summary>
    public ModelHead PageSentiment(string language) => _byName.GetValueOrDefault(language == "en" ? "page.en" : "page.multi") ?? Sentiment(language);
}
