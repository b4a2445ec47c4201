namespace PageWatch.Training;

/// <summary>The words that nets know by themselves, the frequent ones and all of which we know what they mean; all others they know by their letters.</summary>
internal sealed class NetVocabulary
{
    public NetVocabulary(WordTypes types, int most)
    {
        int[] frequent = [.. Enumerable.Range(0, types.Count)
            .Where(type => types.Weights[type] >= 2)
            .OrderByDescending(type => types.Weights[type]).ThenBy(type => types.Hashes[type])
            .Take(most)];
        var taken = frequent.ToHashSet();
        TypeOfWord = [.. frequent, .. Enumerable.Range(0, types.Count).Where(type => types.Concepts[type].Length > 0 && !taken.Contains(type)).OrderBy(type => types.Hashes[type])];
        WordOfType = new int[types.Count];
        Array.Fill(WordOfType, -1);
        for (var word = 0; word < TypeOfWord.Length; word++)
            WordOfType[TypeOfWord[word]] = word;
        Hashes = Array.ConvertAll(TypeOfWord, type => types.Hashes[type]);
    }

    public int Count => TypeOfWord.Length;

    /// <summary>The most frequent first, then those known by their meaning alone.</summary>
    public int[] TypeOfWord { get; }

    public int[] WordOfType { get; }

    public uint[] Hashes { get; }
}
