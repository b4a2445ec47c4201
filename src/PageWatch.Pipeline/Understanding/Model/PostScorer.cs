using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>Reads one post after another with a model, in buffers that it keeps. Never throws for any text. Not for two threads at once.</summary>
public sealed class PostScorer
{
    /// <summary>How many tokens are read all in all to see what the nets make of each.</summary>
    private const int OccludedTokens = 2_500;

    private readonly TextModel _model;
    private readonly float[] _linear;
    private readonly float[] _net;
    private readonly NetScratch _scratch = new();
    private string? _language;

    public PostScorer(TextModel model)
    {
        _model = model;
        _linear = new float[model.Columns];
        _net = new float[model.Columns];
    }

    public TextModel Model => _model;

    /// <summary>The tokens of the last post.</summary>
    public PostTokens Post { get; } = new();

    public PostFeatures Features { get; } = new();

    /// <summary>What the linear part says of the last post, a score for each column.</summary>
    public ReadOnlySpan<float> LinearScores => _linear;

    /// <summary>What the nets say of the last post in the mean, a score for each column.</summary>
    public ReadOnlySpan<float> NetScores => _net;

    /// <summary>Reads a raw post for all heads.</summary>
    /// <param name="language">A language tag; null or "und" when it is not known.</param>
    public void Read(ReadOnlySpan<char> text, string? language)
    {
        _language = language;
        Post.Read(text);
        Features.Take(Post, _model.Lexicon, _model.Cues, language);
        _model.Linear.Score(Features, _linear);
        ScoreNets();
    }

    /// <summary>What one head answers to the last post.</summary>
    /// <param name="probabilities">One for each label.</param>
    /// <returns>The place of the answered label.</returns>
    public int Decide(ModelHead head, Span<float> probabilities) => head.Decide(_linear, _net, probabilities);

    /// <summary>
    /// What each token speaks for a label, in log odds: exact for the keys of the linear part; for its measures and for the nets the difference that
    /// it makes to leave the token out.
    /// </summary>
    /// <param name="label">The place of the label that the tokens speak for or, below 0, against.</param>
    /// <param name="weights">One for each token of <see cref="Post"/>, as many as fit.</param>
    public void Explain(ModelHead head, int label, Span<float> weights)
    {
        weights = weights[..Math.Min(weights.Length, Post.Count)];
        ExplainKeys(head, label, weights);
        var places = new int[weights.Length];
        var sizes = new float[weights.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
            sizes[i] = -Math.Abs(weights[i]);
        }

        Array.Sort(sizes, places);
        // Asked about what the keys find to matter most; of a long post about fewer tokens, so that time is bounded.
        var asked = Math.Clamp(OccludedTokens / Math.Max(1, Math.Min(Post.Count, NetPart.MostTokens)), 4, 24);
        ExplainMeasures(head, label, places.AsSpan(0, Math.Min(asked, places.Length)), weights);
    }

    /// <summary>The exact part of <see cref="Explain"/>: what the keys of the linear part say, at next to no cost.</summary>
    /// <param name="label">The place of the label that the tokens speak for or, below 0, against.</param>
    /// <param name="weights">One for each token of <see cref="Post"/>, as many as fit.</param>
    public void ExplainKeys(ModelHead head, int label, Span<float> weights)
    {
        weights = weights[..Math.Min(weights.Length, Post.Count)];
        weights.Clear();
        // The margin is linear in the columns, so each key's is a sum of its few weights.
        Span<float> counts = stackalloc float[head.Columns];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = i == label ? 1 : -1f / (counts.Length - 1);
        if (counts.Length == 1)
            counts[0] = label == 0 ? 1 : -1;
        Span<float> columns = stackalloc float[LinearPart.RowLength];
        _model.Linear.Weigh(head.FirstColumn, counts, columns);
        var keys = Features.WordKeys;
        var share = head.LinearWeight * LinearPart.ShareOf(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var weight = share * _model.Linear.Sum(keys[i], columns);
            var first = Features.WordTokens[i];
            var isPair = Features.IsPair(i) && first + 1 < Post.Count;
            Give(first, isPair ? weight / 2 : weight, weights);
            if (isPair)
                Give(first + 1, weight / 2, weights);
        }

        share = head.LinearWeight * LinearPart.ShareOf(Features.LetterKeys.Length);
        for (var token = 0; token < weights.Length; token++)
        {
            foreach (var key in Features.LetterKeysOf(token))
                weights[token] += share * _model.Linear.Sum(key, columns);
        }

        static void Give(int token, float weight, Span<float> to)
        {
            if (token < to.Length)
                to[token] += weight;
        }
    }

    /// <summary>What the measures and the nets lose without a token: lexicons, phrases and patterns are no sums over tokens.</summary>
    private void ExplainMeasures(ModelHead head, int label, ReadOnlySpan<int> places, Span<float> weights)
    {
        var measures = new float[places.Length * PostFeatures.MeasureCount];
        Span<float> scores = stackalloc float[LinearPart.MostColumns];
        scores = scores[..head.Columns];
        for (var i = 0; i < places.Length; i++)
        {
            var without = measures.AsSpan(i * PostFeatures.MeasureCount, PostFeatures.MeasureCount);
            Features.Measure(Post, _model.Cues, _language, places[i], without);
            _model.Linear.ScoreDifference(Features.Measures, without, head.FirstColumn, scores);
            weights[places[i]] += head.LinearWeight * Margin(scores, label);
        }

        foreach (var net in _model.Nets)
        {
            net.Lay(Post, Features, _scratch);
            scores.Clear();
            net.Answer(_scratch, Features.Measures, head.FirstColumn, scores);
            var whole = Margin(scores, label);
            for (var i = 0; i < places.Length; i++)
            {
                scores.Clear();
                var without = measures.AsSpan(i * PostFeatures.MeasureCount, PostFeatures.MeasureCount);
                net.AnswerWithout(_scratch, without, places[i], Post.Count, head.FirstColumn, scores);
                weights[places[i]] += head.NetWeight * (whole - Margin(scores, label)) / _model.Nets.Count;
            }
        }
    }

    /// <summary>How far a label stands above the mean of the others.</summary>
    private static float Margin(ReadOnlySpan<float> scores, int label)
    {
        if (scores.Length == 1)
            return label == 0 ? scores[0] : -scores[0];
        var others = 0f;
        for (var i = 0; i < scores.Length; i++)
            others += i == label ? 0 : scores[i];
        return scores[label] - (others / (scores.Length - 1));
    }

    private void ScoreNets()
    {
        Array.Clear(_net);
        foreach (var net in _model.Nets)
            net.Score(Post, Features, _scratch, _net);
        for (var i = 0; i < _net.Length && _model.Nets.Count > 1; i++)
            _net[i] /= _model.Nets.Count;
    }
}
