using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>All different tokens of the training texts, numbered in the order they came.</summary>
internal sealed class WordTypes
{
    private readonly Dictionary<uint, int> _places = [];
    private readonly List<uint> _hashes = [];
    private readonly List<int[]> _letters = [];
    private readonly List<Valence> _valences = [];
    private readonly List<double> _weights = [];
    private readonly List<int[]> _concepts = [];

    public int Count => _hashes.Count;

    public IReadOnlyList<uint> Hashes => _hashes;

    /// <summary>The letter groups of each, empty for signs and faces.</summary>
    public IReadOnlyList<int[]> Letters => _letters;

    public IReadOnlyList<Valence> Valences => _valences;

    /// <summary>What each means, as rows of <see cref="ConceptFiles"/>; empty for most.</summary>
    public IReadOnlyList<int[]> Concepts => _concepts;

    /// <summary>How often each was seen, by the weight of the posts.</summary>
    public IReadOnlyList<double> Weights => _weights;

    public int Of(PostTokens post, in PostToken token, Lexicon lexicon)
    {
        if (_places.TryGetValue(token.Hash, out var place))
            return place;
        place = _hashes.Count;
        _places.Add(token.Hash, place);
        _hashes.Add(token.Hash);
        _valences.Add(lexicon.Of(token.Hash));
        _weights.Add(0);
        _concepts.Add([]);
        if (token.Kind == TokenKind.Word)
        {
            var keys = new uint[(token.FormLength + 2) * 3];
            var count = PostFeatures.LettersOf(post.Form(token), keys);
            _letters.Add([.. keys.Take(count).Select(NetPart.LetterRow)]);
        }
        else
        {
            _letters.Add([]);
        }

        return place;
    }

    /// <summary>Says what a type means.</summary>
    public void Means(int type, int[] concepts) => _concepts[type] = concepts;

    public void Saw(int type, double weight) => _weights[type] += weight;
}
