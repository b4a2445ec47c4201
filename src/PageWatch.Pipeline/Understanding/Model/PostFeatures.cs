using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>
/// What the model knows a post by: keys of words and word pairs, keys of the letter groups in words, and some fifty measures (lexicon sums, signs, length, phrases).
/// Part of the model file's format: a change needs a new version of it. Buffers are used again. Not for two threads at once.
/// </summary>
public sealed class PostFeatures
{
    /// <summary>How many measures there are.</summary>
    public const int MeasureCount = OwnMeasures + CueBook.Channels;

    private const int OwnMeasures = 28;

    private const char WordBegins = '\u0002';
    private const char WordEnds = '\u0003';

    private uint[] _wordKeys = new uint[512];
    private int[] _wordTokens = new int[512];
    private bool[] _isPair = new bool[512];
    private uint[] _letterKeys = new uint[2048];
    private int[] _letterStarts = new int[256];
    private Valence[] _valences = new Valence[256];
    private int _wordCount;
    private int _letterCount;
    private int _tokens;

    /// <summary>Of words, of word pairs, and of the first and last word as such.</summary>
    public ReadOnlySpan<uint> WordKeys => _wordKeys.AsSpan(0, _wordCount);

    /// <summary>For each word key its token; for a pair the first of the two.</summary>
    public ReadOnlySpan<int> WordTokens => _wordTokens.AsSpan(0, _wordCount);

    /// <summary>Of all groups of three to five letters within a word and its ends.</summary>
    public ReadOnlySpan<uint> LetterKeys => _letterKeys.AsSpan(0, _letterCount);

    /// <summary>How each token sounds, before negation.</summary>
    public ReadOnlySpan<Valence> Valences => _valences.AsSpan(0, _tokens);

    /// <summary>Between -1 and 1.</summary>
    public float[] Measures { get; } = new float[MeasureCount];

    /// <summary>The key belongs to its token and the next.</summary>
    public bool IsPair(int key) => _isPair[key];

    /// <summary>The letter keys of one token.</summary>
    public ReadOnlySpan<uint> LetterKeysOf(int token) => _letterKeys.AsSpan(_letterStarts[token], _letterStarts[token + 1] - _letterStarts[token]);

    /// <param name="language">Of the post, so that the phrases of that language are looked for; null when it is not known.</param>
    public void Take(PostTokens post, Lexicon lexicon, CueBook cues, string? language)
    {
        _tokens = post.Count;
        if (_valences.Length < _tokens)
        {
            _valences = new Valence[_tokens * 2];
            _letterStarts = new int[(_tokens * 2) + 1];
        }

        if (_letterStarts.Length < _tokens + 1)
            _letterStarts = new int[(_tokens * 2) + 1];
        if (_wordKeys.Length < (_tokens * 3) + 2)
        {
            _wordKeys = new uint[(_tokens * 6) + 8];
            _wordTokens = new int[(_tokens * 6) + 8];
            _isPair = new bool[(_tokens * 6) + 8];
        }

        _wordCount = _letterCount = 0;
        var tokens = post.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            _valences[i] = lexicon.Of(token.Hash);
            AddWord(TextHash.Of(token.Hash, 1), i);
            if ((token.Marks & TokenMarks.Negated) != TokenMarks.None)
                AddWord(TextHash.Of(token.Hash, 2), i);
            if (i > 0)
                AddWord(TextHash.Of(tokens[i - 1].Hash, token.Hash), i - 1, isPair: true);
            _letterStarts[i] = _letterCount;
            if (token.Kind is TokenKind.Word)
                AddLetters(post.Form(token));
        }

        _letterStarts[tokens.Length] = _letterCount;
        if (tokens.Length > 0)
        {
            AddWord(TextHash.Of(tokens[0].Hash, 3), 0);
            AddWord(TextHash.Of(tokens[^1].Hash, 4), tokens.Length - 1);
        }

        Measure(post, cues, language, -1, Measures);
    }

    /// <summary>The measures as they would be without one token; for a post that was taken.</summary>
    /// <param name="without">The token; -1 for none.</param>
    /// <param name="measures"><see cref="MeasureCount"/> of them.</param>
    public void Measure(PostTokens post, CueBook cues, string? language, int without, Span<float> measures)
    {
        Measure(post, without, measures);
        cues.Read(post, language, without, measures[OwnMeasures..]);
    }

    /// <summary>The keys of a word's letter groups, in the order of the word; used for words that a vocabulary does not have.</summary>
    public static int LettersOf(ReadOnlySpan<char> form, Span<uint> keys)
    {
        var count = 0;
        var length = form.Length + 2;
        for (var from = 0; from + 3 <= length; from++)
        {
            var hash = TextHash.Add(TextHash.Add(TextHash.Seed, At(form, from)), At(form, from + 1));
            var last = Math.Min(length, from + 5);
            for (var to = from + 2; to < last; to++)
            {
                hash = TextHash.Add(hash, At(form, to));
                keys[count++] = TextHash.Finish(hash + 0x51ED27);
            }
        }

        return count;
    }

    private static char At(ReadOnlySpan<char> form, int i) => i == 0 ? WordBegins : i <= form.Length ? form[i - 1] : WordEnds;

    private void AddWord(uint key, int token, bool isPair = false)
    {
        _isPair[_wordCount] = isPair;
        _wordKeys[_wordCount] = key;
        _wordTokens[_wordCount++] = token;
    }

    private void AddLetters(ReadOnlySpan<char> form)
    {
        var most = form.Length * 3;
        if (_letterCount + most > _letterKeys.Length)
            Array.Resize(ref _letterKeys, (_letterKeys.Length * 2) + most);
        _letterCount += LettersOf(form, _letterKeys.AsSpan(_letterCount));
    }

    private void Measure(PostTokens post, int without, Span<float> m)
    {
        m.Clear();
        int words = 0, exclaims = 0, asks = 0, dots = 0, stretched = 0, hashtags = 0, mentions = 0, links = 0, negated = 0, quotes = 0, money = 0, faces = 0, numbers = 0;
        var tokens = post.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (i == without)
                continue;
            ref readonly var token = ref tokens[i];
            var turned = (token.Marks & TokenMarks.Negated) != TokenMarks.None;
            var stress = (token.Marks & (TokenMarks.Shouted | TokenMarks.Stretched)) != TokenMarks.None ? 1.3f : 1f;
            Sum(m, 0, _valences[i].Vader, turned, stress);
            Sum(m, 5, _valences[i].Afinn, turned, stress);
            if (_valences[i].Emoji is not 0 and var emoji)
            {
                m[emoji > 0 ? 10 : 11] += emoji / 127f;
                m[12] = emoji / 127f;
            }

            negated += turned ? 1 : 0;
            stretched += (token.Marks & TokenMarks.Stretched) != TokenMarks.None ? 1 : 0;
            hashtags += (token.Marks & TokenMarks.Hashtag) != TokenMarks.None ? 1 : 0;
            switch (token.Kind)
            {
                case TokenKind.Word or TokenKind.Character:
                    words++;
                    break;
                case TokenKind.Number:
                    numbers++;
                    break;
                case TokenKind.Link:
                    links++;
                    break;
                case TokenKind.Mention:
                    mentions++;
                    break;
                case TokenKind.Emoji or TokenKind.Emoticon:
                    faces++;
                    break;
                case TokenKind.Sign:
                    var form = post.Form(token);
                    exclaims += form[0] == '!' ? form.Length : 0;
                    asks += form[0] == '?' ? 1 : 0;
                    dots += form[0] == '.' ? 1 : 0;
                    quotes += form[0] == '"' ? 1 : 0;
                    money += form[0] is '$' or '€' or '£' or '¥' or '₹' ? 1 : 0;
                    break;
            }
        }

        foreach (var sum in (ReadOnlySpan<int>)[0, 1, 5, 6, 10, 11])
            m[sum] = m[sum] / (1 + Math.Abs(m[sum]));
        m[13] = Squashed(exclaims);
        m[14] = Squashed(asks);
        m[15] = Squashed(dots);
        m[16] = Squashed(post.ShoutedWords);
        m[17] = Squashed(stretched);
        m[18] = Squashed(hashtags);
        m[19] = Squashed(mentions);
        m[20] = Squashed(links);
        m[21] = words / (words + 12f);
        m[22] = Squashed(negated);
        m[23] = Squashed(quotes);
        m[24] = post.Shouts ? 1 : 0;
        m[25] = tokens.Length > 0 && tokens[0].Kind == TokenKind.Mention ? 1 : 0;
        m[26] = Squashed(money + numbers);
        m[27] = Squashed(faces);
    }

    private static float Squashed(int count) => count / (1f + count);

    /// <summary>Five measures of a lexicon: all good, all bad, the best, the worst, the last.</summary>
    private static void Sum(Span<float> measures, int first, sbyte valence, bool turned, float stress)
    {
        if (valence == 0)
            return;
        // -0.74 is what VADER found a "not" to make of a word.
        var v = valence / 127f * (turned ? -0.74f : 1f) * stress;
        measures[v > 0 ? first : first + 1] += v;
        measures[first + 2] = Math.Max(measures[first + 2], v);
        measures[first + 3] = Math.Min(measures[first + 3], v);
        measures[first + 4] = v;
    }
}
