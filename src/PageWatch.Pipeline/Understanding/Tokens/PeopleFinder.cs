namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>
/// Finds, word by word, who is spoken of: a name with its title and its other parts, a person with what kind of person it is. Who somebody is must not tip how a post is read, so
/// <see cref="PostTokens"/> makes one word of each. Its buffer is used again. Not for two threads at once.
/// </summary>
internal sealed class PeopleFinder
{
    private Trace[] _traces = new Trace[128];
    private Who _word;

    /// <summary>Where a token begins among the letters, and how far a negation before it still reached: for when it is taken back.</summary>
    public (int From, int Reach) Before(int token) => (_traces[token].From, _traces[token].Reach);

    /// <summary>Decides about a word that comes next.</summary>
    /// <param name="from">Where it begins among the letters.</param>
    /// <param name="hash">Of its plain form.</param>
    /// <param name="count">Tokens that stand before it, all of them kept by <see cref="Keep"/>.</param>
    /// <returns>Who it is, nobody for most; and how many of the tokens before belong to it.</returns>
    public (Who Who, int Earlier) Find(ReadOnlySpan<char> letters, int from, int to, uint hash, int count)
    {
        var isAfterWord = count > 0 && Touches(letters, _traces[count - 1], from);
        var word = _word = PeopleWords.Of(hash);
        var isCapital = char.IsUpper(letters[from]) && (from + 1 >= to || !char.IsUpper(letters[from + 1]));
        var who = word switch
        {
            Who.CapitalName => isCapital && isAfterWord ? Who.Name : Who.Nobody,
            Who.CapitalGroup => isCapital ? Who.Group : Who.Nobody,
            Who.PersonTitle => Who.Person,
            Who.Title or Who.Whose => Who.Nobody,
            _ => word,
        };
        var earlier = 0;
        if (isAfterWord)
        {
            ref readonly var last = ref _traces[count - 1];
            // Behind a title, and in "Min-jun" and "Jean-Luc" behind the hyphen, any word may be a name.
            var isPart = letters[from - 1] == '-' && IsName(letters, last) && (isCapital || word == Who.CapitalName);
            if (who == Who.Nobody && word is not (Who.Title or Who.Whose) && (isPart || (isCapital && last.Word is Who.Title or Who.PersonTitle)))
                who = Who.Name;
            if (PeopleWords.OfPhrase(TextHash.Of(last.Hash, hash)) is not Who.Nobody and var pair)
                (who, earlier) = (pair, 1);
            if (count > 1 && PeopleWords.OfPhrase(TextHash.Of(TextHash.Of(_traces[count - 2].Hash, last.Hash), hash)) is not Who.Nobody and var triple)
                (who, earlier) = (triple, 2);
        }

        if (who is Who.Nobody or Who.Title or Who.Whose)
            return (Who.Nobody, 0);
        if (earlier > 0)
            from = _traces[count - earlier].From;
        for (; earlier < count && BelongsTo(letters, _traces[count - earlier - 1], who, from); earlier++)
            from = _traces[count - earlier - 1].From;
        return (who, earlier);
    }

    /// <summary>Remembers a token; a word has just been asked about by <see cref="Find"/>.</summary>
    /// <param name="token">How many stand before it.</param>
    /// <param name="hash">Of its plain form, before it was made neutral.</param>
    /// <param name="isWord">No sign, number, face or mention.</param>
    /// <param name="readAs">What it was made.</param>
    /// <param name="reach">Of a negation, before it.</param>
    public void Keep(int token, uint hash, int from, int to, bool isWord, Who readAs, int reach)
    {
        if (token == _traces.Length)
            Array.Resize(ref _traces, token * 2);
        _traces[token] = new Trace(hash, from, to, isWord, isWord ? _word : Who.Nobody, readAs, reach);
    }

    /// <summary>A title or another name belongs to a name, what kind of person to a person.</summary>
    private static bool BelongsTo(ReadOnlySpan<char> letters, in Trace last, Who who, int from) => Touches(letters, last, from) && who switch
    {
        Who.Name => last.Word is Who.Title or Who.PersonTitle || IsName(letters, last),
        Who.Group => last.ReadAs == Who.Group,
        Who.Person => last.Word == Who.Whose || last.ReadAs is Who.Group or Who.Person,
        _ => false,
    };

    /// <summary>A name, or a word with a capital that may be one.</summary>
    private static bool IsName(ReadOnlySpan<char> letters, in Trace token) =>
        token.ReadAs == Who.Name || (token.Word == Who.CapitalName && char.IsUpper(letters[token.From]));

    /// <summary>A word, and nothing but a blank, a hyphen or the dot of "Mr." stands between it and what begins here.</summary>
    private static bool Touches(ReadOnlySpan<char> letters, in Trace last, int from) => last.IsWord && letters[last.To..from] is " " or "-" or ". ";

    /// <param name="Word">What the word itself tells.</param>
    /// <param name="ReadAs">What it was made, with what belongs to it.</param>
    private readonly record struct Trace(uint Hash, int From, int To, bool IsWord, Who Word, Who ReadAs, int Reach);
}
