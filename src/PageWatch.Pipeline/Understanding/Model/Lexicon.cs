namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>The words of the sentiment lexicons, known by the hash of their plain form.</summary>
public sealed class Lexicon(uint[] words, Valence[] valences)
{
    private readonly HashIndex _index = new(words);

    public IReadOnlyList<uint> Words => words;

    public IReadOnlyList<Valence> Valences => valences;

    /// <returns>All zero for a word that no lexicon has.</returns>
    public Valence Of(uint word)
    {
        var at = _index.Find(word);
        return at < 0 ? default : valences[at];
    }
}
