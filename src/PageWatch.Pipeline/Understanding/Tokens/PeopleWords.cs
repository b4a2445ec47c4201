using System.Reflection;
using System.Text;

namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>
/// Words that tell who somebody is (word file people.tsv), known by the hash of their plain form. All of a kind are read as one word, so that no name, gender, nation or faith
/// ever tips how a post is read. Part of the model file's format: a change needs a new version of it.
/// </summary>
internal static class PeopleWords
{
    /// <summary>What all names are read as.</summary>
    public const string NameForm = "@name";

    /// <summary>What all nations and faiths are read as.</summary>
    public const string GroupForm = "@group";

    private const string File = "Words/people.tsv";

    private static readonly Dictionary<uint, Who> Words = new(20_000);

    /// <summary>Those of two and three words, by <see cref="TextHash.Of(uint, uint)"/> from the left.</summary>
    private static readonly Dictionary<uint, Who> Phrases = [];

    static PeopleWords()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The program was built without its word file '{File}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0 || line[0] == '#')
                continue;
            var who = Kind(line[..tab]);
            foreach (var word in line.AsSpan(tab + 1).Split(' '))
                Add(line.AsSpan(tab + 1)[word], who);
        }
    }

    /// <param name="word">The hash of its plain form.</param>
    public static Who Of(uint word) => Words.GetValueOrDefault(word);

    /// <param name="phrase">The hashes of its two or three words, put together from the left.</param>
    public static Who OfPhrase(uint phrase) => Phrases.GetValueOrDefault(phrase);

    /// <summary>What all words of a kind are read as.</summary>
    public static string FormOf(Who who) => who switch
    {
        Who.Name => NameForm,
        Who.Group => GroupForm,
        Who.Child => "@child",
        Who.They => "@they",
        _ => "@person",
    };

    private static void Add(ReadOnlySpan<char> entry, Who who)
    {
        Span<char> folded = stackalloc char[64];
        uint phrase = 0;
        var words = 0;
        foreach (var part in entry.Split('_'))
        {
            var length = 0;
            foreach (var c in entry[part])
            {
                if (c != '\'' && !LetterFold.IsDropped(c))
                    folded[length++] = LetterFold.Fold(c);
            }

            var hash = TextHash.Of(folded[..length]);
            phrase = words++ == 0 ? hash : TextHash.Of(phrase, hash);
        }

        (words == 1 ? Words : Phrases).TryAdd(phrase, who);
    }

    private static Who Kind(string name) => name switch
    {
        "name" => Who.Name,
        "Name" => Who.CapitalName,
        "title" => Who.Title,
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
