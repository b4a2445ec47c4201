using System.Numerics.Tensors;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The words that decided, by the weights of a model.</summary>
internal sealed class ModelEvidence
{
    private const int MostForOne = 3;

    /// <summary>In log odds; less than this decides nothing.</summary>
    private const float LeastWeight = 0.1f;

    /// <summary>Beside the strongest word, those with less than this share of its weight are noise.</summary>
    private const float LeastShare = 0.3f;

    private readonly WordedPost _worded;
    private readonly PostScorer _scorer;
    private readonly bool _isWhole;
    private readonly float[] _weights;
    private readonly ChosenEvidence _chosen = new();
    private readonly List<Evidence> _runs = [];

    /// <param name="scorer">Has read <see cref="WordedPost.Text"/>.</param>
    /// <param name="isWhole">Asks the nets too, by leaving words out; else what the linear part says, which costs next to nothing.</param>
    public ModelEvidence(WordedPost worded, PostScorer scorer, bool isWhole)
    {
        (_worded, _scorer, _isWhole) = (worded, scorer, isWhole);
        _weights = new float[scorer.Post.Count];
    }

    /// <summary>In the order of the text; none overlap.</summary>
    public IReadOnlyList<Evidence> Chosen => _chosen.InOrder;

    /// <summary>Adds the words that speak most for an answer, where no other stands there yet.</summary>
    /// <param name="label">The place of the answer.</param>
    /// <param name="name">What they speak for, as cards say it.</param>
    public void Add(ModelHead head, int label, string name)
    {
        if (_isWhole)
            _scorer.Explain(head, label, _weights);
        else
            _scorer.ExplainKeys(head, label, _weights);
        if (_weights.Length == 0)
            return;
        var least = Math.Max(LeastWeight, LeastShare * TensorPrimitives.Max<float>(_weights));
        _runs.Clear();
        for (var i = 0; i < _weights.Length; i++)
        {
            if (!Counts(i, least))
                continue;
            var (first, sum) = (i, _weights[i]);
            while (i + 1 < _weights.Length && Counts(i + 1, least) && Touches(i))
                sum += _weights[++i];
            var from = _scorer.Post.Tokens[first].Start;
            var length = _scorer.Post.Tokens[i].Start + _scorer.Post.Tokens[i].Length - from;
            if (_worded.PlaceOf(from, length) is { } start)
                _runs.Add(new Evidence(start, length, name, Math.Round(sum, 2)));
        }

        for (var taken = 0; taken < MostForOne && _runs.MaxBy(run => run.Weight) is { } strongest; taken++)
        {
            _chosen.Add(strongest);
            _runs.Remove(strongest);
        }
    }

    /// <summary>Adds what the word lists found.</summary>
    public void Add(Evidence found) => _chosen.Add(found);

    private bool Counts(int token, float least) =>
        _weights[token] >= least && _scorer.Post.Tokens[token].Kind is TokenKind.Word or TokenKind.Number or TokenKind.Character or TokenKind.Emoji or TokenKind.Emoticon;

    /// <summary>Nothing but a blank stands between a token and the next.</summary>
    private bool Touches(int token)
    {
        var (here, next) = (_scorer.Post.Tokens[token], _scorer.Post.Tokens[token + 1]);
        var end = here.Start + here.Length;
        return next.Start == end || (next.Start == end + 1 && _worded.Text[end] == ' ');
    }
}
