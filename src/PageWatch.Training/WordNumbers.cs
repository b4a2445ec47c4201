using System.Numerics.Tensors;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Training;

/// <summary>The numbers that stand for words: each word's own, and those of letter groups and meanings that words share.</summary>
internal sealed class WordNumbers
{
    private readonly WordTypes _types;
    private readonly NetVocabulary _vocabulary;
    private readonly int _width;

    /// <param name="concepts">Rows of meanings.</param>
    /// <param name="width">Numbers of a word.</param>
    public WordNumbers(WordTypes types, NetVocabulary vocabulary, int concepts, int width)
        : this(types, vocabulary, width, new float[vocabulary.Count * width], new float[NetShape.LetterRows * width], new float[concepts * width])
    {
    }

    private WordNumbers(WordTypes types, NetVocabulary vocabulary, int width, float[] words, float[] letters, float[] concepts) =>
        (_types, _vocabulary, _width, Words, Letters, Concepts) = (types, vocabulary, width, words, letters, concepts);

    /// <summary>Numbers of each word of the vocabulary that are its own.</summary>
    public float[] Words { get; }

    /// <summary>Numbers of each row of letter groups.</summary>
    public float[] Letters { get; }

    /// <summary>Numbers of each meaning.</summary>
    public float[] Concepts { get; }

    /// <summary>The same numbers, for one net to change.</summary>
    public WordNumbers Copy() => new(_types, _vocabulary, _width, (float[])Words.Clone(), (float[])Letters.Clone(), (float[])Concepts.Clone());

    /// <summary>The place of a type among the words; -1 when it is not one of them.</summary>
    public int WordOf(int type) => _vocabulary.WordOfType[type];

    /// <summary>Numbers of a word that are its own.</summary>
    public Span<float> Own(int word) => Row(Words, word);

    public Span<float> Row(float[] of, int row) => of.AsSpan(row * _width, _width);

    /// <summary>All that stands for a type: its own numbers, the mean of its letter groups, the mean of its meanings.</summary>
    /// <param name="hasWord">Its own numbers count.</param>
    public void Take(int type, bool hasWord, Span<float> to)
    {
        if (hasWord)
            Own(WordOf(type)).CopyTo(to);
        else
            to.Clear();
        Add(_types.Letters[type], Letters, to);
        Add(_types.Concepts[type], Concepts, to);
    }

    private void Add(int[] rows, float[] of, Span<float> to)
    {
        var share = 1f / Math.Max(1, rows.Length);
        foreach (var row in rows)
            TensorPrimitives.MultiplyAdd(Row(of, row), share, to, to);
    }
}
