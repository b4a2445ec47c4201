namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>
/// The tokens of one post: entities decoded, mentions and links made one token each, hashtags split where their writing tells,
/// faces and emoji found, stretched and shouted words made plain and marked, the reach of negations marked.
/// Its buffers are used again for the next post, so that a post costs no memory. Never throws for any text. Not for two threads at once.
/// </summary>
public sealed class PostTokens
{
    /// <summary>How many words a negation reaches when no punctuation stops it.</summary>
    private const int NegationReach = 5;

    private const int LongestForm = 40;

    private readonly PlainText _plain = new();
    private readonly PeopleFinder _people = new();
    private PostToken[] _tokens = new PostToken[128];
    private char[] _forms = new char[1024];
    private int _formEnd;
    private int _reach;
    private int _words;
    private int _shouted;

    /// <summary>In the order of the post.</summary>
    public ReadOnlySpan<PostToken> Tokens => _tokens.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>The plain forms of all tokens, one behind the other.</summary>
    public ReadOnlySpan<char> Forms => _forms.AsSpan(0, _formEnd);

    /// <summary>The text was so long that its middle was left out.</summary>
    public bool IsCut => _plain.IsCut;

    /// <summary>Most words are in capitals: then capitals mark none of them.</summary>
    public bool Shouts { get; private set; }

    /// <summary>Words of two letters and more that are all in capitals.</summary>
    public int ShoutedWords => _shouted;

    public ReadOnlySpan<char> Form(in PostToken token) => _forms.AsSpan(token.FormStart, token.FormLength);

    /// <summary>Whether a plain form stands for a name, a group or a person of any kind; no word is written so.</summary>
    public static bool IsNeutral(ReadOnlySpan<char> form) => form.Length > 1 && form[0] == '@';

    public void Read(ReadOnlySpan<char> text)
    {
        _plain.Take(text);
        Count = _formEnd = _reach = _words = _shouted = 0;
        var letters = _plain.Letters;
        for (var i = 0; i < letters.Length;)
            i = letters[i] == ' ' ? i + 1 : Next(letters, i);
        Shouts = _words >= 4 && _shouted * 10 >= _words * 6;
        if (!Shouts)
            return;
        foreach (ref var token in _tokens.AsSpan(0, Count))
            token = token with { Marks = token.Marks & ~TokenMarks.Shouted };
    }

    /// <returns>Where to go on.</returns>
    private int Next(ReadOnlySpan<char> letters, int i)
    {
        var c = letters[i];
        var before = i == 0 ? ' ' : letters[i - 1];
        if (c is '(' or ')' or ':' or ';' or '=' or '<' or '>' or '^' or '-' or '\\' or 'x' or 'X' or 't' or 'T' or 'o' or 'O' or 'D')
        {
            var length = Emoticon.At(letters[i..], before, out var face);
            if (length > 0)
            {
                Add(letters, i, i + length, face, TokenKind.Emoticon, length > face.Length + 1 ? TokenMarks.Stretched : TokenMarks.None);
                return i + length;
            }
        }

        if (char.IsAsciiLetterOrDigit(c) || (c >= 0x80 && IsWordLetter(letters, i)))
            return LinkAt(letters, i, before) is var link and > 0 ? Link(letters, i, link) : Word(letters, i, TokenMarks.None);
        return c switch
        {
            '@' when i + 1 < letters.Length && IsNameLetter(letters[i + 1]) => Mention(letters, i),
            '#' when i + 1 < letters.Length && IsWordLetter(letters, i + 1) => Hashtag(letters, i),
            _ => char.IsHighSurrogate(c) || LetterFold.IsEmoji(c) ? Emoji(letters, i) : Sign(letters, i),
        };
    }

    private static bool IsNameLetter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsWordLetter(ReadOnlySpan<char> letters, int i)
    {
        var c = letters[i];
        if (char.IsHighSurrogate(c))
            return i + 1 < letters.Length && IsLetterPair(letters, i);
        return char.IsLetterOrDigit(c) || LetterFold.IsMark(c) || (LetterFold.WritesWithoutSpaces(c) && !char.IsPunctuation(c));
    }

    private static bool IsLetterPair(ReadOnlySpan<char> letters, int i) =>
        System.Text.Rune.TryCreate(letters[i], letters[i + 1], out var rune) && System.Text.Rune.IsLetterOrDigit(rune);

    /// <returns>The length of the address that begins here; 0 when none does.</returns>
    private static int LinkAt(ReadOnlySpan<char> letters, int i, char before)
    {
        if (letters[i] is not ('h' or 'H' or 'w' or 'W') || char.IsLetterOrDigit(before))
            return BareLinkAt(letters, i, before);
        var rest = letters[i..];
        var isLink = rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || (rest.StartsWith("http", StringComparison.Ordinal) && (rest.Length == 4 || !char.IsLetterOrDigit(rest[4])));
        if (!isLink)
            return BareLinkAt(letters, i, before);
        var end = rest.IndexOf(' ');
        return end < 0 ? rest.Length : end;
    }

    /// <summary>"bit.ly/x", "example.com/deal": a dot between letters, then an end that addresses have or a slash.</summary>
    private static int BareLinkAt(ReadOnlySpan<char> letters, int i, char before)
    {
        if (before is not (' ' or '(' or '"'))
            return 0;
        var end = i;
        var dot = 0;
        while (end < letters.Length && end - i < 64 && (char.IsAsciiLetterOrDigit(letters[end]) || letters[end] is '.' or '-'))
        {
            if (letters[end] == '.' && end > i)
                dot = end;
            end++;
        }

        if (dot == 0 || dot + 2 >= end)
            return 0;
        var ending = letters[(dot + 1)..end];
        var hasSlash = end < letters.Length && letters[end] == '/' && end + 1 < letters.Length && letters[end + 1] != ' ' && ending.Length is 2 or 3;
        if (!hasSlash && ending is not ("com" or "net" or "org" or "info" or "biz" or "xyz" or "shop" or "online" or "site" or "link" or "store"))
            return 0;
        while (end < letters.Length && letters[end] != ' ')
            end++;
        return end - i;
    }

    private int Link(ReadOnlySpan<char> letters, int i, int length)
    {
        Add(letters, i, i + length, "http", TokenKind.Link, TokenMarks.None);
        return i + length;
    }

    private int Mention(ReadOnlySpan<char> letters, int i)
    {
        var end = i + 1;
        while (end < letters.Length && IsNameLetter(letters[end]))
            end++;
        Add(letters, i, end, "@user", TokenKind.Mention, TokenMarks.None);
        return end;
    }

    /// <summary>"#BestDayEver" and "#best_day" are read as their words.</summary>
    private int Hashtag(ReadOnlySpan<char> letters, int i)
    {
        var from = i + 1;
        while (from < letters.Length && (letters[from] == '_' || IsWordLetter(letters, from)))
        {
            if (letters[from] == '_')
            {
                from++;
                continue;
            }

            var end = from + 1;
            while (end < letters.Length && letters[end] != '_' && IsWordLetter(letters, end) && !IsSeam(letters, end))
                end++;
            from = Word(letters[..end], from, TokenMarks.Hashtag);
        }

        return from;
    }

    private static bool IsSeam(ReadOnlySpan<char> letters, int i)
    {
        char before = letters[i - 1], c = letters[i];
        if (char.IsUpper(c))
            return char.IsLower(before) || (char.IsUpper(before) && i + 1 < letters.Length && char.IsLower(letters[i + 1]));
        return char.IsDigit(c) != char.IsDigit(before) && !LetterFold.IsMark(c) && !LetterFold.IsMark(before);
    }

    private int Emoji(ReadOnlySpan<char> letters, int i)
    {
        var length = char.IsHighSurrogate(letters[i]) && i + 1 < letters.Length ? 2 : 1;
        var emoji = letters.Slice(i, length);
        var end = i + length;
        while (end + length <= letters.Length && letters.Slice(end, length).SequenceEqual(emoji))
            end += length;
        Add(letters, i, end, emoji, TokenKind.Emoji, end - i > 2 * length ? TokenMarks.Stretched : TokenMarks.None);
        return end;
    }

    private int Sign(ReadOnlySpan<char> letters, int i)
    {
        var c = letters[i];
        var end = i + 1;
        switch (c)
        {
            case '!' or '?':
                var asks = c == '?';
                var exclaims = c == '!';
                while (end < letters.Length && letters[end] is '!' or '?')
                {
                    asks |= letters[end] == '?';
                    exclaims |= letters[end] == '!';
                    end++;
                }

                _reach = 0;
                Add(letters, i, end, asks && exclaims ? "?!" : asks ? end - i > 1 ? "??" : "?" : end - i > 1 ? "!!" : "!", TokenKind.Sign,
                    end - i > 2 ? TokenMarks.Stretched : TokenMarks.None);
                break;
            case '.':
                while (end < letters.Length && letters[end] == '.')
                    end++;
                _reach = 0;
                if (end - i > 1)
                    Add(letters, i, end, "...", TokenKind.Sign, end - i > 3 ? TokenMarks.Stretched : TokenMarks.None);
                break;
            case ',' or ';' or ':' or '(' or ')':
                _reach = 0;
                break;
            case '"' or '$' or '€' or '£' or '%' or '*' or '¥' or '₹':
                Add(letters, i, end, letters.Slice(i, 1), TokenKind.Sign, TokenMarks.None);
                break;
        }

        return end;
    }

    private int Word(ReadOnlySpan<char> letters, int i, TokenMarks marks)
    {
        if (LetterFold.WritesWithoutSpaces(letters[i]) || char.IsHighSurrogate(letters[i]))
            return Character(letters, i, marks);
        var end = i;
        int upper = 0, lower = 0, digits = 0, others = 0;
        for (; end < letters.Length; end++)
        {
            var c = letters[end];
            if (char.IsAsciiLetterLower(c))
                lower++;
            else if (char.IsAsciiLetterUpper(c))
                upper++;
            else if (char.IsAsciiDigit(c))
                digits++;
            else if (c == '\'' && end > i && end + 1 < letters.Length && char.IsLetter(letters[end + 1]))
                continue;
            else if (c < 0x80 || LetterFold.WritesWithoutSpaces(c))
                break;
            else if (char.IsUpper(c))
                upper++;
            else if (char.IsLetter(c))
                lower++;
            else if (char.IsDigit(c))
                digits++;
            else if (LetterFold.IsMark(c))
                others++;
            else
                break;
        }

        if (end == i)
            return i + 1;
        var isNumber = digits > 0 && upper + lower + others == 0;
        var formStart = _formEnd;
        var isStretched = WriteForm(letters[i..end], isNumber);
        var form = _forms.AsSpan(formStart, _formEnd - formStart);
        if (isStretched)
            marks |= TokenMarks.Stretched;
        if (upper + lower >= 2)
        {
            _words++;
            if (lower == 0 && upper > 1)
            {
                _shouted++;
                marks |= TokenMarks.Shouted;
            }
        }

        AddFormed(letters, i, end, formStart, TextHash.Of(form), isNumber ? TokenKind.Number : TokenKind.Word, marks);
        return end;
    }

    private int Character(ReadOnlySpan<char> letters, int i, TokenMarks marks)
    {
        var end = i + (char.IsHighSurrogate(letters[i]) && i + 1 < letters.Length ? 2 : 1);
        while (end < letters.Length && LetterFold.IsMark(letters[end]))
            end++;
        Add(letters, i, end, letters[i..Math.Min(end, i + 8)], TokenKind.Character, marks);
        return end;
    }

    /// <summary>Writes the plain form behind the others: folded, apostrophes gone, no letter more than twice in a row, long numbers by their shape.</summary>
    private bool WriteForm(ReadOnlySpan<char> word, bool isNumber)
    {
        Grow(LongestForm);
        var start = _formEnd;
        var isStretched = false;
        if (isNumber && word.Length > 2)
        {
            var shown = Math.Min(word.Length, 6);
            _forms.AsSpan(_formEnd, shown).Fill('0');
            _formEnd += shown;
            return false;
        }

        foreach (var raw in word)
        {
            if (raw == '\'')
                continue;
            if (_formEnd - start >= LongestForm)
                break;
            var c = LetterFold.Fold(raw);
            if (!isNumber && _formEnd - start >= 2 && _forms[_formEnd - 1] == c && _forms[_formEnd - 2] == c)
            {
                isStretched = true;
                continue;
            }

            _forms[_formEnd++] = c;
        }

        return isStretched;
    }

    private void Add(ReadOnlySpan<char> letters, int from, int to, ReadOnlySpan<char> form, TokenKind kind, TokenMarks marks)
    {
        var start = _formEnd;
        AddFormed(letters, from, to, start, Rewrite(start, form), kind, marks);
    }

    private void AddFormed(ReadOnlySpan<char> letters, int from, int to, int formStart, uint hash, TokenKind kind, TokenMarks marks)
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Count * 2);
        var word = hash;
        var (who, earlier) = kind == TokenKind.Word ? _people.Find(letters, from, to, hash, Count) : (Who.Nobody, 0);
        if (who != Who.Nobody)
        {
            if (earlier > 0)
            {
                Count -= earlier;
                (from, _reach) = _people.Before(Count);
                formStart = _tokens[Count].FormStart;
            }

            hash = Rewrite(formStart, PeopleWords.FormOf(who));
        }

        _people.Keep(Count, word, from, to, kind == TokenKind.Word, who, _reach);
        if (kind is TokenKind.Word or TokenKind.Number)
        {
            if (Negators.Ends(hash))
                _reach = 0;
            if (_reach > 0)
            {
                marks |= TokenMarks.Negated;
                _reach--;
            }

            if (Negators.Turns(hash))
                _reach = NegationReach;
        }

        var start = _plain.Origins[from];
        // Up to where the next letter came from: an entity is whole, and what was dropped (accents, skin tones) belongs to what it stood on.
        var end = _plain.Origins[to];
        _tokens[Count++] = new PostToken(start, end - start, formStart, _formEnd - formStart, hash, kind, marks);
    }

    /// <summary>Puts another form in the place of the last ones.</summary>
    /// <returns>Its hash.</returns>
    private uint Rewrite(int formStart, ReadOnlySpan<char> form)
    {
        _formEnd = formStart;
        Grow(form.Length);
        form.CopyTo(_forms.AsSpan(formStart));
        _formEnd += form.Length;
        return TextHash.Of(form);
    }

    private void Grow(int by)
    {
        if (_formEnd + by > _forms.Length)
            Array.Resize(ref _forms, (_forms.Length * 2) + by);
    }
}
