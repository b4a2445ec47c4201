using System.Collections.Concurrent;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Understanding;

/// <summary>
/// Reads posts with a trained model, offline and in process. The model says how a post sounds, what its writer wants and whether it can wait; the
/// word lists find the reasons that people read, and where a person should look.
/// </summary>
public sealed class TrainedReader : IPostReader, IReadingExplainer
{
    /// <summary>A reason that the word lists name counts unless the model is surer than this that it can wait ("this morning" alone presses nobody).</summary>
    private const double LeastForReason = 0.2;

    /// <summary>Above it, friendly words are doubted.</summary>
    private const double IsIronic = 0.7;

    private readonly TextModel _model;
    private readonly ReaderOptions _options;
    private readonly ConcurrentBag<PostScorer> _scorers = [];

    /// <exception cref="InvalidDataException">The model answers other questions than this reader asks.</exception>
    public TrainedReader(TextModel model, ReaderOptions options)
    {
        foreach (var name in (ReadOnlySpan<string>)["sentiment.en", "sentiment.multi"])
            Demand(model, name, ["negative", "neutral", "positive"]);
        Demand(model, "intent", [.. Enum.GetNames<Intent>().Select(name => name.ToLowerInvariant())]);
        foreach (var (name, label) in (ReadOnlySpan<(string, string)>)[("now", "now"), ("soon", "soon"), ("mixed", "mixed"), ("unclear", "unclear"), ("irony", "irony")])
            Demand(model, name, [label]);
        (_model, _options) = (model, options);
        ReadBy = $"{model.Name} {model.Version}";
    }

    /// <summary>As it signs its readings.</summary>
    public string ReadBy { get; }

    public Reading Read(Post post)
    {
        var worded = WordedPost.Of(post);
        var scorer = Read(worded);
        var answers = new ModelAnswers(scorer, worded.Language.Language);
        var (sentiment, sureness) = answers.SentimentWith(post.Stars);
        var intent = answers.IntentWith(IntentScore.Of(worded.Words, worded.Found, worded.Tone)).ByStars(sentiment, post.Stars);
        var doubt = Doubt.About(worded, sentiment, intent, _options.AskBelow) ?? ModelDoubt(answers, sentiment, intent);
        if (doubt is { IsSarcasm: true })
        {
            (sentiment, sureness) = (Sentiment.Negative, 0.55);
            intent = intent with { Intent = Intent.Complaint, Confidence = doubt.Unclear.FirstConfidence };
        }

        var (urgency, reasons) = Press(worded, answers, intent);
        var evidence = Evidence(worded, scorer, sentiment, intent.Intent, urgency, doubt is { IsSarcasm: true }, isWhole: false);
        if (urgency != Urgency.Whenever && reasons.Count == 0)
            reasons = [Hinting(worded, evidence, urgency)];
        _scorers.Add(scorer);
        return worded.Reading(ReadBy, sentiment, sureness, intent, urgency, reasons, doubt, evidence);
    }

    public IReadOnlyList<Evidence> Explain(Post post, Reading reading)
    {
        var worded = WordedPost.Of(post);
        var scorer = Read(worded);
        var evidence = Evidence(worded, scorer, reading.Sentiment, reading.Intent, reading.Urgency, isSarcasm: false, isWhole: true);
        _scorers.Add(scorer);
        return evidence;
    }

    private static void Demand(TextModel model, string head, IReadOnlyList<string> labels)
    {
        if (!model.Heads.Any(one => one.Name == head))
            throw new InvalidDataException($"The model '{model.Name}' does not answer '{head}'.");
        if (!model.Head(head).Labels.Take(labels.Count).SequenceEqual(labels))
            throw new InvalidDataException($"The model '{model.Name}' answers '{head}' with {string.Join(", ", model.Head(head).Labels)}; {string.Join(", ", labels)} are needed.");
    }

    private PostScorer Read(WordedPost worded)
    {
        if (!_scorers.TryTake(out var scorer))
            scorer = new PostScorer(_model);
        scorer.Read(worded.Text, worded.Language.Language);
        return scorer;
    }

    /// <summary>What only a model can doubt.</summary>
    private static Doubt? ModelDoubt(ModelAnswers answers, Sentiment sentiment, IntentScore intent)
    {
        if (intent.Intent is Intent.Spam or Intent.Abuse or Intent.Thanks)
            return null;
        if (sentiment == Sentiment.Positive && answers.Irony >= IsIronic && answers.IsUnclear)
            return Doubt.Sarcastic(Math.Clamp(answers.Irony, 0.5, 0.75));
        return answers.IsUnclear ? Doubt.Of("it can be read two ways", intent.Intent, intent.Confidence, intent.Next) : null;
    }

    private static (Urgency Urgency, IReadOnlyList<string> Reasons) Press(WordedPost worded, ModelAnswers answers, IntentScore intent)
    {
        if (intent.Intent == Intent.Spam)
            return (Urgency.Whenever, []);
        var (byWords, reasons) = UrgencyFinder.Of(worded.Words, worded.Found, worded.Tone, intent);
        var isNow = answers.IsNow || (byWords == Urgency.Now && answers.Now >= LeastForReason);
        if (isNow)
            return (Urgency.Now, byWords == Urgency.Now ? reasons : []);
        return answers.IsSoon || (byWords != Urgency.Whenever && answers.Soon >= LeastForReason) ? (Urgency.Today, reasons) : (Urgency.Whenever, []);
    }

    /// <summary>Where no listed phrase gives a reason, the words that made the model think so; "I" and "is" say nothing to a person.</summary>
    private static string Hinting(WordedPost worded, IReadOnlyList<Evidence> evidence, Urgency urgency)
    {
        var small = WordFiles.SmallWords.GetValueOrDefault(worded.Language.Language);
        var words = evidence.Where(each => each.For == VerdictWords.Name(urgency)).OrderByDescending(each => each.Weight)
            .Select(each => (each.Start, Text: worded.Post.Text.Substring(each.Start, each.Length)))
            .Where(each => small is null || WordStream.Of(each.Text).Any(word => !small.Contains(word.Text))).Take(2).OrderBy(each => each.Start)
            .Select(each => $"“{each.Text}”").ToList();
        return words.Count == 0 ? "it sounds urgent" : $"it sounds urgent: {string.Join(" … ", words)}";
    }

    private IReadOnlyList<Evidence> Evidence(WordedPost worded, PostScorer scorer, Sentiment sentiment, Intent intent, Urgency urgency, bool isSarcasm, bool isWhole)
    {
        var picked = new ModelEvidence(worded, scorer, isWhole);
        // Reasons and insults are what the word lists found; drafts go by them.
        var found = EvidencePicker.Pick(worded.Words, worded.Found, tone: null, sentiment, intent, urgency, isSarcasm, worded.TitleLength);
        foreach (var each in worded.InPost(found).Where(each => each.For is "now" or "today" or "abuse" or "sarcasm"))
            picked.Add(each);
        if (urgency == Urgency.Now)
            picked.Add(_model.Head("now"), 0, VerdictWords.Name(urgency));
        if (intent != Intent.Other)
            picked.Add(_model.Head("intent"), (int)intent, VerdictWords.Name(intent));
        if (urgency == Urgency.Today)
            picked.Add(_model.Head("soon"), 0, VerdictWords.Name(urgency));
        if (sentiment is Sentiment.Negative or Sentiment.Positive)
            picked.Add(_model.PageSentiment(worded.Language.Language), (int)sentiment, sentiment == Sentiment.Positive ? "positive" : "negative");
        return picked.Chosen;
    }
}
