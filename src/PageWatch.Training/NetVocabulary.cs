namespace PageWatch.Training;

/// <summary>The words that nets know by themselves; all others they know by their letters.</summary>
internal sealed class NetVocabulary
{
    public NetVocabulary(WordTypes types, int most)
    {
        TypeOfWord = [.. Enumerable.Range(0, types.Count)
            .Where(type => types.Weights[type] >= 2)
            .OrderByDescending(type => types.Weights[type]).ThenBy(type => types.Hashes[type])
            .Take(most)];
        WordOfType = new int[types.Count];
        Array.Fill(WordOfType, -1);
        for (var word = 0; word < TypeOfWord.Length; word++)
            WordOfType[TypeOfWord[word]] = word;
        Hashes = Array.ConvertAll(TypeOfWord, type => types.Hashes[type]);
    }

    public int Count => TypeOfWord.Length;

    /// <summary>The most frequent first.</summary>
    public int[] TypeOfWord { get; }

    public int[] WordOfType { get; }

    public uint[] Hashes { get; }
}
