using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>
/// Words that tell who somebody is (word file people.tsv), known by the hash of their plain form. All of a kind are read as one word, so that no name, gender, nation or faith
/// ever tips how a post is read. Part of the model file's format: a change needs a new version of it.
/// </summary>
internal static class PeopleWords
{
    private const string File = "Words/people.tsv";

    private static readonly Dictionary<uint, Who> Words = new(20_000);

    /// <summary>Those of two and three words, by <see cref="TextHash.Of(uint, uint)"/> from the left.</summary>
    private static readonly Dictionary<uint, Who> Phrases = [];

    static PeopleWords()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The program was built without its word file '{File}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Take(reader.ReadToEnd());
    }

    /// <param name="word">The hash of its plain form.</param>
    public static Who Of(uint word) => Words.GetValueOrDefault(word);

    /// <param name="phrase">The hashes of its two or three words, put together from the left.</param>
    public static Who OfPhrase(uint phrase) => Phrases.GetValueOrDefault(phrase);

    /// <summary>What all words of a kind are read as.</summary>
    public static string FormOf(Who who) => who switch
    {
        Who.Name => "@name",
        Who.Group => "@group",
        Who.Child => "@child",
        Who.They => "@they",
        _ => "@person",
    };

    // Runs once, long: a first, slow translation of it would be most of the time the first post takes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Take(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var line = text[i..].IndexOf('\n') is var length and >= 0 ? text.Slice(i, length) : text[i..];
            i += line.Length + 1;
            var tab = line.IndexOf('\t');
            if (tab < 0 || line[0] == '#')
                continue;
            var who = Kind(line[..tab]);
            var (hash, phrase, words) = (TextHash.Seed, 0u, 0);
            for (var at = tab + 1; at <= line.Length; at++)
            {
                var c = at < line.Length ? line[at] : ' ';
                if (c is not (' ' or '_'))
                {
                    hash = c == '\'' || LetterFold.IsDropped(c) ? hash : TextHash.Add(hash, LetterFold.Fold(c));
                    continue;
                }

                hash = TextHash.Finish(hash);
                phrase = words++ == 0 ? hash : TextHash.Of(phrase, hash);
                if (c == ' ')
                {
                    (words == 1 ? Words : Phrases).TryAdd(phrase, who);
                    words = 0;
                }

                hash = TextHash.Seed;
            }
        }
    }

    private static Who Kind(ReadOnlySpan<char> name) => name switch
    {
        "name" => Who.Name,
        "Name" => Who.CapitalName,
        "title" => Who.Title,
        "Title" => Who.PersonTitle,
        "group" => Who.Group,
        "Group" => Who.CapitalGroup,
        "person" => Who.Person,
        "whose" => Who.Whose,
        "child" => Who.Child,
        "they" => Who.They,
        _ => throw new InvalidOperationException($"{File} has the kind '{name}', which is none."),
    };
}

/// <summary>What a word tells of somebody, and nothing else.</summary>
internal enum Who : byte
{
    /// <summary>Tells nothing of anybody.</summary>
    Nobody,

    /// <summary>A given name, however it is written.</summary>
    Name,

    /// <summary>A given name and a word as well: a name inside a sentence, with a capital.</summary>
    CapitalName,

    /// <summary>Makes a name of what follows.</summary>
    Title,

    /// <summary>Somebody, and makes a name of what follows.</summary>
    PersonTitle,

    /// <summary>Of a nation or a faith.</summary>
    Group,

    /// <summary>Of a nation, where it has a capital.</summary>
    CapitalGroup,

    /// <summary>Somebody of some gender.</summary>
    Person,

    /// <summary>Tells a person that follows from others.</summary>
    Whose,

    Child,

    /// <summary>He, she.</summary>
    They,
}
