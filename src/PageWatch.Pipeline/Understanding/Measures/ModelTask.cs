using PageWatch.Pipeline.Understanding.Languages;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>A question that a head of the model answers.</summary>
internal sealed class ModelTask : TaskReader
{
    private readonly PostScorer _scorer;
    private readonly ModelHead _english;
    private readonly ModelHead _others;
    private readonly string _alert;
    private readonly float[] _probabilities;

    public ModelTask(TextModel model, string task, string alert)
    {
        _scorer = new PostScorer(model);
        _english = task == "sentiment" ? model.Sentiment("en") : model.Head(task);
        _others = task == "sentiment" ? model.Sentiment(LanguageGuess.Unknown) : _english;
        _alert = alert;
        _probabilities = new float[Math.Max(_english.Labels.Count, _others.Labels.Count)];
    }

    public override TaskAnswer Read(ReadOnlySpan<char> text, string? language)
    {
        var known = Primary(language);
        if (known == LanguageGuess.Unknown)
            known = LanguageFinder.Embedded.Find(text, hint: null).Language;
        _scorer.Read(text, known);
        var head = known == "en" ? _english : _others;
        var answer = _scorer.Decide(head, _probabilities);
        var alert = 0d;
        for (var i = 0; i < head.Labels.Count; i++)
            alert = head.Labels[i] == _alert ? _probabilities[i] : alert;
        return new TaskAnswer(head.Labels[answer], head.Confidence.At(_probabilities[answer]), alert);
    }

    /// <summary>"pt" of "pt-BR". What is no tag says nothing.</summary>
    private static string Primary(string? tag)
    {
        var end = tag.AsSpan().IndexOfAny('-', '_');
        var primary = end < 0 ? tag : tag![..end];
        return primary?.Length is 2 or 3 && primary.All(char.IsAsciiLetter) ? primary.ToLowerInvariant() : LanguageGuess.Unknown;
    }
}
